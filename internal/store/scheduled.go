package store

import (
	"context"
	"time"
)

const selectOnceScheduled = `
SELECT DISTINCT id
  FROM events_revisions
 WHERE status = 'scheduled' AND (?1 IS NULL OR known_from <= ?1)
 ORDER BY id`

// OnceScheduled lists, in alphabetical order, the events of which a version that has been superseded was scheduled. As of an
// instant those count that were known by then; zero is now.
func (db *DB) OnceScheduled(ctx context.Context, asOf time.Time) ([]string, error) {
	list, err := collect(ctx, db.read, scanText, selectOnceScheduled, orNull(asOf))
	return list, wrap("events that were scheduled", err)
}
