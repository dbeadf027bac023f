package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"fmt"
	"slices"
	"time"

	"detente/internal/fx"
	"detente/internal/runlog"
)

const selectFixings = `
SELECT effective_date, set_date, unscaled, scale, nominal, known_from
  FROM fixings
 WHERE series = ?1 AND set_date >= ?2 AND set_date <= ?3
 ORDER BY set_date, effective_date`

const selectFixingsAsOf = `
SELECT effective_date, set_date, unscaled, scale, nominal, known_from
  FROM fixings
 WHERE series = ?1 AND set_date >= ?2 AND set_date <= ?3 AND known_from <= ?4
 UNION ALL
SELECT effective_date, set_date, unscaled, scale, nominal, known_from
  FROM fixings_revisions
 WHERE series = ?1 AND set_date >= ?2 AND set_date <= ?3 AND known_from <= ?4 AND known_to > ?4
 ORDER BY set_date, effective_date`

// Fixings returns the fixings of a series set within r, by ascending set date. A series that is not stored is
// ErrNotFound; one without rows in r gives an empty list.
func (db *DB) Fixings(ctx context.Context, id fx.SeriesID, r Range) ([]fx.Fixing, error) {
	list, err := db.fixings(ctx, id, r)
	if err != nil {
		return nil, fmt.Errorf("store: fixings: %w", err)
	}
	return list, nil
}

func (db *DB) fixings(ctx context.Context, id fx.SeriesID, r Range) ([]fx.Fixing, error) {
	key, _, err := seriesKey(ctx, db.reader(ctx), id)
	if err != nil {
		return nil, err
	}
	query, args := selectFixings, []any{key, firstDay(r), lastDay(r)}
	if !r.AsOf.IsZero() {
		query, args = selectFixingsAsOf, append(args, r.AsOf.Unix())
	}
	return db.readFixings(ctx, id, query, args...)
}

const someFixings = 4096

// readFixings reads directly, unless a rehearsal's own rows are to be seen.
func (db *DB) readFixings(ctx context.Context, id fx.SeriesID, query string, args ...any) (list []fx.Fixing, err error) {
	if db.rehearsed(ctx) == nil {
		var full [][]fx.Fixing // lists of some thousands, which growing would copy again and again
		err = db.eachDirect(ctx, query, args, func(row *directRow) bool {
			if len(list) == someFixings {
				full, list = append(full, list), make([]fx.Fixing, 0, someFixings)
			}
			list = append(list, row.fixing(id))
			return false
		})
		return slices.Concat(append(full, list)...), err
	}
	err = db.eachRow(ctx, func(row []driver.Value) error {
		list = append(list, fx.Fixing{
			Series:    id,
			Effective: storedDay(row[0].(string)),
			Set:       storedDay(row[1].(string)),
			Value:     fx.Rate{Unscaled: row[2].(int64), Scale: uint8(row[3].(int64))},
			Nominal:   row[4].(int64),
			KnownFrom: utc(row[5].(int64)),
		})
		return nil
	}, query, args...)
	return list, err
}

// fixing reads the columns of selectFixings.
func (r *directRow) fixing(id fx.SeriesID) fx.Fixing {
	return fx.Fixing{
		Series:    id,
		Effective: storedDay(string(r.bytes(0))),
		Set:       storedDay(string(r.bytes(1))),
		Value:     fx.Rate{Unscaled: r.whole(2).Int64, Scale: uint8(r.whole(3).Int64)},
		Nominal:   r.whole(4).Int64,
		KnownFrom: utc(r.whole(5).Int64),
	}
}

const selectLastFixing = `
SELECT effective_date, set_date, unscaled, scale, nominal, known_from
  FROM fixings
 WHERE series = ?1
 ORDER BY set_date DESC, effective_date DESC
 LIMIT 1`

const selectLastFixingAsOf = `
SELECT effective_date, set_date, unscaled, scale, nominal, known_from
  FROM fixings
 WHERE series = ?1 AND known_from <= ?2
 UNION ALL
SELECT effective_date, set_date, unscaled, scale, nominal, known_from
  FROM fixings_revisions
 WHERE series = ?1 AND known_from <= ?2 AND known_to > ?2
 ORDER BY set_date DESC, effective_date DESC
 LIMIT 1`

// LastFixing returns the fixing of the latest set date that was known at asOf (zero is now); ok is false where there is none.
func (db *DB) LastFixing(ctx context.Context, id fx.SeriesID, asOf time.Time) (last fx.Fixing, ok bool, err error) {
	key, _, err := seriesKey(ctx, db.reader(ctx), id)
	if err != nil {
		return last, false, fmt.Errorf("store: last fixing: %w", err)
	}
	query, args := selectLastFixing, []any{key}
	if !asOf.IsZero() {
		query, args = selectLastFixingAsOf, append(args, asOf.Unix())
	}
	list, err := db.readFixings(ctx, id, query, args...)
	if err != nil || len(list) == 0 {
		return last, false, wrap("last fixing", err)
	}
	return list[0], true, nil
}

// PutFixings stores a batch in one transaction and counts what became of its rows; an invalid row, or two rows of one
// series and effective date that disagree, refuse the whole batch with an error that names the row. A fixing of the
// same price, nominal and set date as the stored one is Same, however many zeros it was printed with; any other
// supersedes it. Every series must be stored and be one of fixings.
func (db *DB) PutFixings(ctx context.Context, list []fx.Fixing, by Origin, now time.Time) (runlog.Counts, error) {
	return db.put(ctx, "fixings", by, now, func(b *batch) error { return b.fixings(ctx, list) })
}

var fixingsLedger = ledger{
	insert: `
INSERT INTO fixings (series, effective_date, set_date, unscaled, scale, nominal, known_from, stored_by)
VALUES `,
	tuple: `(?, ?, ?, ?, ?, ?, ?, ?)`,
	current: `
SELECT f.known_from, o.author, f.set_date, f.unscaled, f.scale, f.nominal
  FROM fixings AS f
  JOIN origins AS o ON o.key = f.stored_by
 WHERE f.series = ? AND f.effective_date = ?`,
	archive: `
INSERT INTO fixings_revisions (series, effective_date, set_date, unscaled, scale, nominal, known_from, known_to, stored_by)
SELECT series, effective_date, set_date, unscaled, scale, nominal, known_from, ?3, stored_by
  FROM fixings
 WHERE series = ?1 AND effective_date = ?2`,
	update: `
UPDATE fixings
   SET set_date = ?, unscaled = ?, scale = ?, nominal = ?, known_from = ?, stored_by = ?
 WHERE series = ? AND effective_date = ?`,
}

type fixingRow struct {
	fx.Fixing
	series, since int64
}

func (r fixingRow) key() []any { return []any{r.series, r.Effective.String()} }
func (r fixingRow) value() []any {
	return []any{r.Set.String(), r.Value.Unscaled, int64(r.Value.Scale), r.Nominal}
}
func (r fixingRow) known() int64  { return r.since }
func (r fixingRow) label() string { return fixingLabel(r.Fixing) }
func (r fixingRow) same(stored []any) bool {
	value := fx.Rate{Unscaled: stored[1].(int64), Scale: uint8(stored[2].(int64))}
	return stored[0] == r.Set.String() && r.Value.Equal(value) && stored[3] == r.Nominal
}

func fixingLabel(f fx.Fixing) string { return fmt.Sprintf("fixing of %s on %s", f.Series, f.Effective) }

func compareFixings(a, b fx.Fixing) int {
	return cmp.Or(cmp.Compare(a.Series, b.Series), a.Effective.Compare(b.Effective))
}

func sameFixing(a, b fx.Fixing) bool {
	return a.Set == b.Set && a.Nominal == b.Nominal && a.Value.Equal(b.Value)
}

func (b *batch) fixings(ctx context.Context, list []fx.Fixing) error {
	for i, f := range list {
		if err := f.Validate(); err != nil {
			return fmt.Errorf("row %d of %d: %w", i+1, len(list), err)
		}
		if _, err := b.place(ctx, f.Series, fx.KindFixing, fx.KindReference); err != nil {
			return fmt.Errorf("row %d of %d: %w", i+1, len(list), err)
		}
	}
	list = ordered(list, compareFixings)
	if err := contradictions(list, compareFixings, sameFixing, fixingLabel); err != nil {
		return err
	}
	return b.write(ctx, fixingsLedger, len(list), func(i int) row {
		s := b.series[list[i].Series]
		since := int64(0)
		if b.published {
			since = b.knownSince(s.calendar.ReleasedBy(list[i].Set))
		}
		return fixingRow{list[i], s.key, since}
	})
}

// firstDay and lastDay are the ends of r as the tables hold days; every stored day lies between the open ends.
func firstDay(r Range) string { return r.From.String() }
func lastDay(r Range) string {
	if r.To.IsZero() {
		return "9999-12-31"
	}
	return r.To.String()
}
