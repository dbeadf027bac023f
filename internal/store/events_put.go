package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"detente/internal/event"
	"detente/internal/runlog"
)

// PutEvents is PutFixings for events: the key is the id. An event whose every field but CodedAt says the same is Same.
// Instants are kept in whole seconds. An actor whose code is not in the table is added to it by that code.
func (db *DB) PutEvents(ctx context.Context, list []event.Event, by Origin, now time.Time) (runlog.Counts, error) {
	return db.put(ctx, "events", by, now, func(b *batch) error { return b.events(ctx, list) })
}

var eventsLedger = ledger{
	insert: `
INSERT INTO events (id, occurred_at, precision, ended_at, title, summary, category, goldstein, cameo, importance,
                    location, status, origin, source_name, source_url, source_tier, verified, time_basis,
                    coded_by, coded_at, announced_at, known_from, stored_by)
VALUES `,
	tuple: `(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
	current: `
SELECT e.known_from, o.author, e.occurred_at, e.precision, e.ended_at, e.title, e.summary, e.category, e.goldstein,
       e.cameo, e.importance, e.location, e.status, e.origin, e.source_name, e.source_url, e.source_tier, e.verified,
       e.time_basis, e.coded_by, e.coded_at, e.announced_at,
       (SELECT group_concat(a.actor, ';' ORDER BY a.position)
          FROM event_actors AS a
         WHERE a.event = e.id) AS actors
  FROM events AS e
  JOIN origins AS o ON o.key = e.stored_by
 WHERE e.id = ?`,
	archive: `
INSERT INTO events_revisions (id, occurred_at, precision, ended_at, title, summary, category, goldstein, cameo, importance,
                              location, status, origin, source_name, source_url, source_tier, verified, time_basis,
                              coded_by, coded_at, announced_at, actors, known_from, known_to, stored_by)
SELECT id, occurred_at, precision, ended_at, title, summary, category, goldstein, cameo, importance,
       location, status, origin, source_name, source_url, source_tier, verified, time_basis,
       coded_by, coded_at, announced_at,
       ifnull((SELECT group_concat(a.actor, ';' ORDER BY a.position)
                 FROM event_actors AS a
                WHERE a.event = id), ''), known_from, ?2, stored_by
  FROM events
 WHERE id = ?1`,
	update: `
UPDATE events
   SET occurred_at = ?, precision = ?, ended_at = ?, title = ?, summary = ?, category = ?, goldstein = ?, cameo = ?,
       importance = ?, location = ?, status = ?, origin = ?, source_name = ?, source_url = ?, source_tier = ?, verified = ?,
       time_basis = ?, coded_by = ?, coded_at = ?, announced_at = ?, known_from = ?, stored_by = ?
 WHERE id = ?`,
}

type eventRow struct {
	event.Event
	since int64
}

func (r eventRow) key() []any { return []any{r.ID} }
func (r eventRow) value() []any {
	return []any{r.OccurredAt.Unix(), string(r.Precision), orNull(r.EndedAt), r.Title, r.Summary, string(r.Category), r.Goldstein,
		r.Cameo, int64(r.Importance), r.Location, string(r.Status), r.Origin, r.SourceName, r.SourceURL, r.SourceTier, number(r.Verified),
		r.TimeBasis, r.CodedBy, orNull(r.CodedAt), orNull(r.AnnouncedAt)}
}
func (r eventRow) known() int64  { return r.since }
func (r eventRow) label() string { return eventLabel(r.Event) }

const codedAtColumn = 18 // of value

// same passes over coded_at: reading the same file again next year changes nothing that was said.
func (r eventRow) same(stored []any) bool {
	wanted := append(r.value(), orEmpty(strings.Join(r.Actors, ";")))
	wanted[codedAtColumn], stored[codedAtColumn] = nil, nil
	return slices.Equal(wanted, stored)
}

func eventLabel(e event.Event) string { return fmt.Sprintf("event %q", e.ID) }

const deleteEventActors = `
DELETE FROM event_actors
 WHERE event = ?1`

const insertActor = `
INSERT INTO actors (code, name, kind)
VALUES (?1, ?1, '')
    ON CONFLICT (code) DO NOTHING`

const insertEventActor = `
INSERT INTO event_actors (event, position, actor)
VALUES (?1, ?2, ?3)`

// follow writes the actors and the searched words of the version just stored; the actors of the version before stand in
// its revision.
func (r eventRow) follow(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, deleteEventActors, r.ID); err != nil {
		return err
	}
	for i, code := range r.Actors {
		if _, err := tx.ExecContext(ctx, insertActor, code); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, insertEventActor, r.ID, i, code); err != nil {
			return err
		}
	}
	return index(ctx, tx, r.Event)
}

func (b *batch) events(ctx context.Context, list []event.Event) error {
	for i, e := range list {
		if err := e.Validate(); err != nil {
			return fmt.Errorf("row %d of %d, %s: %w", i+1, len(list), eventLabel(e), err)
		}
	}
	compare := func(a, b event.Event) int { return cmp.Compare(a.ID, b.ID) }
	list = ordered(list, compare)
	if err := contradictions(list, compare, sameEvent, eventLabel); err != nil {
		return err
	}
	return b.write(ctx, eventsLedger, len(list), func(i int) row {
		return eventRow{list[i], b.knownSince(announcedBy(list[i]))}
	})
}

func sameEvent(a, b event.Event) bool {
	return eventRow{Event: a}.same(append(eventRow{Event: b}.value(), orEmpty(strings.Join(b.Actors, ";"))))
}

// announcedBy returns an instant by which the row was public: when it took place, which for an event without a clock time
// is the end of its day; for one that is still to come, when it was announced. The row of a past event tells its outcome,
// which nobody knew when it was announced.
func announcedBy(e event.Event) time.Time {
	switch {
	case e.Status == event.StatusScheduled && !e.AnnouncedAt.IsZero():
		return e.AnnouncedAt
	case e.Timed():
		return e.OccurredAt
	}
	return e.Day().AddDays(1).UTC().Add(-time.Second)
}

// orNull is t in seconds as the driver gives it back, nil where t is zero.
func orNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Unix()
}

func orEmpty(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
