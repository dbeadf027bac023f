package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/runlog"
)

const selectGauge = `
SELECT day, value
  FROM gauges
 WHERE name = ?1 AND day BETWEEN ?2 AND ?3
 ORDER BY day`

const selectGaugeAsOf = `
SELECT day, value
  FROM gauges
 WHERE name = ?1 AND day BETWEEN ?2 AND ?3 AND known_from <= ?4
 UNION ALL
SELECT day, value
  FROM gauges_revisions
 WHERE name = ?1 AND day BETWEEN ?2 AND ?3 AND known_from <= ?4 AND known_to > ?4
 ORDER BY day`

// Gauge returns the values of a comparison line within r, by ascending day; a name of which nothing is stored has none.
// Days without a value are left out: they are missing, not zero.
func (db *DB) Gauge(ctx context.Context, name string, r Range) ([]event.Gauge, error) {
	first, last := cmp.Or(r.From.String(), "0000-01-01"), cmp.Or(r.To.String(), "9999-12-31")
	query, args := selectGauge, []any{name, first, last}
	if !r.AsOf.IsZero() {
		query, args = selectGaugeAsOf, append(args, r.AsOf.Unix())
	}
	list, err := collect(ctx, db.read, func(rows *sql.Rows) (event.Gauge, error) {
		g := event.Gauge{Name: name}
		var day string
		if err := rows.Scan(&day, &g.Value); err != nil {
			return g, err
		}
		var err error
		g.Day, err = civil.Parse(day)
		return g, err
	}, query, args...)
	return list, wrap("gauge "+name, err)
}

const selectGauges = `
SELECT name, count(*) AS n, min(day) AS first, max(day) AS last
  FROM gauges
 GROUP BY name
 ORDER BY name`

// Gauges lists the comparison lines that are stored, by name.
func (db *DB) Gauges(ctx context.Context) ([]event.GaugeSpan, error) {
	list, err := collect(ctx, db.read, func(rows *sql.Rows) (event.GaugeSpan, error) {
		var g event.GaugeSpan
		var first, last string
		if err := rows.Scan(&g.Name, &g.Count, &first, &last); err != nil {
			return g, err
		}
		var err error
		if g.First, err = civil.Parse(first); err != nil {
			return g, err
		}
		g.Last, err = civil.Parse(last)
		return g, err
	}, selectGauges)
	return list, wrap("gauges", err)
}

// PutGauges is PutFixings for comparison lines: the key is name and day. A batch that gives a day two values is refused.
func (db *DB) PutGauges(ctx context.Context, list []event.Gauge, by Origin, now time.Time) (runlog.Counts, error) {
	return db.put(ctx, "gauges", by, now, func(b *batch) error { return b.gauges(ctx, list) })
}

var gaugesLedger = ledger{
	insert: `
INSERT INTO gauges (name, day, value, known_from, stored_by)
VALUES `,
	tuple: `(?, ?, ?, ?, ?)`,
	current: `
SELECT g.known_from, o.author, g.value
  FROM gauges AS g
  JOIN origins AS o ON o.key = g.stored_by
 WHERE g.name = ? AND g.day = ?`,
	archive: `
INSERT INTO gauges_revisions (name, day, value, known_from, known_to, stored_by)
SELECT name, day, value, known_from, ?3, stored_by
  FROM gauges
 WHERE name = ?1 AND day = ?2`,
	update: `
UPDATE gauges
   SET value = ?, known_from = ?, stored_by = ?
 WHERE name = ? AND day = ?`,
}

type gaugeRow struct{ event.Gauge }

func (r gaugeRow) key() []any             { return []any{r.Name, r.Day.String()} }
func (r gaugeRow) value() []any           { return []any{r.Value} }
func (r gaugeRow) known() int64           { return 0 }
func (r gaugeRow) label() string          { return gaugeLabel(r.Gauge) }
func (r gaugeRow) same(stored []any) bool { return stored[0] == r.Value }

func gaugeLabel(g event.Gauge) string { return fmt.Sprintf("gauge %s on %s", g.Name, g.Day) }

func (b *batch) gauges(ctx context.Context, list []event.Gauge) error {
	for i, g := range list {
		if err := g.Validate(); err != nil {
			return fmt.Errorf("row %d of %d: %w", i+1, len(list), err)
		}
	}
	compare := func(a, b event.Gauge) int { return cmp.Or(cmp.Compare(a.Name, b.Name), a.Day.Compare(b.Day)) }
	list = ordered(list, compare)
	same := func(a, b event.Gauge) bool { return a.Value == b.Value }
	if err := contradictions(list, compare, same, gaugeLabel); err != nil {
		return err
	}
	return b.write(ctx, gaugesLedger, len(list), func(i int) row { return gaugeRow{list[i]} })
}
