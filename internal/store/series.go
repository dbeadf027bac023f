package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"detente/internal/fx"
)

const selectSeries = `
SELECT id, kind, name, unit, zone, rule, terms_url, ifnull(ends, '')
  FROM series
 ORDER BY key`

// Series returns every series, those of fx.Catalogue first and in its order, then the others as they were added.
// A series is listed whether or not it has rows.
func (db *DB) Series(ctx context.Context) ([]fx.Series, error) {
	list, err := collect(ctx, db.reader(ctx), scanSeries, selectSeries)
	if err != nil {
		return nil, fmt.Errorf("store: series: %w", err)
	}
	return list, nil
}

func scanSeries(rows *sql.Rows) (s fx.Series, err error) {
	var ends string
	if err = rows.Scan(&s.ID, &s.Kind, &s.Name, &s.Unit, &s.Zone, &s.Rule, &s.TermsURL, &ends); err != nil {
		return s, err
	}
	return s, s.Ends.UnmarshalText([]byte(ends))
}

// PutSeries adds s or replaces the description of the series of its id. The kind of a stored series never changes.
func (db *DB) PutSeries(ctx context.Context, s fx.Series) error {
	return db.change(ctx, "put series "+string(s.ID), func(tx *sql.Tx) (bool, error) {
		return putSeries(ctx, tx, s, Origin{Author: "user"})
	})
}

const selectOneSeries = `
SELECT s.id, s.kind, s.name, s.unit, s.zone, s.rule, s.terms_url, ifnull(s.ends, ''), o.author
  FROM series AS s
  JOIN origins AS o ON o.key = s.stored_by
 WHERE s.id = ?1`

const upsertSeries = `
INSERT INTO series (id, source, pair, interval, kind, name, unit, zone, rule, terms_url, ends, stored_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, nullif(?11, ''), ?12)
    ON CONFLICT (id) DO UPDATE
   SET name = excluded.name, unit = excluded.unit, zone = excluded.zone, rule = excluded.rule,
       terms_url = excluded.terms_url, ends = excluded.ends, stored_by = excluded.stored_by`

// putSeries reports whether it wrote. What somebody else described is left alone by the author Embedded.
func putSeries(ctx context.Context, tx *sql.Tx, s fx.Series, by Origin) (changed bool, err error) {
	if err := checkSeries(s); err != nil {
		return false, err
	}
	var old fx.Series
	var ends, author string
	err = tx.QueryRowContext(ctx, selectOneSeries, s.ID).
		Scan(&old.ID, &old.Kind, &old.Name, &old.Unit, &old.Zone, &old.Rule, &old.TermsURL, &ends, &author)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, err
	}
	if err == nil {
		if err := old.Ends.UnmarshalText([]byte(ends)); err != nil {
			return false, err
		}
		if old.Kind != s.Kind {
			return false, fmt.Errorf("%w: series %s is of kind %s and cannot become %s: choose another id", fx.ErrInvalid, s.ID, old.Kind, s.Kind)
		}
		if old == s || (by.Author == Embedded && author != Embedded) {
			return false, nil
		}
	}
	key, err := originKey(ctx, tx, by)
	if err != nil {
		return false, err
	}
	_, err = tx.ExecContext(ctx, upsertSeries, s.ID, s.ID.Source(), string(s.ID.Pair()), s.ID.Interval(), s.Kind,
		s.Name, s.Unit, s.Zone, s.Rule, s.TermsURL, s.Ends.String(), key)
	return true, err
}

func checkSeries(s fx.Series) error {
	if _, err := fx.ParseSeriesID(string(s.ID)); err != nil {
		return err
	}
	if !s.Kind.Official() && s.Kind != fx.KindCandle && s.Kind != fx.KindPress {
		return fmt.Errorf("%w: series %s has kind %q: want fixing, reference, candle or press", fx.ErrInvalid, s.ID, s.Kind)
	}
	if _, err := time.LoadLocation(s.Zone); err != nil {
		return fmt.Errorf("%w: series %s has zone %q: want a name such as Europe/Moscow", fx.ErrInvalid, s.ID, s.Zone)
	}
	return nil
}

const selectSeriesIDs = `
SELECT id
  FROM series
 ORDER BY key`

// seedCatalogue describes the series of fx.Catalogue that the file does not know yet.
func (db *DB) seedCatalogue(ctx context.Context) error {
	stored, err := collect(ctx, db.write, scanText, selectSeriesIDs)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, id := range stored {
		known[id] = true
	}
	lacking := slices.DeleteFunc(slices.Clone(fx.Catalogue()), func(s fx.Series) bool { return known[string(s.ID)] })
	if len(lacking) == 0 {
		return nil
	}
	return db.transact(ctx, func(tx *sql.Tx) (added bool, err error) {
		for _, s := range lacking {
			if added, err = putSeries(ctx, tx, s, Origin{Author: Embedded}); err != nil {
				return false, err
			}
		}
		return added, nil
	})
}

const selectSeriesKey = `
SELECT key, kind
  FROM series
 WHERE id = ?1`

// querier is a pool of connections or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// seriesKey returns the number of a stored series, or an error wrapping ErrNotFound.
func seriesKey(ctx context.Context, q querier, id fx.SeriesID) (key int64, kind fx.Kind, err error) {
	err = q.QueryRowContext(ctx, selectSeriesKey, id).Scan(&key, &kind)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, "", fmt.Errorf("series %q: %w", id, ErrNotFound)
	}
	return key, kind, err
}

// collect runs a query and returns its rows in their order.
func collect[T any](ctx context.Context, q querier, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		row, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, rows.Err()
}

func scanText(rows *sql.Rows) (text string, err error) {
	return text, rows.Scan(&text)
}

// Range is a span of set dates, both ends included; a zero end is open. A zero AsOf is now.
type Range = fx.Range
