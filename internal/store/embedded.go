package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/runlog"
)

// Dataset is what comes with the program. Version changes with every change of the rest.
type Dataset struct {
	Version string
	Series  []fx.Series
	Fixings []fx.Fixing
	Quotes  []fx.Quote
	Breaks  []fx.Break
	Actors  []event.Actor
	Events  []event.Event
}

// LoadReport says what loading a Dataset did.
type LoadReport struct {
	Loaded                  bool // false where this version was loaded before: nothing was looked at
	First                   bool // the file was empty: rows are known from their publication
	Fixings, Quotes, Events runlog.Counts
	Kept                    int // rows of the set that gave way to a differing row somebody entered or collected
}

const selectLoaded = `
SELECT count(*)
  FROM embedded_sets
 WHERE version = ?1`

const insertLoaded = `
INSERT INTO embedded_sets (version, loaded_at)
VALUES (?1, ?2)`

const selectIsEmpty = `
SELECT NOT EXISTS (SELECT 1 FROM fixings) AND NOT EXISTS (SELECT 1 FROM candles)
   AND NOT EXISTS (SELECT 1 FROM quotes) AND NOT EXISTS (SELECT 1 FROM events)`

// LoadEmbedded stores a set in one transaction. A version that was ever loaded is not loaded again. Into an empty file
// every row is known from the instant it was public; later sets are known from now, add rows and supersede those of the
// author Embedded, and leave every other row as it is.
func (db *DB) LoadEmbedded(ctx context.Context, set Dataset, now time.Time) (LoadReport, error) {
	var report LoadReport
	if set.Version == "" || now.IsZero() {
		return report, wrap("load embedded set", errors.New("the set has no version, or now is no instant"))
	}
	err := db.change(ctx, "load embedded set "+set.Version, func(tx *sql.Tx) (bool, error) {
		var loaded bool
		if err := tx.QueryRowContext(ctx, selectLoaded, set.Version).Scan(&loaded); err != nil || loaded {
			return false, err
		}
		if err := tx.QueryRowContext(ctx, selectIsEmpty).Scan(&report.First); err != nil {
			return false, err
		}
		report.Loaded = true
		if err := report.load(ctx, tx, set, now, nil); err != nil {
			return false, err
		}
		_, err := tx.ExecContext(ctx, insertLoaded, set.Version, now.Unix())
		return true, err
	})
	if err != nil {
		return LoadReport{}, err
	}
	return report, nil
}

// load tells touched, where it is not nil, of each row that is new or revised.
func (r *LoadReport) load(ctx context.Context, tx *sql.Tx, set Dataset, now time.Time, touched func(r row, added bool)) error {
	for _, s := range set.Series {
		if _, err := putSeries(ctx, tx, s, Origin{Author: Embedded}); err != nil {
			return err
		}
	}
	if err := errors.Join(putActors(ctx, tx, set.Actors), replaceBreaks(ctx, tx, set.Breaks)); err != nil {
		return err
	}
	for _, part := range []struct {
		counts *runlog.Counts
		write  func(*batch) error
	}{
		{&r.Fixings, func(b *batch) error { return b.fixings(ctx, set.Fixings) }},
		{&r.Quotes, func(b *batch) error { return b.quotes(ctx, set.Quotes) }},
		{&r.Events, func(b *batch) error { return b.events(ctx, set.Events) }},
	} {
		b := &batch{tx: new(hot).in(tx), by: Origin{Author: Embedded}, now: now.Unix(), published: r.First, touched: touched}
		if err := part.write(b); err != nil {
			return err
		}
		*part.counts = b.counts
		r.Kept += b.kept
	}
	return nil
}

const selectNewestSet = `
SELECT version
  FROM embedded_sets
 ORDER BY version DESC
 LIMIT 1`

// EmbeddedVersion returns the newest version of the embedded set that was ever loaded, or the empty string for a database
// that was made without one. Versions begin with the day of their release, so that they sort by age.
func (db *DB) EmbeddedVersion(ctx context.Context) (version string, err error) {
	err = db.read.QueryRowContext(ctx, selectNewestSet).Scan(&version)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", wrap("embedded version", advise(db.path, err))
	}
	return version, nil
}

const selectUnfilled = `
SELECT value = 0 AND NOT EXISTS (SELECT 1 FROM meta WHERE name = 'left_empty')
  FROM meta
 WHERE name = 'data_version'`

// Unfilled tells whether nothing was ever stored in the file and nobody wants it so: it is new, or was made by a program that
// was killed before it could fill it.
func (db *DB) Unfilled(ctx context.Context) (unfilled bool, err error) {
	err = db.read.QueryRowContext(ctx, selectUnfilled).Scan(&unfilled)
	if err == nil && unfilled { // an old program's tables may hold rows that no version counts
		err = db.read.QueryRowContext(ctx, selectIsEmpty).Scan(&unfilled)
	}
	return unfilled, wrap("look for rows", err)
}

const insertLeftEmpty = `
INSERT OR IGNORE INTO meta (name, value)
VALUES ('left_empty', 1)`

// LeaveEmpty records that the file is to begin without the embedded set: it is no longer Unfilled.
func (db *DB) LeaveEmpty(ctx context.Context) error {
	return wrap("leave empty", db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		_, err := tx.ExecContext(ctx, insertLeftEmpty)
		return true, err
	}))
}
