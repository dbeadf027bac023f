package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"detente/internal/event"
	"detente/internal/runlog"
)

// AddEvent stores an event that somebody enters and returns it as it stands. Without an id it gets one made of its day and
// title; an id that is taken is a *Conflict. Origin, CodedBy and CodedAt are filled where they are empty: manual, the author, now.
func (db *DB) AddEvent(ctx context.Context, e event.Event, by string, now time.Time) (event.Event, error) {
	if err := CheckAuthor(by); err != nil {
		return e, err
	}
	if e.Origin == "" {
		e.Origin = "manual"
	}
	if e.CodedBy == "" {
		e.CodedBy, e.CodedAt = by, now
	}
	_, err := db.put(ctx, "add event", runlog.Origin{Author: by}, now, func(b *batch) (err error) {
		if e.ID == "" {
			if e.ID, err = b.freeID(ctx, e); err != nil {
				return err
			}
		} else if theirs, author, err := currentEvent(ctx, b.tx, e.ID); err == nil {
			return &Conflict{Mine: e, Theirs: theirs, Author: author}
		}
		if err := b.events(ctx, []event.Event{e}); err != nil {
			return err
		}
		e, _, err = currentEvent(ctx, b.tx, e.ID)
		return err
	})
	return e, db.lasting("add event", err)
}

// freeID is the slug of e, numbered where it is taken.
func (b *batch) freeID(ctx context.Context, e event.Event) (string, error) {
	base := event.Slug(e.Day(), e.Title)
	for n := 1; ; n++ {
		e.ID = base
		if n > 1 {
			e.ID = base + "-" + strconv.Itoa(n)
		}
		fresh, err := b.unknown(ctx, []event.Event{e})
		if err != nil || len(fresh) == 1 {
			return e.ID, err
		}
	}
}

// EditEvent stores e as a new version of the event of its id and returns it as it stands. e.KnownFrom is the version that
// the edit was made on; where another is current the error is a *Conflict that holds both, unless they say the same. Who
// changes category, code, Goldstein value or importance becomes CodedBy. An edit that changes nothing stores nothing.
func (db *DB) EditEvent(ctx context.Context, e event.Event, by string, now time.Time) (event.Event, error) {
	if e.KnownFrom.IsZero() {
		return e, wrap("edit event", fmt.Errorf("%w: event %q does not say which version the edit was made on", event.ErrInvalid, e.ID))
	}
	ref, same := RefOf(e), false
	list, err := db.revise(ctx, "edit event", desk{[]Ref{ref}, by, now}, func(_ *batch, stands event.Event) (event.Event, error) {
		if same = len(event.Diff(stands, e)) == 0; same {
			return stands, nil
		}
		if recoded(stands, e) {
			e.CodedBy, e.CodedAt = by, now
		}
		return e, nil
	})
	if same {
		return db.Event(ctx, e.ID, time.Time{})
	}
	if err != nil {
		return e, err
	}
	return list[0], nil
}

func recoded(a, b event.Event) bool {
	return a.Category != b.Category || a.Cameo != b.Cameo || a.Goldstein != b.Goldstein || a.Importance != b.Importance
}

// Scheduled returns the scheduled events from an instant until before another; a zero end is open.
func (db *DB) Scheduled(ctx context.Context, from, to time.Time) (event.Timeline, error) {
	list, err := db.Events(ctx, event.Filter{Statuses: []event.Status{event.StatusScheduled}})
	if err != nil {
		return nil, err
	}
	var out event.Timeline
	for _, e := range list {
		if end := lastInstant(e); end.Before(from) || !to.IsZero() && !e.OccurredAt.Before(to) {
			continue
		}
		out = append(out, e)
	}
	return out, nil
}

// lastInstant is the end of an event, or of its day where it has no clock time: a meeting of today is still ahead at noon.
func lastInstant(e event.Event) time.Time {
	end := e.OccurredAt
	if e.EndedAt.After(end) {
		end = e.EndedAt
	}
	if !e.Timed() {
		end = end.Truncate(24*time.Hour).AddDate(0, 0, 1).Add(-time.Second)
	}
	return end
}
