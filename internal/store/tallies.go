package store

import (
	"context"
	"database/sql"

	"detente/internal/runlog"
)

const selectTallies = `
SELECT source, status, count(*), sum(new), sum(same), sum(revised), sum(rejected), max(started)
  FROM runs
 GROUP BY source, status
 ORDER BY source, status`

// Tallies sums up all runs ever recorded, by source and status.
func (db *DB) Tallies(ctx context.Context) ([]runlog.Tally, error) {
	list, err := collect(ctx, db.read, scanTally, selectTallies)
	return list, wrap("tallies", err)
}

func scanTally(rows *sql.Rows) (t runlog.Tally, err error) {
	var last int64
	err = rows.Scan(&t.Source, &t.Status, &t.Runs, &t.Counts.New, &t.Counts.Same, &t.Counts.Revised, &t.Counts.Rejected, &last)
	t.Last = utc(last)
	return t, err
}
