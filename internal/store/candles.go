package store

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sort"
	"time"

	"detente/internal/fx"
	"detente/internal/runlog"
)

const selectCandles = `
SELECT start, open, high, low, close, scale, volume, volume_scale
  FROM candles
 WHERE series = ?1 AND start >= ?2 AND start < ?3
 ORDER BY start`

const selectCandlesAsOf = `
SELECT start, open, high, low, close, scale, volume, volume_scale
  FROM candles
 WHERE series = ?1 AND start >= ?2 AND start < ?3 AND known_from <= ?4
 UNION ALL
SELECT start, open, high, low, close, scale, volume, volume_scale
  FROM candles_revisions
 WHERE series = ?1 AND start >= ?2 AND start < ?3 AND known_from <= ?4 AND known_to > ?4
 ORDER BY start`

// EachCandle gives the candles of a series that start in [from, to) to yield, by ascending start; a zero end is open
// and a zero asOf is now. An error of yield ends it and is returned as it is. The four prices of a candle have one
// scale, the finest of those they were published with.
func (db *DB) EachCandle(ctx context.Context, id fx.SeriesID, from, to, asOf time.Time, yield func(fx.Candle) error) error {
	key, _, err := seriesKey(ctx, db.read, id)
	if err != nil {
		return wrap("candles", err)
	}
	query, args := selectCandles, []int64{key, startOf(from, math.MinInt64), startOf(to, math.MaxInt64)}
	if !asOf.IsZero() {
		query, args = selectCandlesAsOf, append(args, asOf.Unix())
	}
	conn, err := db.direct.take(readingURI(db.path, db.frozen))
	if err != nil {
		return wrap("candles", err)
	}
	defer db.direct.give(conn)
	var stopped error
	err = conn.each(ctx, query, args, func(row []int64) error {
		stopped = yield(candleOf(id, row))
		return stopped
	})
	if stopped != nil {
		return stopped
	}
	return wrap("candles", err)
}

func startOf(t time.Time, open int64) int64 {
	if t.IsZero() {
		return open
	}
	if t.Nanosecond() > 0 {
		return t.Unix() + 1 // starts are whole seconds: the first at or after t
	}
	return t.Unix()
}

func candleOf(id fx.SeriesID, row []int64) fx.Candle {
	price := func(i int) fx.Rate { return fx.Rate{Unscaled: row[i], Scale: uint8(row[5])} }
	return fx.Candle{
		Series: id, Start: utc(row[0]), Open: price(1), High: price(2), Low: price(3), Close: price(4),
		Volume: fx.Rate{Unscaled: row[6], Scale: uint8(row[7])},
	}
}

// Candles returns what EachCandle gives, as a list.
func (db *DB) Candles(ctx context.Context, id fx.SeriesID, from, to, asOf time.Time) ([]fx.Candle, error) {
	var list []fx.Candle
	err := db.EachCandle(ctx, id, from, to, asOf, func(c fx.Candle) error {
		list = append(list, c)
		return nil
	})
	return list, err
}

// PutCandles is PutFixings for candles: the key is series and start, a candle of the same prices and volume is Same.
func (db *DB) PutCandles(ctx context.Context, list []fx.Candle, by Origin, now time.Time) (runlog.Counts, error) {
	return db.put(ctx, "candles", by, now, func(b *batch) error { return b.candles(ctx, list) })
}

var candlesLedger = ledger{
	insert: `
INSERT INTO candles (series, start, open, high, low, close, scale, volume, volume_scale, known_from, stored_by)
VALUES `,
	tuple: `(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
	current: `
SELECT c.known_from, o.author, c.open, c.high, c.low, c.close, c.scale, c.volume, c.volume_scale
  FROM candles AS c
  JOIN origins AS o ON o.key = c.stored_by
 WHERE c.series = ? AND c.start = ?`,
	archive: `
INSERT INTO candles_revisions (series, start, open, high, low, close, scale, volume, volume_scale, known_from, known_to, stored_by)
SELECT series, start, open, high, low, close, scale, volume, volume_scale, known_from, ?3, stored_by
  FROM candles
 WHERE series = ?1 AND start = ?2`,
	update: `
UPDATE candles
   SET open = ?, high = ?, low = ?, close = ?, scale = ?, volume = ?, volume_scale = ?, known_from = ?, stored_by = ?
 WHERE series = ? AND start = ?`,
}

// candleRow is a candle whose four prices have one scale.
type candleRow struct {
	fx.Candle
	series int64
}

func (r candleRow) key() []any { return []any{r.series, r.Start.Unix()} }
func (r candleRow) value() []any {
	return []any{r.Open.Unscaled, r.High.Unscaled, r.Low.Unscaled, r.Close.Unscaled, int64(r.Open.Scale),
		r.Volume.Unscaled, int64(r.Volume.Scale)}
}
func (r candleRow) known() int64  { return 0 }
func (r candleRow) label() string { return candleLabel(r.Candle) }
func (r candleRow) same(stored []any) bool {
	price := func(i int) fx.Rate { return fx.Rate{Unscaled: stored[i].(int64), Scale: uint8(stored[4].(int64))} }
	volume := fx.Rate{Unscaled: stored[5].(int64), Scale: uint8(stored[6].(int64))}
	return sameCandle(r.Candle, fx.Candle{Open: price(0), High: price(1), Low: price(2), Close: price(3), Volume: volume})
}

func candleLabel(c fx.Candle) string {
	return fmt.Sprintf("candle of %s at %s", c.Series, c.Start.UTC().Format(time.RFC3339))
}

func compareCandles(a, b candleRow) int {
	return cmp.Or(cmp.Compare(a.Series, b.Series), a.Start.Compare(b.Start))
}

func sameCandle(a, b fx.Candle) bool {
	return a.Open.Equal(b.Open) && a.High.Equal(b.High) && a.Low.Equal(b.Low) && a.Close.Equal(b.Close) &&
		a.Volume.Equal(b.Volume)
}

func (b *batch) candles(ctx context.Context, list []fx.Candle) error {
	rows, err := b.candleRows(ctx, list)
	if err != nil {
		return err
	}
	for len(rows) > 0 {
		n := sort.Search(len(rows), func(i int) bool { return rows[i].Series > rows[0].Series })
		if err := b.candlesOf(ctx, rows[:n]); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// candleRows checks the candles and returns each once, by series and start.
func (b *batch) candleRows(ctx context.Context, list []fx.Candle) ([]candleRow, error) {
	rows, ascending := b.incoming.room(len(list)), true
	var placed *placedSeries
	for i, c := range list {
		c, err := levelled(c)
		if err == nil && (i == 0 || c.Series != list[i-1].Series) {
			placed, err = b.place(ctx, c.Series, fx.KindCandle)
		}
		if err != nil {
			return nil, fmt.Errorf("row %d of %d: %w", i+1, len(list), err)
		}
		rows = append(rows, candleRow{c, placed.key})
		ascending = ascending && (i == 0 || compareCandles(rows[i-1], rows[i]) < 0)
	}
	if ascending {
		return rows, nil
	}
	rows = ordered(rows, compareCandles)
	same := func(a, b candleRow) bool { return sameCandle(a.Candle, b.Candle) }
	if err := contradictions(rows, compareCandles, same, candleRow.label); err != nil {
		return nil, err
	}
	return slices.CompactFunc(rows, func(a, b candleRow) bool { return compareCandles(a, b) == 0 }), nil
}

// levelled returns c with its four prices at the finest of their scales, or what is wrong with c.
func levelled(c fx.Candle) (fx.Candle, error) {
	if err := c.Validate(); err != nil {
		return c, err
	}
	if c.Start.Nanosecond() != 0 || c.Volume.Unscaled < 0 {
		return c, fmt.Errorf("%w: %s: want a start in whole seconds and a volume of zero or more", fx.ErrInvalid, candleLabel(c))
	}
	scale := max(c.Open.Scale, c.High.Scale, c.Low.Scale, c.Close.Scale)
	if scale == min(c.Open.Scale, c.High.Scale, c.Low.Scale, c.Close.Scale) {
		return c, nil
	}
	for _, price := range []*fx.Rate{&c.Open, &c.High, &c.Low, &c.Close} {
		for ; price.Scale < scale; price.Scale++ {
			if price.Unscaled > math.MaxInt64/10 {
				return c, fmt.Errorf("%w: %s: the prices have too many digits to be kept at one scale", fx.ErrInvalid, candleLabel(c))
			}
			price.Unscaled *= 10
		}
	}
	return c, nil
}
