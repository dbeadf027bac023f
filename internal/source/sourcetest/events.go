package sourcetest

import (
	"context"
	"net/http"
	"testing"
	"time"

	"detente/internal/collect"
	"detente/internal/event"
	"detente/internal/fetch"
	"detente/internal/runlog"
)

// EventStore is the real store as a source of events needs it, and the way back to what it holds.
type EventStore interface {
	Store
	Events(ctx context.Context, f event.Filter) (event.Timeline, error)
	Gauges(ctx context.Context) ([]event.GaugeSpan, error)
	Decide(ctx context.Context, refs []event.Ref, v event.Verdict, by string, now time.Time) ([]event.Event, error)
}

// EventSubject is a source of drafts or comparison lines under test.
type EventSubject struct {
	New    func(client *fetch.Client, base string, db EventStore) collect.Source
	Open   func(t testing.TB) EventStore
	Now    time.Time
	Ask    collect.Ask
	Good   http.HandlerFunc
	First  runlog.Counts // of the first collection of Good
	Accept string        // what the Accept header must hold
	// Lasting sources ask for nothing that is stored, but for the path List where they have one, which tells whether it is still what
	// the publisher has; others ask again each time.
	Lasting bool
	List    string
	// Conditional sources send back the validators of the answer that is stored.
	Conditional bool
	// Except are answers that this source takes otherwise than by failing, by the name of the case.
	Except map[string]Outcome
}

// Outcome is how a collection of a bad answer ends: its status, and what error or rejection must hold.
type Outcome struct {
	Status runlog.Status
	Says   string
}

// RunEvents checks that the subject keeps the contract of a source of events: a good answer is stored once, however often it
// comes, as drafts or comparison lines alone; a decision stands; every other answer is reported with its cause, changes
// nothing that is stored, and is recorded.
func RunEvents(t *testing.T, s EventSubject) {
	t.Run("good", s.testGood)
	t.Run("polite", s.testPolite)
	t.Run("decided", s.testDecided)
	if s.Conditional {
		t.Run("conditional", s.testConditional)
	}
	for _, c := range transportCases(s.Good, s.cut) {
		t.Run(c.name, func(t *testing.T) {
			if other, ok := s.Except[c.name]; ok {
				c.status, c.says, c.bytes = other.Status, other.Says, ""
			}
			s.check(t, c, false)
			if !s.Lasting {
				s.check(t, c, true)
			}
		})
	}
	t.Run("cancelled", s.testCancelled)
}

func (s EventSubject) collect(ctx context.Context, t testing.TB, db EventStore, h http.Handler, timeout time.Duration) collect.Report {
	t.Helper()
	return run{db, s.Now, timeout}.collect(ctx, t, h, func(client *fetch.Client, base string) (collect.Source, collect.Ask) {
		return s.New(client, base, db), s.Ask
	})
}

// holdings is everything a source of events can store.
type holdings struct {
	Events event.Timeline
	Gauges []event.GaugeSpan
}

func (h holdings) count() int {
	n := len(h.Events)
	for _, g := range h.Gauges {
		n += g.Count
	}
	return n
}

func stored(t testing.TB, db EventStore) (h holdings) {
	t.Helper()
	var err error
	if h.Events, err = db.Events(t.Context(), event.Filter{Statuses: event.Statuses()}); err != nil {
		t.Fatal(err)
	}
	if h.Gauges, err = db.Gauges(t.Context()); err != nil {
		t.Fatal(err)
	}
	return h
}
