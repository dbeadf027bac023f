package store

import (
	"context"
	"database/sql"
	"fmt"

	"detente/internal/event"
)

// Step is one version of an event and what it changed.
type Step = event.Step

const selectMerges = `
SELECT known_from, merged_into
  FROM event_merges
 WHERE event = ?1
 ORDER BY known_from`

// EventStory returns every version of an event with what it changed, who stored it and when, the oldest first and the
// current one last; an id that is not stored is ErrNotFound.
func (db *DB) EventStory(ctx context.Context, id string) ([]Step, error) {
	versions, err := db.EventHistory(ctx, id)
	if err != nil {
		return nil, err
	}
	into := map[int64]string{}
	_, err = collect(ctx, db.read, func(rows *sql.Rows) (_ struct{}, err error) {
		var from int64
		var id string
		err = rows.Scan(&from, &id)
		into[from] = id
		return struct{}{}, err
	}, selectMerges, id)
	if err != nil {
		return nil, wrap(fmt.Sprintf("story of event %q", id), err)
	}
	steps := make([]Step, len(versions))
	for i, v := range versions {
		steps[i] = Step{Revision: v, MergedInto: into[v.KnownFrom.Unix()]}
		if i > 0 {
			steps[i].Changes = event.Diff(versions[i-1].Event, v.Event)
		}
	}
	return steps, nil
}

const selectMergedFrom = `
SELECT m.event
  FROM event_merges AS m
  JOIN events AS e ON e.id = m.event AND e.known_from = m.known_from
 WHERE m.merged_into = ?1
 ORDER BY m.event`

// MergedFrom lists the events that stand merged into one, by id.
func (db *DB) MergedFrom(ctx context.Context, id string) ([]string, error) {
	list, err := collect(ctx, db.read, scanText, selectMergedFrom, id)
	return list, wrap(fmt.Sprintf("events merged into %q", id), err)
}
