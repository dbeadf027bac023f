package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"detente/internal/fx"
)

const selectCandleSeries = `
SELECT key, id
  FROM series
 WHERE key IN (SELECT DISTINCT series FROM candle_spans) OR (kind = 'candle' AND EXISTS (SELECT 1 FROM candles WHERE series = key))
 ORDER BY key`

type keyed struct {
	key int64
	id  fx.SeriesID
}

func scanKeyed(rows *sql.Rows) (k keyed, err error) { return k, rows.Scan(&k.key, &k.id) }

// CheckRollups compares the counts and every level of the rollups with the candles and returns what differs, a line a
// fault. It reads every candle.
func (db *DB) CheckRollups(ctx context.Context) ([]string, error) {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, wrap("check rollups", err)
	}
	defer func() { _ = tx.Rollback() }() // it has only read
	list, err := collect(ctx, tx, scanKeyed, selectCandleSeries)
	if err != nil {
		return nil, wrap("check rollups", err)
	}
	var faults []string
	for _, k := range list {
		found, err := checkRollups(ctx, tx, k)
		if err != nil {
			return nil, wrap("check rollups", err)
		}
		faults = append(faults, found...)
	}
	return faults, nil
}

func checkRollups(ctx context.Context, tx *sql.Tx, k keyed) (faults []string, err error) {
	s, ok, err := spanOf(ctx, tx, k.key)
	if err != nil {
		return nil, err
	}
	if !ok {
		return []string{fmt.Sprintf("%s has candles that no rollup knows of", k.id)}, nil
	}
	r := newRollups(readOnly{tx}, s)
	g, count := grouping{width: s.width(1)}, int64(0)
	if err := r.candles(ctx, math.MinInt64, math.MaxInt64, func(n *node) { count++; g.add(n) }); err != nil {
		return nil, err
	}
	if count != s.count {
		faults = append(faults, fmt.Sprintf("%s has %d candles where %d are counted", k.id, count, s.count))
	}
	want := g.list
	for level := 1; level <= levels; level++ {
		want = grouped(want, s.width(level))
		got, err := r.whole(ctx, level)
		if err != nil {
			return append(faults, fmt.Sprintf("%s: level %d: %v", k.id, level, err)), nil
		}
		sure := want[:readable(want, s, level)]
		if got = got[:readable(got, s, level)]; !slices.Equal(sure, got) {
			faults = append(faults, differing(k.id, level, sure, got))
		}
	}
	return faults, nil
}

// readable is how many nodes of a level end where the rollups do or before; the others are never read.
func readable(list []node, s span, level int) int {
	width := s.width(level)
	n := len(list)
	for n > 0 && floorTo(list[n-1].first, width)+width > s.rolledTo {
		n--
	}
	return n
}

func differing(id fx.SeriesID, level int, want, got []node) string {
	for i := range want {
		if i >= len(got) || want[i] != got[i] {
			return fmt.Sprintf("%s: the rollups of level %d differ from the candles of %s", id, level, utc(want[i].first).Format(time.RFC3339))
		}
	}
	return fmt.Sprintf("%s: the rollups of level %d hold %d nodes too many", id, level, len(got)-len(want))
}

const selectLevel = `
SELECT nodes
  FROM candle_rollups
 WHERE series = ?1 AND level = ?2
 ORDER BY chunk`

func (r *rollups) whole(ctx context.Context, level int) (list []node, err error) {
	rows, err := r.q.QueryContext(ctx, selectLevel, r.span.key, level)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var packed sql.RawBytes
		if err := rows.Scan(&packed); err != nil {
			return nil, err
		}
		if err := eachNode(packed, func(n *node) { list = append(list, *n) }); err != nil {
			return nil, err
		}
	}
	return list, rows.Err()
}

// readOnly is a transaction for rollups that are only read.
type readOnly struct{ querier }

func (readOnly) ExecContext(context.Context, string, ...any) (sql.Result, error) {
	return nil, sql.ErrTxDone
}

const deleteRollups = `
DELETE FROM candle_rollups`

const countAnew = `
INSERT INTO candle_spans (series, unit, count, rolled_to, tail)
SELECT c.series, 60, count(*), min(c.start), count(*)
  FROM candles AS c
 WHERE true
 GROUP BY c.series
    ON CONFLICT (series) DO UPDATE
   SET count = excluded.count, rolled_to = excluded.rolled_to, tail = excluded.tail`

// RepairRollups makes the counts and rollups anew from the candles.
func (db *DB) RepairRollups(ctx context.Context) error {
	err := db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		for _, statement := range []string{deleteRollups, "UPDATE candle_spans SET count = 0, tail = 0", countAnew} {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return false, err
			}
		}
		return true, db.foldTails(ctx, tx)
	})
	return wrap("repair rollups", err)
}

const selectUnfolded = `
SELECT series
  FROM candle_spans
 WHERE tail >= ?1
 ORDER BY series`

// foldTails rolls up what lies beyond the rollups, where it is long.
func (db *DB) foldTails(ctx context.Context, tx *sql.Tx) error {
	keys, err := collect(ctx, tx, scanKey, selectUnfolded, foldAt)
	if err != nil {
		return err
	}
	for _, key := range keys {
		s, _, err := spanOf(ctx, tx, key)
		if err != nil {
			return err
		}
		r := newRollups(tx, s)
		if err := errors.Join(r.advance(ctx, touched{}), r.flush(ctx)); err != nil {
			return err
		}
	}
	return nil
}

func scanKey(rows *sql.Rows) (key int64, err error) { return key, rows.Scan(&key) }

// foldLong brings the rollups of a file up to date that an older program wrote, or somebody by hand.
func (db *DB) foldLong(ctx context.Context) error {
	keys, err := collect(ctx, db.write, scanKey, selectUnfolded, foldAt)
	if err != nil || len(keys) == 0 {
		return err
	}
	return db.transact(ctx, func(tx *sql.Tx) (bool, error) { return true, db.foldTails(ctx, tx) })
}
