package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"detente/internal/event"
)

const eventColumns = `
SELECT e.id, e.occurred_at, e.precision, e.ended_at, e.title, e.summary, e.category, e.goldstein, e.cameo, e.importance,
       e.location, e.status, e.origin, e.source_name, e.source_url, e.source_tier, e.verified, e.time_basis,
       e.coded_by, e.coded_at, e.announced_at, e.known_from, `

const fromEvents = `
       ifnull((SELECT group_concat(actor, ';')
                 FROM (SELECT a.actor
                         FROM event_actors AS a
                        WHERE a.event = e.id
                        ORDER BY a.position)), '') AS actors
  FROM events AS e`

const fromEventRevisions = `
       e.actors
  FROM events_revisions AS e`

// whereEvents leaves direction, actors and text to event.Filter.Match; a NULL list is every value. Text is narrowed by the
// index of words first, where the events of today are meant. Statuses are the bits of statusBits, since each row is asked and
// a list is slow to look into.
const whereEvents = `
 WHERE e.occurred_at >= ?1 AND e.occurred_at < ?2 AND e.importance >= ?3
   AND (?4 & CASE e.status WHEN 'confirmed' THEN 1 WHEN 'scheduled' THEN 2 WHEN 'draft' THEN 4 ELSE 8 END)
   AND (?5 IS NULL OR e.category IN (SELECT value FROM json_each(?5)))
   AND (?6 IS NULL OR e.id IN (SELECT value FROM json_each(?6)))`

const orderEvents = `
 ORDER BY occurred_at, id`

const selectEvents = eventColumns + fromEvents + whereEvents + orderEvents

const selectEventsFound = eventColumns + fromEvents + whereEvents + whereFound + orderEvents

const selectEventsAsOf = eventColumns + fromEvents + whereEvents + ` AND e.known_from <= ?7
 UNION ALL` + eventColumns + fromEventRevisions + whereEvents + ` AND e.known_from <= ?7 AND e.known_to > ?7` + orderEvents

// Events returns the events that f means, as they were known at f.AsOf, in the order of a Timeline. A filter with a
// value outside its vocabulary is an error.
func (db *DB) Events(ctx context.Context, f event.Filter) (event.Timeline, error) {
	if err := f.Validate(); err != nil {
		return nil, wrap("events", err)
	}
	query, args := selectEvents, eventArgs(f)
	switch words := found(f.Text); {
	case !f.AsOf.IsZero():
		query, args = selectEventsAsOf, append(args, f.AsOf.Unix())
	case words != "":
		query, args = selectEventsFound, append(args, words)
	}
	var list event.Timeline
	if err := db.eachEvent(ctx, query, args, func(e event.Event) bool { list = append(list, e); return false }); err != nil {
		return nil, wrap("events", err)
	}
	return list.Where(f), nil
}

// eventArgs are the parameters of whereEvents.
func eventArgs(f event.Filter) []any {
	first, end := seconds(Range{From: f.From, To: f.To})
	return []any{first, end, f.MinImportance, statusBits(f.WantedStatuses()), listOf(f.Categories), listOf(f.IDs)}
}

// statusBits are the statuses as whereEvents counts them.
func statusBits(list []event.Status) (bits int) {
	for _, status := range list {
		switch status {
		case event.StatusConfirmed:
			bits |= 1
		case event.StatusScheduled:
			bits |= 2
		case event.StatusDraft:
			bits |= 4
		case event.StatusRejected:
			bits |= 8
		}
	}
	return bits
}

// listOf is a list as a parameter of json_each, NULL where it is empty.
func listOf[T ~string](list []T) any {
	if len(list) == 0 {
		return nil
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(text)
}

// scanEvent reads the columns of eventColumns and actors, then those of more.
func scanEvent(rows *sql.Rows, more ...any) (e event.Event, err error) {
	var occurred, known int64
	var ended, coded, announced sql.NullInt64
	var actors string
	into := []any{&e.ID, &occurred, &e.Precision, &ended, &e.Title, &e.Summary, &e.Category, &e.Goldstein, &e.Cameo, &e.Importance,
		&e.Location, &e.Status, &e.Origin, &e.SourceName, &e.SourceURL, &e.SourceTier, &e.Verified, &e.TimeBasis,
		&e.CodedBy, &coded, &announced, &known, &actors}
	if err = rows.Scan(append(into, more...)...); err != nil {
		return e, err
	}
	e.OccurredAt, e.EndedAt, e.KnownFrom = utc(occurred), timeOf(ended), utc(known)
	e.CodedAt, e.AnnouncedAt = timeOf(coded), timeOf(announced)
	if actors != "" {
		e.Actors = strings.Split(actors, ";")
	}
	return e, nil
}

const selectEvent = eventColumns + fromEvents + `
 WHERE e.id = ?1`

const selectEventAsOf = selectEvent + ` AND e.known_from <= ?2
 UNION ALL` + eventColumns + fromEventRevisions + `
 WHERE e.id = ?1 AND e.known_from <= ?2 AND e.known_to > ?2`

// Event returns one event of any status as it was known at asOf; zero is now. An id that is not stored, or was not yet
// known, is ErrNotFound.
func (db *DB) Event(ctx context.Context, id string, asOf time.Time) (event.Event, error) {
	query, args := selectEvent, []any{id}
	if !asOf.IsZero() {
		query, args = selectEventAsOf, append(args, asOf.Unix())
	}
	list, err := collect(ctx, db.read, func(rows *sql.Rows) (event.Event, error) { return scanEvent(rows) }, query, args...)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return event.Event{}, wrap(fmt.Sprintf("event %q", id), err)
	}
	return list[0], nil
}

// Revision is one version of an event.
type Revision = event.Revision

const selectEventHistory = eventColumns + `
       e.actors, e.known_to, o.author, ifnull(o.fetch, 0)
  FROM events_revisions AS e
  JOIN origins AS o ON o.key = e.stored_by
 WHERE e.id = ?1
 UNION ALL` + eventColumns + `
       ifnull((SELECT group_concat(a.actor, ';' ORDER BY a.position)
                 FROM event_actors AS a
                WHERE a.event = e.id), ''), NULL, o.author, ifnull(o.fetch, 0)
  FROM events AS e
  JOIN origins AS o ON o.key = e.stored_by
 WHERE e.id = ?1
 ORDER BY known_from`

// EventHistory returns every version of an event, the oldest first and the current one last; an id that is not stored
// is ErrNotFound.
func (db *DB) EventHistory(ctx context.Context, id string) ([]Revision, error) {
	list, err := collect(ctx, db.read, func(rows *sql.Rows) (r Revision, err error) {
		var to sql.NullInt64
		r.Event, err = scanEvent(rows, &to, &r.Author, &r.FetchID)
		r.KnownFrom, r.KnownTo = r.Event.KnownFrom, timeOf(to)
		return r, err
	}, selectEventHistory, id)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	return list, wrap(fmt.Sprintf("history of event %q", id), err)
}

const afterEvent = `
   AND (e.occurred_at, e.id) > (?7, ?8)`

const oldestFirst = `
 ORDER BY e.occurred_at, e.id`

const (
	selectOldest = eventColumns + fromEvents + whereEvents + oldestFirst
	selectAfter  = eventColumns + fromEvents + whereEvents + afterEvent + oldestFirst
)

// Oldest returns up to limit of the events that f means and that come after one in the order of a Timeline, or from the first
// on where after is zero; only its instant and id count. It reads no more rows than it returns and those that words, actors
// and directions leave out.
func (db *DB) Oldest(ctx context.Context, f event.Filter, after event.Event, limit int) ([]event.Event, error) {
	if !f.AsOf.IsZero() || f.Text != "" {
		all, err := db.Events(ctx, f)
		for len(all) > 0 && after.ID != "" && !all[0].Follows(after) {
			all = all[1:]
		}
		return all[:min(limit, len(all))], err
	}
	if err := f.Validate(); err != nil {
		return nil, wrap("oldest events", err)
	}
	query, args := selectOldest, eventArgs(f)
	if after.ID != "" {
		query, args = selectAfter, append(args, after.OccurredAt.Unix(), after.ID)
	}
	list := make([]event.Event, 0, min(limit, 1024))
	err := db.eachEvent(ctx, query, args, func(e event.Event) bool {
		if f.Match(e) {
			list = append(list, e)
		}
		return len(list) >= limit
	})
	return list, wrap("oldest events", err)
}
