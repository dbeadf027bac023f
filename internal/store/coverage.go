package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
)

// Coverage and Gap are the words that pages share.
type (
	Coverage = fx.Coverage
	Gap      = fx.Gap
)

// MaxGapDays is the longest a fixing series rests without a hole: the longest holidays reach 13 days.
const MaxGapDays = 14

// coverageCache keeps what depends on the figures alone: reading every day of every fixing takes a while.
type coverageCache struct {
	sync.Mutex
	version int64
	list    []Coverage
}

// Coverage returns what is stored of each series, in the order of Series. A gap of a series of fixings is more than
// MaxGapDays between two set dates, or a day without a rate on which there must be one: a working day of TARGET for the European
// Central Bank; for the Bank of Russia a day of its other rate, or one of fx.SureWorkingDay. One of minutes is a day that has a
// daily candle, one of days a day that has minutes.
func (db *DB) Coverage(ctx context.Context) ([]Coverage, error) {
	tx, err := db.read.BeginTx(ctx, nil)
	if err != nil {
		return nil, wrap("coverage", err)
	}
	defer func() { _ = tx.Rollback() }() // it has only read
	list, err := db.figures(ctx, tx)
	if err != nil {
		return nil, wrap("coverage", err)
	}
	for i := range list {
		if list[i].LastOK, err = lastOK(ctx, tx, list[i].Series.ID.Source()); err != nil {
			return nil, wrap("coverage", err)
		}
	}
	return list, nil
}

// Of the newest record and not the latest start: the clock may have been ahead.
const selectLastOK = `
SELECT started
  FROM (SELECT started, max(id)
          FROM runs
         WHERE source = ?1 AND status = 'ok')`

func lastOK(ctx context.Context, tx *sql.Tx, source string) (time.Time, error) {
	var started sql.NullInt64
	err := tx.QueryRowContext(ctx, selectLastOK, source).Scan(&started)
	return timeOf(started), err
}

// figures returns a copy of the cached list, made anew where the data changed since.
func (db *DB) figures(ctx context.Context, tx *sql.Tx) ([]Coverage, error) {
	var version int64
	if err := tx.QueryRowContext(ctx, selectVersion).Scan(&version); err != nil {
		return nil, err
	}
	db.coverage.Lock()
	defer db.coverage.Unlock()
	if db.coverage.list == nil || db.coverage.version != version {
		list, err := cover(ctx, tx)
		if err != nil {
			return nil, err
		}
		db.coverage.list, db.coverage.version = list, version
	}
	copied := slices.Clone(db.coverage.list)
	for i := range copied {
		copied[i].Gaps = slices.Clone(copied[i].Gaps)
	}
	return copied, nil
}

func cover(ctx context.Context, tx *sql.Tx) ([]Coverage, error) {
	all, err := collect(ctx, tx, scanSeries, selectSeries)
	if err != nil {
		return nil, err
	}
	list, days := make([]Coverage, len(all)), map[fx.SeriesID][]civil.Date{}
	for i, s := range all {
		list[i].Series = s
		key, _, err := seriesKey(ctx, tx, s.ID)
		if err != nil {
			return nil, err
		}
		switch s.Kind {
		case fx.KindCandle:
			err = coverCandles(ctx, tx, key, &list[i])
		case fx.KindPress:
			err = coverQuotes(ctx, tx, key, &list[i])
		default:
			days[s.ID], err = coverFixings(ctx, tx, key, &list[i])
		}
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
	}
	for i := range list {
		if list[i].Series.Kind.Official() {
			list[i].Gaps = gaps(days[list[i].Series.ID], expectedOf(list[i].Series.ID, days))
		}
	}
	return list, nil
}

const selectFixingDays = `
SELECT set_date
  FROM fixings
 WHERE series = ?1
 ORDER BY set_date`

const selectFixingEnds = `
SELECT min(effective_date), max(effective_date)
  FROM fixings
 WHERE series = ?1`

const selectNewestFixing = `
SELECT unscaled, scale, nominal
  FROM fixings
 WHERE series = ?1
 ORDER BY set_date DESC, effective_date DESC
 LIMIT 1`

// coverFixings returns the set dates too, ascending.
func coverFixings(ctx context.Context, tx *sql.Tx, key int64, c *Coverage) ([]civil.Date, error) {
	days, err := collect(ctx, tx, scanDay, selectFixingDays, key)
	if err != nil || len(days) == 0 {
		return nil, err
	}
	c.Count, c.First, c.Last = len(days), days[0], days[len(days)-1]
	var first, last string
	if err := tx.QueryRowContext(ctx, selectFixingEnds, key).Scan(&first, &last); err != nil {
		return nil, err
	}
	if err := errors.Join(c.FirstEffective.UnmarshalText([]byte(first)), c.LastEffective.UnmarshalText([]byte(last))); err != nil {
		return nil, err
	}
	return days, tx.QueryRowContext(ctx, selectNewestFixing, key).Scan(&c.Newest.Unscaled, &c.Newest.Scale, &c.Nominal)
}

func scanDay(rows *sql.Rows) (civil.Date, error) {
	text, err := scanText(rows)
	if err != nil {
		return civil.Date{}, err
	}
	return storedDay(text), nil
}

const selectCandleEnds = `
SELECT count, (SELECT min(start) FROM candles WHERE series = ?1), (SELECT max(start) FROM candles WHERE series = ?1)
  FROM candle_spans
 WHERE series = ?1 AND count > 0`

const selectNewestCandle = `
SELECT close, scale
  FROM candles
 WHERE series = ?1
 ORDER BY start DESC
 LIMIT 1`

func coverCandles(ctx context.Context, tx *sql.Tx, key int64, c *Coverage) error {
	zone, err := time.LoadLocation(c.Series.Zone)
	if err != nil {
		return err
	}
	if err := coverInstants(ctx, tx, key, c, instants{selectCandleEnds, selectNewestCandle, zone}); err != nil {
		return err
	}
	c.Gaps, err = candleGaps(ctx, tx, key, *c)
	return err
}

const selectQuoteEnds = `
SELECT count(*), min(at), max(at)
  FROM quotes
 WHERE series = ?1
HAVING count(*) > 0`

const selectNewestQuote = `
SELECT unscaled, scale
  FROM quotes
 WHERE series = ?1
 ORDER BY at DESC, day_only DESC, basis DESC, source_name DESC, source_url DESC
 LIMIT 1`

func coverQuotes(ctx context.Context, tx *sql.Tx, key int64, c *Coverage) error {
	return coverInstants(ctx, tx, key, c, instants{selectQuoteEnds, selectNewestQuote, time.UTC})
}

// instants are the queries of a table whose rows stand at an instant, and the zone in which that is a day.
type instants struct {
	ends, newest string
	zone         *time.Location
}

func coverInstants(ctx context.Context, tx *sql.Tx, key int64, c *Coverage, q instants) error {
	var first, last int64
	if err := tx.QueryRowContext(ctx, q.ends, key).Scan(&c.Count, &first, &last); err != nil {
		return err
	}
	c.FirstAt, c.LastAt, c.Nominal = utc(first), utc(last), 1
	c.First, c.Last = civil.Of(c.FirstAt.In(q.zone)), civil.Of(c.LastAt.In(q.zone))
	return tx.QueryRowContext(ctx, q.newest, key).Scan(&c.Newest.Unscaled, &c.Newest.Scale)
}
