package store

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"time"

	"detente/internal/fx"
)

// Zoom returns the candles of a series that start in [from, to) as at most points/4 buckets of equal width, ascending, so
// that their four prices are never more than points; a zero end is open, points below 4 count as 4. A bucket without a
// candle is left out; the first and the last hold nothing from outside the range. Every extreme of the range is in the
// answer, however many candles it holds: the time taken depends on points alone. A series that is not stored is
// ErrNotFound.
func (db *DB) Zoom(ctx context.Context, id fx.SeriesID, from, to time.Time, points int) ([]fx.Bucket, error) {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, wrap("zoom", err)
	}
	list, err := db.zoom(ctx, db.hotReads.in(tx), id, stretch{startOf(from, math.MinInt64), startOf(to, math.MaxInt64)}, max(points/4, 1))
	if err := errors.Join(err, tx.Rollback()); err != nil { // it has only read
		return nil, wrap("zoom", err)
	}
	db.hotReads.warm(ctx, db.read)
	return list, nil
}

// stretch is the instants from and after from, before to, in seconds.
type stretch struct{ from, to int64 }

const selectEnds = `
SELECT (SELECT min(start) FROM candles WHERE series = ?1 AND start >= ?2 AND start < ?3),
       (SELECT max(start) FROM candles WHERE series = ?1 AND start >= ?2 AND start < ?3)`

func (db *DB) zoom(ctx context.Context, tx querier, id fx.SeriesID, in stretch, buckets int) ([]fx.Bucket, error) {
	key, _, err := seriesKey(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	s, ok, err := spanOf(ctx, tx, key)
	if err != nil || !ok {
		return nil, err
	}
	var first, last sql.NullInt64
	if err := tx.QueryRowContext(ctx, selectEnds, key, in.from, in.to).Scan(&first, &last); err != nil || !first.Valid {
		return nil, err
	}
	in = stretch{first.Int64, last.Int64 + 1}
	level, width := s.resolution(in, int64(buckets))
	z := zooming{db: db, tx: tx, span: s, out: grouping{width: width, list: make([]node, 0, buckets)}}
	if buckets == 1 { // no border between buckets lies in it, whatever the width: 1970 is one of every width
		z.out.width, z.out.origin = in.to-in.from, in.from
	}
	if err := z.read(ctx, level, in); err != nil {
		return nil, err
	}
	list := make([]fx.Bucket, len(z.out.list))
	for i, n := range z.out.list {
		list[i] = n.bucket()
	}
	return list, nil
}

// resolution returns the width of the buckets, of which no more than asked lie in the stretch, and the level they are
// made from. A width is a multiple of the level's, at least twice that where there is a choice: what is read are never more
// than 16 nodes a bucket, and rounding up costs a third of the buckets at most.
func (s span) resolution(in stretch, buckets int64) (level int, width int64) {
	wanted := (in.to - in.from + buckets - 1) / buckets
	if wanted >= s.width(1) {
		level = 1
	}
	for level > 0 && level < levels && wanted >= 2*s.width(level+1) {
		level++
	}
	step := s.width(level)
	if buckets == 1 {
		return level, ceilTo(wanted, step)
	}
	for width = max(ceilTo(wanted, step), step); floorDiv(in.to-1, width)-floorDiv(in.from, width) >= buckets; width += step {
	}
	return level, width
}

// zooming reads the nodes of one stretch in their order.
type zooming struct {
	db   *DB
	tx   querier
	span span
	out  grouping
}

// read takes whole nodes of the level from the rollups and what sticks out on either side from the levels below.
func (z *zooming) read(ctx context.Context, level int, in stretch) error {
	if in.from >= in.to {
		return nil
	}
	if level == 0 {
		return z.candles(ctx, in)
	}
	width := z.span.width(level)
	whole := stretch{ceilTo(in.from, width), floorTo(min(in.to, z.span.rolledTo), width)}
	if whole.from >= whole.to {
		return z.read(ctx, level-1, in)
	}
	if err := z.read(ctx, level-1, stretch{in.from, whole.from}); err != nil {
		return err
	}
	if err := z.nodes(ctx, level, whole); err != nil {
		return err
	}
	return z.read(ctx, level-1, stretch{whole.to, in.to})
}

func (z *zooming) nodes(ctx context.Context, level int, in stretch) error {
	chunk := z.span.width(level) * chunkNodes
	rows, err := z.tx.QueryContext(ctx, selectChunks, z.span.key, level, floorDiv(in.from, chunk), floorDiv(in.to-1, chunk))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var index int64
		var packed sql.RawBytes
		if err := rows.Scan(&index, &packed); err != nil {
			return err
		}
		err := eachNode(packed, func(n *node) {
			if in.from <= n.first && n.first < in.to {
				z.out.add(n)
			}
		})
		if err != nil {
			return err
		}
	}
	return rows.Err()
}

func (z *zooming) candles(ctx context.Context, in stretch) error {
	conn, err := z.db.direct.take(readingURI(z.db.path, z.db.frozen))
	if err != nil {
		return err
	}
	defer z.db.direct.give(conn)
	return conn.each(ctx, selectNodes, []int64{z.span.key, in.from, in.to}, func(row []int64) error {
		n := nodeOf(row)
		z.out.add(&n)
		return nil
	})
}
