package store

import (
	"context"

	"detente/internal/event"
)

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
