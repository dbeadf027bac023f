package web

import (
	"strings"
	"time"

	"detente/internal/event"
	"detente/internal/fx"
)

// card is the selected event and what both pairs did around it.
type card struct {
	Event     eventView
	Summary   string
	End       *eventView // nil where the event is a point in time
	Location  string
	Actors    []string
	Goldstein string
	Cameo     string
	Source    string
	SourceURL string
	Unsure    string // what has to be known about the row before it is quoted
	Moves     []move
	Unusual   []unusual // empty where it was not asked for or cannot be said
	Sharing   int       // other events whose window shares a fixing with its own
	Close     string    // URL of the page without a selected event
	Page      string    // URL of the page of the event
	Study     string    // URL of a study of events like it
	Compare   string    // URL of the fixings around it beside those of another day
}

// move is a pair from the last fixing before an event to the first and the second one after it.
type move struct {
	Pair       string
	Before     *moveStep
	Day0, Day1 *moveStep
	Why        string // why a step is missing
}

type moveStep struct {
	Value, Set, Effective string
	Origin                string // address of where it comes from
	Change                string // of the rouble since the fixing before the event
}

// eventView is an event as a list shows it.
type eventView struct {
	ID, Title, When, Day string
	Instant              string // for <time datetime>
	Clock                string // "11:34 UTC" in the page's zone; empty where only the day is known
	Direction            string
	Glyph                string
	Category             string
	Importance           int
	ImportanceWord       string
	Scheduled            bool
	URL                  string
}

func (h history) view(e event.Event, url string) eventView {
	v := eventView{ID: e.ID, Title: e.Title, When: h.zone.when(e), Day: e.Day().String(), Instant: e.Day().String(),
		Direction: string(e.Direction()), Glyph: glyph(e.Direction()), Category: e.Category.Label(),
		Importance: e.Importance, ImportanceWord: importanceWords[e.Importance], Scheduled: e.Status == event.StatusScheduled, URL: url}
	if e.Timed() {
		v.Instant = e.OccurredAt.UTC().Format(time.RFC3339)
		_, v.Clock, _ = strings.Cut(v.When, ", ")
	}
	return v
}

// end is when an event of some length ends, told as its beginning is; nil where it is a point in time.
func (h history) end(e event.Event) *eventView {
	if !e.EndedAt.After(e.OccurredAt) {
		return nil
	}
	e.OccurredAt = e.EndedAt
	v := h.view(e, "")
	return &v
}

func newCard(h history, e event.Event, q query, path string) *card {
	c := &card{Event: h.view(e, q.at(path)), End: h.end(e), Summary: e.Summary, Location: e.Location,
		Goldstein: signed(e.Goldstein, 1), Cameo: e.Cameo, Source: e.SourceName, SourceURL: e.SourceURL,
		Close: q.unselected().at(path), Page: eventAddress(e.ID, q), Study: q.likeThis(e), Compare: h.compared(e, q)}
	for _, a := range e.Actors {
		c.Actors = append(c.Actors, h.actorName(a))
	}
	if !e.Verified {
		c.Unsure = "The date was not confirmed in a second source."
	}
	for _, p := range []pair{h.USD, h.EUR} {
		c.Moves = append(c.Moves, p.moveAround(e, q))
	}
	return c
}

// moveAround finds the fixings around an event. Day 0 is the first fixing whose cut-off lies after it (METHODS 2.2).
func (p pair) moveAround(e event.Event, q query) move {
	m := move{Pair: p.Series.ID.Pair().String()}
	i, ok := fx.CalendarOf(p.Series.ID).Day0(p.Sets, e.OccurredAt)
	switch {
	case len(p.Fixings) == 0:
		m.Why = "No fixing is stored."
		return m
	case !ok:
		m.Why = "No fixing has been set since."
	case i == 0:
		m.Why = "The series begins after the event."
		return m
	}
	before := p.Fixings[i-1]
	m.Before = p.step(i-1, fx.Fixing{}, q)
	if i < len(p.Fixings) {
		m.Day0 = p.step(i, before, q)
	}
	if i+1 < len(p.Fixings) {
		m.Day1 = p.step(i+1, before, q)
	} else if ok {
		m.Why = "The next fixing is not set yet."
	}
	return m
}

func (p pair) step(i int, before fx.Fixing, q query) *moveStep {
	f := p.Fixings[i]
	s := &moveStep{Value: f.Value.String(), Set: f.Set.Words(), Effective: f.Effective.Words(), Origin: originOf(p, i, q)}
	if before.Nominal > 0 {
		s.Change = signed(roubleChange(before.Rate(), f.Rate()), 2) + "%"
	}
	return s
}
