package store

import (
	"context"
	"database/sql"

	"detente/internal/event"
)

// maxChanged is how many changed events are told apart; reading all is not much dearer then.
const maxChanged = 2000

const selectChangedIDs = `
SELECT DISTINCT event
  FROM event_changes
 WHERE version > ?1
 ORDER BY event
 LIMIT ?2`

const selectChangedEvents = eventColumns + fromEvents + `
 WHERE e.id IN (SELECT event
                  FROM event_changes
                 WHERE version > ?1)` + orderEvents

// EventsChanged returns what became of the events after a version of the data: the ids of those that were added, changed
// or deleted, ascending, and those of them that Events returns without a filter today. What is written meanwhile may be in
// either; it is told again after the version it came with. It is not ok where too many changed to be told apart: then all
// are to be read.
func (db *DB) EventsChanged(ctx context.Context, after int64) (ids []string, now event.Timeline, ok bool, err error) {
	scan := func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) }
	ids, err = collect(ctx, db.read, scan, selectChangedIDs, after, maxChanged+1)
	if err != nil || len(ids) > maxChanged {
		return nil, nil, false, wrap("changed events", err)
	}
	if err := db.eachEvent(ctx, selectChangedEvents, []any{after}, func(e event.Event) bool { now = append(now, e); return false }); err != nil {
		return nil, nil, false, wrap("changed events", err)
	}
	return ids, now.Where(event.Filter{}), true, nil
}
