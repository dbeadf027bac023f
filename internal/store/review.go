package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"detente/internal/event"
	"detente/internal/runlog"
)

// The words of review are event's; the pages use them without the store.
type (
	Ref      = event.Ref
	Verdict  = event.Verdict
	Conflict = event.Conflict
)

// Verdicts.
const (
	Confirm = event.Confirm
	Reject  = event.Reject
)

// ErrConflict is wrapped by every Conflict.
var ErrConflict = event.ErrConflict

// RefOf is the version that e is.
func RefOf(e event.Event) Ref { return event.RefOf(e) }

// Decide stores a verdict on each event as a new version by its author and returns the versions that now stand, in the
// order asked. All are decided or none. A version that is no longer current is a *Conflict, an id that is not stored
// ErrNotFound. An event that has the status already stays as it is.
func (db *DB) Decide(ctx context.Context, refs []Ref, v Verdict, by string, now time.Time) ([]event.Event, error) {
	if v != Confirm && v != Reject {
		return nil, wrap("decide", fmt.Errorf("%w: verdict %q: want %s or %s", event.ErrInvalid, v, Confirm, Reject))
	}
	return db.revise(ctx, string(v), desk{refs, by, now}, func(_ *batch, e event.Event) (event.Event, error) {
		switch {
		case v == Reject:
			e.Status = event.StatusRejected
		case e.OccurredAt.After(now):
			e.Status = event.StatusScheduled
		default:
			e.Status = event.StatusConfirmed
		}
		return e, nil
	})
}

const insertMerge = `
INSERT INTO event_merges (event, known_from, merged_into)
VALUES (?1, ?2, ?3)`

// Merge rejects events as further tellings of into, which stays as it is, and keeps the pointer with each version. All
// histories are kept, and all are merged or none. An event that is rejected already, on either side, and one merged into
// itself are errors.
func (db *DB) Merge(ctx context.Context, from []Ref, into string, by string, now time.Time) ([]event.Event, error) {
	return db.revise(ctx, "merge", desk{from, by, now}, func(b *batch, e event.Event) (event.Event, error) {
		target, _, err := currentEvent(ctx, b.tx, into)
		switch {
		case err != nil:
			return e, fmt.Errorf("event %q: %w", into, err)
		case e.ID == into:
			return e, fmt.Errorf("%w: event %q cannot be merged into itself", event.ErrInvalid, into)
		case e.Status == event.StatusRejected:
			return e, fmt.Errorf("%w: event %q is rejected already: undo that first", event.ErrInvalid, e.ID)
		case target.Status == event.StatusRejected:
			return e, fmt.Errorf("%w: event %q is rejected: merge into one that stands", event.ErrInvalid, into)
		}
		next := max(now.Unix(), e.KnownFrom.Unix()+1) // as the ledger gives it
		if _, err := b.tx.ExecContext(ctx, insertMerge, e.ID, next, into); err != nil {
			return e, err
		}
		e.Status = event.StatusRejected
		return e, nil
	})
}

// Undo stores the version before the current one of each event as a new version, of all or of none. Undone twice, an event
// is as it was before. One with a single version is an error.
func (db *DB) Undo(ctx context.Context, refs []Ref, by string, now time.Time) ([]event.Event, error) {
	return db.restore(ctx, "undo", desk{refs, by, now}, func(versions []event.Event) (event.Event, error) {
		if len(versions) < 2 {
			return event.Event{}, fmt.Errorf("%w: it has one version only: nothing to undo, but it can be rejected", event.ErrInvalid)
		}
		return versions[len(versions)-2], nil
	})
}

// Restore stores the version known from an instant as a new version.
func (db *DB) Restore(ctx context.Context, ref Ref, version time.Time, by string, now time.Time) (event.Event, error) {
	list, err := db.restore(ctx, "restore", desk{[]Ref{ref}, by, now}, func(versions []event.Event) (event.Event, error) {
		i := slices.IndexFunc(versions, func(e event.Event) bool { return e.KnownFrom.Equal(version) })
		if i < 0 {
			return event.Event{}, fmt.Errorf("version of %s: %w", version.UTC().Format(time.RFC3339), ErrNotFound)
		}
		return versions[i], nil
	})
	if err != nil {
		return event.Event{}, err
	}
	return list[0], nil
}

func (db *DB) restore(ctx context.Context, what string, d desk, pick func([]event.Event) (event.Event, error)) ([]event.Event, error) {
	return db.revise(ctx, what, d, func(b *batch, e event.Event) (event.Event, error) {
		versions, err := collect(ctx, b.tx, func(rows *sql.Rows) (event.Event, error) { return scanEvent(rows) }, selectEventVersions, e.ID)
		if err != nil {
			return e, err
		}
		wanted, err := pick(append(versions, e))
		if err != nil {
			return e, fmt.Errorf("event %q: %w", e.ID, err)
		}
		return wanted, nil
	})
}

const selectEventVersions = eventColumns + fromEventRevisions + `
 WHERE e.id = ?1
 ORDER BY e.known_from`

// desk is who changes which versions, and when.
type desk struct {
	refs []Ref
	by   string
	now  time.Time
}

// reserved authors belong to the program's own ways of storing.
var reserved = []string{Embedded, "collect", "import"}

// CheckAuthor says why a name cannot be an author, or nil.
func CheckAuthor(name string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return fmt.Errorf("store: %w: a change needs the name of its author", event.ErrInvalid)
	case slices.Contains(reserved, strings.ToLower(name)):
		return fmt.Errorf("store: %w: %q is the program's own name: want a person's", event.ErrInvalid, name)
	case len(name) > maxName || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7F }):
		return fmt.Errorf("store: %w: the author's name is longer than %d bytes or holds control characters", event.ErrInvalid, maxName)
	}
	return nil
}

const maxName = 100

// revise stores what change makes of the current version of each event, in one transaction, and returns what then stands.
func (db *DB) revise(ctx context.Context, what string, d desk, change func(*batch, event.Event) (event.Event, error)) ([]event.Event, error) {
	if err := CheckAuthor(d.by); err != nil {
		return nil, err
	}
	var out []event.Event
	_, err := db.put(ctx, what, runlog.Origin{Author: d.by}, d.now, func(b *batch) error {
		var next []event.Event
		for _, ref := range d.refs {
			now, author, err := currentEvent(ctx, b.tx, ref.ID)
			if err != nil {
				return fmt.Errorf("event %q: %w", ref.ID, err)
			}
			e, err := change(b, now)
			if err != nil {
				return err
			}
			if !ref.KnownFrom.IsZero() && !ref.KnownFrom.Equal(now.KnownFrom) {
				return conflict(ctx, b.tx, ref, Conflict{Mine: e, Theirs: now, Author: author})
			}
			next = append(next, e)
		}
		if err := b.events(ctx, next); err != nil {
			return err
		}
		for _, ref := range d.refs {
			e, _, err := currentEvent(ctx, b.tx, ref.ID)
			if err != nil {
				return err
			}
			out = append(out, e)
		}
		return nil
	})
	return out, db.lasting(what, err)
}

const selectCurrentEvent = eventColumns + `
       ifnull((SELECT group_concat(a.actor, ';' ORDER BY a.position)
                 FROM event_actors AS a
                WHERE a.event = e.id), ''), o.author
  FROM events AS e
  JOIN origins AS o ON o.key = e.stored_by
 WHERE e.id = ?1`

func currentEvent(ctx context.Context, q querier, id string) (e event.Event, author string, err error) {
	list, err := collect(ctx, q, func(rows *sql.Rows) (event.Event, error) { return scanEvent(rows, &author) }, selectCurrentEvent, id)
	if err != nil {
		return e, "", err
	}
	if len(list) == 0 {
		return e, "", ErrNotFound
	}
	return list[0], author, nil
}

// conflict completes c by the version that the change was made on.
func conflict(ctx context.Context, q querier, ref Ref, c Conflict) error {
	versions, err := collect(ctx, q, func(rows *sql.Rows) (event.Event, error) { return scanEvent(rows) }, selectEventVersions, ref.ID)
	if err != nil {
		return err
	}
	for _, v := range versions {
		if v.KnownFrom.Equal(ref.KnownFrom) {
			c.Base = v
		}
	}
	return &c
}
