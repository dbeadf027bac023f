package store

import (
	"context"
	"fmt"

	"detente/internal/event"
)

// Duplicates returns, by id, the events that are likely the same as each of those named (event.Similar), the most alike
// first; events without one are left out. Rejected events are not offered. An id that is not stored is ErrNotFound.
func (db *DB) Duplicates(ctx context.Context, ids ...string) (map[string]event.Timeline, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	asked, err := db.Events(ctx, event.Filter{IDs: ids, Statuses: event.Statuses()})
	if err != nil {
		return nil, err
	}
	byID := map[string]event.Event{}
	for _, e := range asked {
		byID[e.ID] = e
	}
	for _, id := range ids {
		if _, ok := byID[id]; !ok {
			return nil, wrap("duplicates", fmt.Errorf("event %q: %w", id, ErrNotFound))
		}
	}
	around, err := db.Events(ctx, event.Filter{From: asked[0].Day().AddDays(-1), To: asked[len(asked)-1].Day().AddDays(1),
		Statuses: []event.Status{event.StatusConfirmed, event.StatusScheduled, event.StatusDraft}})
	if err != nil {
		return nil, err
	}
	tellings, out := event.NewTellings(around), map[string]event.Timeline{}
	for _, e := range asked {
		if list := tellings.Similar(e); len(list) > 0 {
			out[e.ID] = list
		}
	}
	return out, nil
}
