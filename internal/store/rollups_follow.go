package store

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"
)

// touched are the candles of one series that a batch added or revised, by ascending start.
type touched struct {
	nodes    []node
	added    int64
	appended bool // none was stored at or after the first of them before
}

// follow brings the rollups in line with what a batch wrote.
func (r *rollups) follow(ctx context.Context, t touched) error {
	width, s := r.span.width(1), &r.span
	s.count += t.added
	below, _ := slices.BinarySearchFunc(t.nodes, s.rolledTo, func(n node, at int64) int { return cmp.Compare(n.first, at) })
	for i := 0; i < below; {
		from, j := floorTo(t.nodes[i].first, width), i
		to := from
		for ; j < below && t.nodes[j].first < to+width; j++ { // runs of neighbours in one reading
			to = floorTo(t.nodes[j].first, width) + width
		}
		if err := r.refold(ctx, from, to); err != nil {
			return err
		}
		i = j
	}
	s.tail += int64(len(t.nodes) - below) // revised ones among them too: it is only the sign to count
	if s.tail >= foldAt {
		if err := r.advance(ctx, t); err != nil {
			return err
		}
	}
	return r.flush(ctx)
}

// advance folds all but the last, unfinished node of level 1.
func (r *rollups) advance(ctx context.Context, t touched) error {
	s, width := &r.span, r.span.width(1)
	from := floorTo(s.rolledTo, width)
	var last sql.NullInt64 // NULL where the last one was deleted by hand
	if err := r.q.QueryRowContext(ctx, selectLastStart, s.key).Scan(&last); err != nil {
		return err
	}
	to := floorTo(last.Int64, width)
	if to <= from || !last.Valid {
		return nil
	}
	if !t.appended {
		if err := r.refold(ctx, from, to); err != nil {
			return err
		}
	} else {
		g := grouping{width: width}
		if err := r.candles(ctx, from, min(t.nodes[0].first, to), g.add); err != nil {
			return err
		}
		for i := range t.nodes {
			if n := &t.nodes[i]; n.first >= from && n.first < to {
				g.add(n)
			}
		}
		if err := r.fold(ctx, from, to, g.list); err != nil {
			return err
		}
	}
	s.rolledTo = to
	s.tail = 0
	return r.candles(ctx, to, math.MaxInt64, func(*node) { s.tail++ })
}

const selectLastStart = `
SELECT max(start)
  FROM candles
 WHERE series = ?1`

const selectNodes = `
SELECT start, open, high, low, close, scale
  FROM candles
 WHERE series = ?1 AND start >= ?2 AND start < ?3
 ORDER BY start`

// refold reads the candles of [from, to), both at the borders of nodes of level 1, and folds them.
func (r *rollups) refold(ctx context.Context, from, to int64) error {
	for from < to {
		first, ok, err := r.next(ctx, from)
		if err != nil {
			return err
		}
		step := to
		if width := r.span.width(1); ok { // years without a candle are stepped over
			step = min(to, max(floorTo(first, width), from)+foldStep*width)
		}
		g := grouping{width: r.span.width(1)}
		if err := r.candles(ctx, from, step, g.add); err != nil {
			return err
		}
		if err := r.fold(ctx, from, step, g.list); err != nil {
			return err
		}
		from = step
	}
	return nil
}

const selectNextCandle = `
SELECT min(start)
  FROM candles
 WHERE series = ?1 AND start >= ?2`

func (r *rollups) next(ctx context.Context, from int64) (start int64, ok bool, err error) {
	var first sql.NullInt64
	err = r.q.QueryRowContext(ctx, selectNextCandle, r.span.key, from).Scan(&first)
	return first.Int64, first.Valid, err
}

func (r *rollups) candles(ctx context.Context, from, to int64, yield func(*node)) error {
	rows, err := r.q.QueryContext(ctx, selectNodes, r.span.key, from, to)
	if err != nil {
		return err
	}
	defer rows.Close()
	row := make([]int64, 6)
	into := []any{&row[0], &row[1], &row[2], &row[3], &row[4], &row[5]}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		n := nodeOf(row)
		yield(&n)
	}
	return rows.Err()
}
