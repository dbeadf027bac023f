package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Rollups have levels: a node of level n spans unit * fanOut^n seconds, counted from 1970. 512 nodes are one row.
const (
	fanOut     = 8
	levels     = 6
	chunkNodes = 512
	// foldAt candles past the rollups are left to be read one by one: writing one candle must stay cheap.
	foldAt = 1024
	// foldStep bounds what one reading of candles for the rollups may hold in memory, in nodes of level 1.
	foldStep = 1 << 16
)

// span is a row of candle_spans.
type span struct {
	key, unit, count, rolledTo, tail int64
}

// width is the seconds that a node of a level spans; a node of level 0 is a candle.
func (s span) width(level int) int64 {
	w := s.unit
	for range level {
		w *= fanOut
	}
	return w
}

const selectSpan = `
SELECT unit, count, rolled_to, tail
  FROM candle_spans
 WHERE series = ?1`

// spanOf returns the span of a series; ok is false where it has no candles yet.
func spanOf(ctx context.Context, q querier, key int64) (s span, ok bool, err error) {
	s.key = key
	err = q.QueryRowContext(ctx, selectSpan, key).Scan(&s.unit, &s.count, &s.rolledTo, &s.tail)
	if errors.Is(err, sql.ErrNoRows) {
		return s, false, nil
	}
	return s, err == nil, err
}

const upsertSpan = `
INSERT INTO candle_spans (series, unit, count, rolled_to, tail)
VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (series) DO UPDATE
   SET count = excluded.count, rolled_to = excluded.rolled_to, tail = excluded.tail`

// rollups brings the chunks of one series in line with its candles, in the transaction that changes them.
type rollups struct {
	q      transaction
	span   span
	chunks map[chunkAt][]node
	dirty  map[chunkAt]bool
}

// transaction is what the rollups need of a *sql.Tx.
type transaction interface {
	querier
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

type chunkAt struct {
	level int
	index int64
}

func newRollups(q transaction, s span) *rollups {
	return &rollups{q: q, span: s, chunks: map[chunkAt][]node{}, dirty: map[chunkAt]bool{}}
}

func (r *rollups) chunkOf(level int, at int64) chunkAt {
	return chunkAt{level, floorDiv(at, r.span.width(level)*chunkNodes)}
}

const selectChunks = `
SELECT chunk, nodes
  FROM candle_rollups
 WHERE series = ?1 AND level = ?2 AND chunk BETWEEN ?3 AND ?4
 ORDER BY chunk`

// load brings the stored chunks that hold nodes of [from, to) into memory and returns the places of all that are there.
func (r *rollups) load(ctx context.Context, level int, from, to int64) ([]chunkAt, error) {
	low, high := r.chunkOf(level, from).index, r.chunkOf(level, to-1).index
	rows, err := r.q.QueryContext(ctx, selectChunks, r.span.key, level, low, high)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		at, packed := chunkAt{level: level}, sql.RawBytes{}
		if err := rows.Scan(&at.index, &packed); err != nil {
			return nil, err
		}
		if _, there := r.chunks[at]; there {
			continue
		}
		var list []node
		if err := eachNode(packed, func(n *node) { list = append(list, *n) }); err != nil {
			return nil, err
		}
		r.chunks[at] = list
	}
	var there []chunkAt
	for at := range r.chunks {
		if at.level == level && low <= at.index && at.index <= high {
			there = append(there, at)
		}
	}
	slices.SortFunc(there, func(a, b chunkAt) int { return cmp.Compare(a.index, b.index) })
	return there, rows.Err()
}

// nodes returns the nodes of a level that begin in [from, to).
func (r *rollups) nodes(ctx context.Context, level int, from, to int64) (list []node, err error) {
	places, err := r.load(ctx, level, from, to)
	for _, at := range places {
		for _, n := range r.chunks[at] {
			if from <= n.first && n.first < to {
				list = append(list, n)
			}
		}
	}
	return list, err
}

// replace puts list in the place of the nodes of a level that begin in [from, to).
func (r *rollups) replace(ctx context.Context, level int, from, to int64, list []node) error {
	places, err := r.load(ctx, level, from, to)
	if err != nil {
		return err
	}
	fresh := map[chunkAt][]node{}
	for _, at := range places {
		fresh[at] = nil
	}
	for _, n := range list {
		at := r.chunkOf(level, n.first)
		fresh[at] = append(fresh[at], n)
	}
	for at, inside := range fresh {
		var before, after []node
		for _, n := range r.chunks[at] {
			switch {
			case n.first < from:
				before = append(before, n)
			case n.first >= to:
				after = append(after, n)
			}
		}
		r.chunks[at], r.dirty[at] = slices.Concat(before, inside, after), true
	}
	return nil
}

// fold replaces the nodes of [from, to), both at the borders of nodes of level 1, by list, and what is above them.
func (r *rollups) fold(ctx context.Context, from, to int64, list []node) error {
	if err := r.replace(ctx, 1, from, to, list); err != nil {
		return err
	}
	for level := 2; level <= levels; level++ {
		width := r.span.width(level)
		from, to = floorTo(from, width), ceilTo(to, width)
		below, err := r.nodes(ctx, level-1, from, to)
		if err != nil {
			return err
		}
		if err := r.replace(ctx, level, from, to, grouped(below, width)); err != nil {
			return err
		}
	}
	return nil
}

const upsertChunk = `
INSERT INTO candle_rollups (series, level, chunk, nodes)
VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (series, level, chunk) DO UPDATE
   SET nodes = excluded.nodes`

const deleteChunk = `
DELETE FROM candle_rollups
 WHERE series = ?1 AND level = ?2 AND chunk = ?3`

// flush writes the chunks that changed, and the span.
func (r *rollups) flush(ctx context.Context) error {
	for _, at := range slices.SortedFunc(maps.Keys(r.dirty), func(a, b chunkAt) int {
		return cmp.Or(cmp.Compare(a.level, b.level), cmp.Compare(a.index, b.index))
	}) {
		list := r.chunks[at]
		query, args := deleteChunk, []any{r.span.key, at.level, at.index}
		if len(list) > 0 {
			query, args = upsertChunk, append(args, packNodes(list))
		}
		if _, err := r.q.ExecContext(ctx, query, args...); err != nil {
			return fmt.Errorf("rollups: %w", err)
		}
	}
	clear(r.dirty)
	s := r.span
	_, err := r.q.ExecContext(ctx, upsertSpan, s.key, s.unit, s.count, s.rolledTo, s.tail)
	return err
}
