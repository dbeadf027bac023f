package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"time"

	"detente/internal/fx"
	"detente/internal/runlog"
)

const selectQuotes = `
SELECT at, day_only, basis, source_name, source_url, unscaled, scale
  FROM quotes
 WHERE series = ?1 AND at >= ?2 AND at < ?3
 ORDER BY at, day_only, basis, source_name, source_url`

const selectQuotesAsOf = `
SELECT at, day_only, basis, source_name, source_url, unscaled, scale
  FROM quotes
 WHERE series = ?1 AND at >= ?2 AND at < ?3 AND known_from <= ?4
 UNION ALL
SELECT at, day_only, basis, source_name, source_url, unscaled, scale
  FROM quotes_revisions
 WHERE series = ?1 AND at >= ?2 AND at < ?3 AND known_from <= ?4 AND known_to > ?4
 ORDER BY at, day_only, basis, source_name, source_url`

// Quotes returns the press quotes of a series whose UTC day lies within r, by ascending time.
func (db *DB) Quotes(ctx context.Context, id fx.SeriesID, r Range) ([]fx.Quote, error) {
	key, _, err := seriesKey(ctx, db.read, id)
	if err != nil {
		return nil, wrap("quotes", err)
	}
	first, end := seconds(r)
	query, args := selectQuotes, []any{key, first, end}
	if !r.AsOf.IsZero() {
		query, args = selectQuotesAsOf, append(args, r.AsOf.Unix())
	}
	list, err := collect(ctx, db.read, func(rows *sql.Rows) (fx.Quote, error) {
		q := fx.Quote{Series: id}
		var at int64
		err := rows.Scan(&at, &q.DayOnly, &q.Basis, &q.SourceName, &q.SourceURL, &q.Value.Unscaled, &q.Value.Scale)
		q.At = utc(at)
		return q, err
	}, query, args...)
	return list, wrap("quotes", err)
}

// seconds returns the first second of r's UTC days and the second after the last.
func seconds(r Range) (first, end int64) {
	first, end = math.MinInt64, math.MaxInt64
	if !r.From.IsZero() {
		first = r.From.Unix()
	}
	if !r.To.IsZero() {
		end = r.To.AddDays(1).Unix()
	}
	return first, end
}

// PutQuotes is PutFixings for press quotes: the key is everything but the value.
func (db *DB) PutQuotes(ctx context.Context, list []fx.Quote, by Origin, now time.Time) (runlog.Counts, error) {
	return db.put(ctx, "quotes", by, now, func(b *batch) error { return b.quotes(ctx, list) })
}

var quotesLedger = ledger{
	insert: `
INSERT INTO quotes (series, at, day_only, basis, source_name, source_url, unscaled, scale, known_from, stored_by)
VALUES `,
	tuple: `(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
	current: `
SELECT q.known_from, o.author, q.unscaled, q.scale
  FROM quotes AS q
  JOIN origins AS o ON o.key = q.stored_by
 WHERE q.series = ? AND q.at = ? AND q.day_only = ? AND q.basis = ? AND q.source_name = ? AND q.source_url = ?`,
	archive: `
INSERT INTO quotes_revisions (series, at, day_only, basis, source_name, source_url, unscaled, scale, known_from, known_to, stored_by)
SELECT series, at, day_only, basis, source_name, source_url, unscaled, scale, known_from, ?7, stored_by
  FROM quotes
 WHERE series = ?1 AND at = ?2 AND day_only = ?3 AND basis = ?4 AND source_name = ?5 AND source_url = ?6`,
	update: `
UPDATE quotes
   SET unscaled = ?, scale = ?, known_from = ?, stored_by = ?
 WHERE series = ? AND at = ? AND day_only = ? AND basis = ? AND source_name = ? AND source_url = ?`,
}

type quoteRow struct {
	fx.Quote
	series, since int64
}

func (r quoteRow) key() []any {
	return []any{r.series, r.At.Unix(), r.DayOnly, string(r.Basis), r.SourceName, r.SourceURL}
}
func (r quoteRow) value() []any  { return []any{r.Value.Unscaled, int64(r.Value.Scale)} }
func (r quoteRow) known() int64  { return r.since }
func (r quoteRow) label() string { return quoteLabel(r.Quote) }
func (r quoteRow) same(stored []any) bool {
	return r.Value.Equal(fx.Rate{Unscaled: stored[0].(int64), Scale: uint8(stored[1].(int64))})
}

func quoteLabel(q fx.Quote) string {
	return fmt.Sprintf("quote of %s by %q at %s", q.Series, q.SourceName, q.At.UTC().Format(time.RFC3339))
}

func compareQuotes(a, b fx.Quote) int {
	return cmp.Or(cmp.Compare(a.Series, b.Series), cmp.Compare(a.At.Unix(), b.At.Unix()),
		cmp.Compare(number(a.DayOnly), number(b.DayOnly)), cmp.Compare(a.Basis, b.Basis),
		cmp.Compare(a.SourceName, b.SourceName), cmp.Compare(a.SourceURL, b.SourceURL))
}

func (b *batch) quotes(ctx context.Context, list []fx.Quote) error {
	for i, q := range list {
		err := checkQuote(q)
		if err == nil {
			_, err = b.place(ctx, q.Series, fx.KindPress)
		}
		if err != nil {
			return fmt.Errorf("row %d of %d: %w", i+1, len(list), err)
		}
	}
	list = ordered(list, compareQuotes)
	same := func(a, b fx.Quote) bool { return a.Value.Equal(b.Value) }
	if err := contradictions(list, compareQuotes, same, quoteLabel); err != nil {
		return err
	}
	return b.write(ctx, quotesLedger, len(list), func(i int) row {
		q := list[i]
		return quoteRow{q, b.series[q.Series].key, b.knownSince(printedBy(q))}
	})
}

func checkQuote(q fx.Quote) error {
	bases := q.Basis == fx.QuoteLast || q.Basis == fx.QuoteLow || q.Basis == fx.QuoteHigh
	switch {
	case q.Series == "" || q.At.IsZero():
		return fmt.Errorf("%w: quote without a series or a time", fx.ErrInvalid)
	case !bases:
		return fmt.Errorf("%w: %s has basis %q: want last, low or high", fx.ErrInvalid, quoteLabel(q), q.Basis)
	case q.Value.Unscaled <= 0:
		return fmt.Errorf("%w: %s is %s, not above zero", fx.ErrInvalid, quoteLabel(q), q.Value)
	case q.DayOnly && q.At.Unix()%86400 != 0:
		return fmt.Errorf("%w: %s has only a day: want midnight UTC", fx.ErrInvalid, quoteLabel(q))
	}
	return nil
}

// printedBy returns an instant by which the quote was in print.
func printedBy(q fx.Quote) time.Time {
	if q.DayOnly {
		return q.At.Add(24*time.Hour - time.Second)
	}
	return q.At
}
