package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
)

// manyCandles are enough for the virtual table to be worth its while.
const manyCandles = 100

// candlesOf writes the candles of one series, by ascending start and each once, and what follows from them.
func (b *batch) candlesOf(ctx context.Context, rows []candleRow) error {
	span, err := b.span(ctx, rows[0])
	if err != nil {
		return err
	}
	b.candlesDone = touched{nodes: b.incoming.nodeRoom(len(rows))}
	if len(rows) >= manyCandles && b.incoming != nil {
		b.candlesDone.appended, err = b.takeMany(ctx, rows)
	} else {
		err = b.writeCandles(ctx, rows)
	}
	done := b.candlesDone
	if err != nil || len(done.nodes) == 0 {
		return err
	}
	slices.SortFunc(done.nodes, func(a, b node) int { return cmp.Compare(a.first, b.first) })
	return newRollups(b.tx, span).follow(ctx, done)
}

func (b *batch) writeCandles(ctx context.Context, rows []candleRow) error {
	b.touched = func(r row, added bool) { b.candlesDone.touch(r.(*candleRow), added) }
	defer func() { b.touched = nil }()
	return b.write(ctx, candlesLedger, len(rows), func(i int) row { return &rows[i] })
}

func (t *touched) touch(r *candleRow, added bool) {
	at := r.Start.Unix()
	t.nodes = append(t.nodes, node{at, at, at, at, r.Open, r.High, r.Low, r.Close, 1})
	if added {
		t.added++
	}
}

// span returns that of the series of first, beginning with it where there is none.
func (b *batch) span(ctx context.Context, first candleRow) (span, error) {
	s, ok, err := spanOf(ctx, b.tx, first.series)
	if err != nil || ok {
		return s, err
	}
	s.unit = intervalSeconds(first.Series.Interval())
	s.rolledTo = floorTo(first.Start.Unix(), s.width(1))
	return s, nil
}

// intervalSeconds reads 1m, 10m, 1h or 1d; anything else counts as a minute, which is only a matter of speed.
func intervalSeconds(interval string) int64 {
	var n int64
	var unit string
	if _, err := fmt.Sscanf(interval, "%d%s", &n, &unit); err != nil || n < 1 || n > 1000 {
		return 60
	}
	seconds, ok := map[string]int64{"s": 1, "m": 60, "h": 3600, "d": 86400}[unit]
	if !ok {
		return 60
	}
	return n * seconds
}

const insertIncoming = `
INSERT INTO candles (series, start, open, high, low, close, scale, volume, volume_scale, known_from, stored_by)
SELECT ?1, start, open, high, low, close, scale, volume, volume_scale, ?2, ?3
  FROM temp.incoming`

// insertIncomingOfOneScale spares two columns of each row.
const insertIncomingOfOneScale = `
INSERT INTO candles (series, start, open, high, low, close, scale, volume, volume_scale, known_from, stored_by)
SELECT ?1, start, open, high, low, close, ?4, volume, ?5, ?2, ?3
  FROM temp.incoming`

func insertionOf(rows []candleRow, known, stamp int64) (query string, args []any) {
	first := &rows[0]
	args = []any{first.series, known, stamp}
	for i := range rows {
		if rows[i].Open.Scale != first.Open.Scale || rows[i].Volume.Scale != first.Volume.Scale {
			return insertIncoming, args
		}
	}
	return insertIncomingOfOneScale, append(args, int64(first.Open.Scale), int64(first.Volume.Scale))
}

// takeMany adds the rows that are new in one statement and treats the others one by one. appended says that none was
// stored at or after the first of them.
func (b *batch) takeMany(ctx context.Context, rows []candleRow) (appended bool, err error) {
	fresh, known, err := b.sift(ctx, rows)
	if err != nil {
		return false, err
	}
	if len(fresh) > 0 {
		if err := b.insertIncoming(ctx, fresh); err != nil {
			return false, err
		}
	}
	return len(fresh) == len(rows) && known == nil, b.writeCandles(ctx, known)
}

func (b *batch) insertIncoming(ctx context.Context, rows []candleRow) (err error) {
	if b.stamp == 0 {
		if b.stamp, err = originKey(ctx, b.tx, b.by); err != nil {
			return err
		}
	}
	if err := b.incoming.show(ctx, b.tx, rows); err != nil {
		return err
	}
	defer func() { b.incoming.rows = nil }()
	query, args := insertionOf(rows, b.now, b.stamp)
	if _, err := b.tx.ExecContext(ctx, query, args...); err != nil {
		if isConstraint(err) {
			return b.writeCandles(ctx, rows) // names the row that breaks a rule
		}
		return err
	}
	b.counts.New += len(rows)
	for i := range rows {
		b.candlesDone.touch(&rows[i], true)
	}
	return nil
}

const selectKnownIncoming = `
SELECT i.rowid, c.open = i.open AND c.high = i.high AND c.low = i.low AND c.close = i.close AND c.scale = i.scale
       AND c.volume = i.volume AND c.volume_scale = i.volume_scale
  FROM temp.incoming AS i
 CROSS JOIN candles AS c
 WHERE c.series = ?1 AND c.start = i.start`

// sift parts the rows that are not stored yet from those of which another version is; what is stored digit by digit is
// counted as the same and is in neither. known is nil, not empty, where no row can be stored because all are later.
func (b *batch) sift(ctx context.Context, rows []candleRow) (fresh, known []candleRow, err error) {
	var last sql.NullInt64
	if err := b.tx.QueryRowContext(ctx, selectLastStart, rows[0].series).Scan(&last); err != nil {
		return nil, nil, err
	}
	if !last.Valid || last.Int64 < rows[0].Start.Unix() {
		return rows, nil, nil
	}
	if err := b.incoming.show(ctx, b.tx, rows); err != nil {
		return nil, nil, err
	}
	stored, err := b.tx.QueryContext(ctx, selectKnownIncoming, rows[0].series)
	if err != nil {
		return nil, nil, err
	}
	defer stored.Close()
	known, next := []candleRow{}, 0
	for stored.Next() {
		var i int
		var same bool
		if err := stored.Scan(&i, &same); err != nil {
			return nil, nil, err
		}
		fresh = append(fresh, rows[next:i]...)
		if next = i + 1; same {
			b.counts.Same++
		} else {
			known = append(known, rows[i])
		}
	}
	return append(fresh, rows[next:]...), known, stored.Err()
}
