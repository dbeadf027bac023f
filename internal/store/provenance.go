package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
)

const selectFixingProvenance = `
SELECT f.effective_date, f.set_date, f.unscaled, f.scale, f.nominal, f.known_from, o.author, ifnull(o.fetch, 0)
  FROM (SELECT effective_date, set_date, unscaled, scale, nominal, known_from, stored_by
          FROM fixings
         WHERE series = ?1 AND effective_date = ?2 AND known_from <= ?3
         UNION ALL
        SELECT effective_date, set_date, unscaled, scale, nominal, known_from, stored_by
          FROM fixings_revisions
         WHERE series = ?1 AND effective_date = ?2 AND known_from <= ?3 AND known_to > ?3) AS f
  JOIN origins AS o ON o.key = f.stored_by`

// FixingProvenance returns the fixing of a series that is in force from a day, as it was known at asOf (zero is now), and
// who stored it from which fetch. One that was not stored then is ErrNotFound.
func (db *DB) FixingProvenance(ctx context.Context, id fx.SeriesID, effective civil.Date, asOf time.Time) (f fx.Fixing, by Origin, err error) {
	key, _, err := seriesKey(ctx, db.read, id)
	if err != nil {
		return f, by, wrap("provenance", err)
	}
	var day, set string
	var scale uint8
	var known int64
	err = db.read.QueryRowContext(ctx, selectFixingProvenance, key, effective.String(), knownBy(asOf)).
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

// knownBy is the second up to which versions count; the zero instant is the last one there is.
func knownBy(asOf time.Time) int64 {
	if asOf.IsZero() {
		return math.MaxInt64
	}
	return asOf.Unix()
}

const selectCandleProvenance = `
SELECT c.start, c.open, c.high, c.low, c.close, c.scale, c.volume, c.volume_scale, o.author, ifnull(o.fetch, 0)
  FROM (SELECT start, open, high, low, close, scale, volume, volume_scale, stored_by
          FROM candles
         WHERE series = ?1 AND start = ?2 AND known_from <= ?3
         UNION ALL
        SELECT start, open, high, low, close, scale, volume, volume_scale, stored_by
          FROM candles_revisions
         WHERE series = ?1 AND start = ?2 AND known_from <= ?3 AND known_to > ?3) AS c
  JOIN origins AS o ON o.key = c.stored_by`

// CandleProvenance is FixingProvenance for the candle that starts at an instant.
func (db *DB) CandleProvenance(ctx context.Context, id fx.SeriesID, start, asOf time.Time) (c fx.Candle, by Origin, err error) {
	key, _, err := seriesKey(ctx, db.read, id)
	if err != nil {
		return c, by, wrap("provenance", err)
	}
	row := make([]int64, 8)
	err = db.read.QueryRowContext(ctx, selectCandleProvenance, key, start.Unix(), knownBy(asOf)).
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
