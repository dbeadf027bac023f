package store

import (
	"context"
	"slices"

	"detente/internal/event"
)

const newestFirst = `
 ORDER BY e.occurred_at DESC, e.id DESC`

const (
	selectNewest      = eventColumns + fromEvents + whereEvents + newestFirst
	selectNewestFound = eventColumns + fromEvents + whereEvents + whereFound + newestFirst
)

const countFound = `
SELECT count(*)
  FROM (SELECT rowid
          FROM events_text
         WHERE events_text MATCH ?1
         LIMIT ?2)`

// broad is how many events may hold the words for the index to be of use: beyond it the newest that hold them are met
// sooner by going through the events from the newest on.
const broad = 2000

// Newest returns up to limit (at least 1) of the events that f means, the newest first, and whether there are more: what a list shows
// at once, for however many events the words stand in.
func (db *DB) Newest(ctx context.Context, f event.Filter, limit int) (list []event.Event, more bool, err error) {
	if !f.AsOf.IsZero() {
		all, err := db.Events(ctx, f)
		slices.Reverse(all)
		return all[:min(limit, len(all))], len(all) > limit, err
	}
	if err := f.Validate(); err != nil {
		return nil, false, wrap("newest events", err)
	}
	query, args, err := db.newestQuery(ctx, f)
	if err != nil {
		return nil, false, wrap("newest events", err)
	}
	rows, err := db.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, false, wrap("newest events", err)
	}
	defer rows.Close()
	for len(list) <= limit && rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, false, wrap("newest events", err)
		}
		if f.Match(e) {
			list = append(list, e)
		}
	}
	return list[:min(limit, len(list))], len(list) > limit, wrap("newest events", rows.Err())
}

func (db *DB) newestQuery(ctx context.Context, f event.Filter) (query string, args []any, err error) {
	args = eventArgs(f)
	words := found(f.Text)
	if words == "" {
		return selectNewest, args, nil
	}
	var n int
	if err := db.read.QueryRowContext(ctx, countFound, words, broad+1).Scan(&n); err != nil {
		return "", nil, err
	}
	if n > broad {
		return selectNewest, args, nil
	}
	return selectNewestFound, append(args, words), nil
}

// eventArgs are the parameters of whereEvents.
func eventArgs(f event.Filter) []any {
	first, end := seconds(Range{From: f.From, To: f.To})
	return []any{first, end, f.MinImportance, listOf(f.WantedStatuses()), listOf(f.Categories), listOf(f.IDs)}
}
