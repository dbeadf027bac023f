package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
)

const selectFixingProvenance = `
SELECT f.effective_date, f.set_date, f.unscaled, f.scale, f.nominal, f.known_from, o.author, ifnull(o.fetch, 0)
  FROM fixings AS f
  JOIN origins AS o ON o.key = f.stored_by
 WHERE f.series = ?1 AND f.effective_date = ?2`

// FixingProvenance returns the fixing of a series that is in force from a day, and who stored it from which fetch. One
// that is not stored is ErrNotFound.
func (db *DB) FixingProvenance(ctx context.Context, id fx.SeriesID, effective civil.Date) (f fx.Fixing, by Origin, err error) {
	key, _, err := seriesKey(ctx, db.read, id)
	if err != nil {
		return f, by, wrap("provenance", err)
	}
	var day, set string
	var scale uint8
	var known int64
	err = db.read.QueryRowContext(ctx, selectFixingProvenance, key, effective.String()).
		Scan(&day, &set, &f.Value.Unscaled, &scale, &f.Nominal, &known, &by.Author, &by.FetchID)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("%s in force from %s: %w", id, effective, ErrNotFound)
	}
	if err != nil {
		return fx.Fixing{}, by, wrap("provenance", err)
	}
	f.Series, f.Effective, f.Set, f.Value.Scale, f.KnownFrom = id, storedDay(day), storedDay(set), scale, utc(known)
	return f, by, nil
}

const selectCandleProvenance = `
SELECT c.start, c.open, c.high, c.low, c.close, c.scale, c.volume, c.volume_scale, o.author, ifnull(o.fetch, 0)
  FROM candles AS c
  JOIN origins AS o ON o.key = c.stored_by
 WHERE c.series = ?1 AND c.start = ?2`

// CandleProvenance is FixingProvenance for the candle that starts at an instant.
func (db *DB) CandleProvenance(ctx context.Context, id fx.SeriesID, start time.Time) (c fx.Candle, by Origin, err error) {
	key, _, err := seriesKey(ctx, db.read, id)
	if err != nil {
		return c, by, wrap("provenance", err)
	}
	row := make([]int64, 8)
	err = db.read.QueryRowContext(ctx, selectCandleProvenance, key, start.Unix()).
		Scan(&row[0], &row[1], &row[2], &row[3], &row[4], &row[5], &row[6], &row[7], &by.Author, &by.FetchID)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("%s: %w", candleLabel(fx.Candle{Series: id, Start: start}), ErrNotFound)
	}
	if err != nil {
		return c, by, wrap("provenance", err)
	}
	return candleOf(id, row), by, nil
}

const selectFetchesOfRun = `
SELECT id
  FROM fetches
 WHERE run = ?1
 ORDER BY id`

// FetchesOfRun returns every recorded request of a run with its bytes, in the order they were made.
func (db *DB) FetchesOfRun(ctx context.Context, run int64) ([]runlog.Fetch, error) {
	ids, err := collect(ctx, db.read, scanID, selectFetchesOfRun, run)
	if err != nil {
		return nil, wrap("fetches of a run", err)
	}
	list := make([]runlog.Fetch, len(ids))
	for i, id := range ids {
		if list[i], err = db.fetch(ctx, id); err != nil {
			return nil, wrap(fmt.Sprintf("fetch %d", id), err)
		}
	}
	return list, nil
}

func scanID(rows *sql.Rows) (id int64, err error) {
	return id, rows.Scan(&id)
}
