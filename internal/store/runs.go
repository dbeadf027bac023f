package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"detente/internal/fx"
	"detente/internal/runlog"
)

const insertRun = `
INSERT INTO runs (source, from_date, to_date, started, status)
VALUES (?1, nullif(?2, ''), nullif(?3, ''), ?4, 'running')`

// StartRun records that a run began and returns its id; only Source, From, To and Started are looked at.
func (db *DB) StartRun(ctx context.Context, r runlog.Run) (id int64, err error) {
	err = db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		added, err := tx.ExecContext(ctx, insertRun, r.Source, r.From.String(), r.To.String(), r.Started.Unix())
		if err != nil {
			return false, err
		}
		id, err = added.LastInsertId()
		return true, err
	})
	return id, wrap("start run of "+r.Source, err)
}

const updateRun = `
UPDATE runs
   SET duration_ms = ?2, status = ?3, error = ?4, new = ?5, same = ?6, revised = ?7, rejected = ?8
 WHERE id = ?1 AND status = 'running'`

const insertRejection = `
INSERT INTO run_rejections (run, position, series, line, reason)
VALUES (?1, ?2, ?3, ?4, ?5)`

// FinishRun records how the run r.ID ended, with the rows it rejected. A run is finished once; an id that was not
// started, or is finished, is ErrNotFound.
func (db *DB) FinishRun(ctx context.Context, r runlog.Run) error {
	err := db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		done, err := tx.ExecContext(ctx, updateRun, r.ID, r.Duration().Milliseconds(), r.Status, r.Error,
			r.Counts.New, r.Counts.Same, r.Counts.Revised, r.Counts.Rejected)
		if err != nil {
			return false, err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return false, orNotFound(err)
		}
		for i, bad := range r.Rejected {
			if _, err := tx.ExecContext(ctx, insertRejection, r.ID, i, bad.Series, bad.Row, bad.Reason); err != nil {
				return false, err
			}
		}
		return true, nil
	})
	return wrap(fmt.Sprintf("finish run %d", r.ID), err)
}

func orNotFound(err error) error {
	if err != nil {
		return err
	}
	return ErrNotFound
}

const selectRuns = `
SELECT id, source, ifnull(from_date, ''), ifnull(to_date, ''), started, duration_ms, status, error, new, same, revised, rejected
  FROM runs
 ORDER BY started DESC, id DESC
 LIMIT ?1`

// One "or" for both would read every run: a year of hourly feeds has 140,000.
const selectRunsOf = `
SELECT id, source, ifnull(from_date, ''), ifnull(to_date, ''), started, duration_ms, status, error, new, same, revised, rejected
  FROM runs
 WHERE source = ?2
 ORDER BY started DESC, id DESC
 LIMIT ?1`

// Runs returns the latest runs of a source, or of every source where it is empty, newest first; a limit of zero or less
// is no limit. Durations are exact to the millisecond, starts to the second.
func (db *DB) Runs(ctx context.Context, source string, limit int) ([]runlog.Run, error) {
	if limit <= 0 {
		limit = -1
	}
	statement, args := selectRuns, []any{limit}
	if source != "" {
		statement, args = selectRunsOf, append(args, source)
	}
	list, err := collect(ctx, db.read, scanRun, statement, args...)
	if err != nil {
		return nil, wrap("runs", err)
	}
	for i := range list {
		if list[i].Counts.Rejected == 0 {
			continue
		}
		if list[i].Rejected, err = collect(ctx, db.read, scanRejection, selectRejections, list[i].ID); err != nil {
			return nil, wrap(fmt.Sprintf("rejections of run %d", list[i].ID), err)
		}
	}
	return list, nil
}

func scanRun(rows *sql.Rows) (r runlog.Run, err error) {
	var from, to string
	var started int64
	var took sql.NullInt64
	err = rows.Scan(&r.ID, &r.Source, &from, &to, &started, &took, &r.Status, &r.Error,
		&r.Counts.New, &r.Counts.Same, &r.Counts.Revised, &r.Counts.Rejected)
	if err != nil {
		return r, err
	}
	r.Started = utc(started)
	if took.Valid {
		r.Finished = r.Started.Add(time.Duration(took.Int64) * time.Millisecond)
	}
	return r, errors.Join(r.From.UnmarshalText([]byte(from)), r.To.UnmarshalText([]byte(to)))
}

const selectRejections = `
SELECT series, line, reason
  FROM run_rejections
 WHERE run = ?1
 ORDER BY position`

func scanRejection(rows *sql.Rows) (r runlog.Rejection, err error) {
	var series string
	err = rows.Scan(&series, &r.Row, &r.Reason)
	r.Series = fx.SeriesID(series)
	return r, err
}

// The start is that of the run with the largest id: one that began while the clock was ahead is not the last for ever. SQLite
// takes a bare column from the row of the one max().
const selectTallies = `
SELECT source, status, count(*), sum(new), sum(same), sum(revised), sum(rejected), started, max(id)
  FROM runs
 GROUP BY source, status
 ORDER BY source, status`

// Tallies sums up all runs ever recorded, by source and status.
func (db *DB) Tallies(ctx context.Context) ([]runlog.Tally, error) {
	list, err := collect(ctx, db.read, scanTally, selectTallies)
	return list, wrap("tallies", err)
}

func scanTally(rows *sql.Rows) (t runlog.Tally, err error) {
	var last, id int64
	err = rows.Scan(&t.Source, &t.Status, &t.Runs, &t.Counts.New, &t.Counts.Same, &t.Counts.Revised, &t.Counts.Rejected, &last, &id)
	t.Last = utc(last)
	return t, err
}
