package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"detente/internal/event"
	"detente/internal/runlog"
)

const selectEventKnown = `
SELECT 1
  FROM events
 WHERE id = ?1`

// AddDrafts stores the events whose id is new and leaves every stored one as it is, whatever has become of it: a feed
// that shows an old story again must not undo what a person decided. Those count as Same. An event of another status
// than draft is an error, and then nothing is stored.
func (db *DB) AddDrafts(ctx context.Context, list []event.Event, by Origin, now time.Time) (runlog.Counts, error) {
	for i, e := range list {
		if e.Status != event.StatusDraft {
			return runlog.Counts{}, fmt.Errorf("store: add drafts: row %d of %d: %w: event %q has status %s: a source gives drafts only",
				i+1, len(list), event.ErrInvalid, e.ID, e.Status)
		}
	}
	return db.put(ctx, "drafts", by, now, func(b *batch) error {
		fresh, err := b.unknown(ctx, list)
		if err != nil {
			return err
		}
		b.counts.Same += len(list) - len(fresh)
		return b.events(ctx, fresh)
	})
}

// unknown returns the events whose id is not stored.
func (b *batch) unknown(ctx context.Context, list []event.Event) (fresh []event.Event, err error) {
	for _, e := range list {
		var one int
		switch err := b.tx.QueryRowContext(ctx, selectEventKnown, e.ID).Scan(&one); {
		case errors.Is(err, sql.ErrNoRows):
			fresh = append(fresh, e)
		case err != nil:
			return nil, err
		}
	}
	return fresh, nil
}

// HaveEvents tells whether every one of the ids is stored, in whatever status; it is true of no ids.
func (db *DB) HaveEvents(ctx context.Context, ids []string) (bool, error) {
	for _, id := range ids {
		var one int
		err := db.read.QueryRowContext(ctx, selectEventKnown, id).Scan(&one)
		if errors.Is(err, sql.ErrNoRows) {
			return false, nil
		}
		if err != nil {
			return false, wrap("have events", err)
		}
	}
	return true, nil
}
