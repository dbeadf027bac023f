package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"detente/data"
	"detente/internal/access"
	"detente/internal/fx"
	"detente/internal/store"
)

// open opens the database of --db. A missing one is made and, unless --empty says otherwise, filled with the embedded
// set, which a program that was killed at that left to the next; one that was filled by an older program takes what is newer
// in this one.
func (p *program) open() (*store.DB, error) {
	db, err := store.Open(p.ctx, p.cli.DB)
	if err != nil {
		return nil, err
	}
	if err := p.load(db); err != nil {
		_ = db.Close() // the first error says why
		return nil, err
	}
	open, err := db.UnfinishedImports(p.ctx)
	for _, i := range open {
		slog.Warn(halfDone(i), "started", i.Started)
	}
	if err != nil { // no reason to keep from what else is stored
		slog.Warn("which imports were cut short cannot be read: run detente check", "error", err)
	}
	return db, nil
}

// lacks tells whether a database wants the embedded set of this program.
func (p *program) lacks(db *store.DB) (bool, error) {
	loaded, err := db.EmbeddedVersion(p.ctx)
	if err != nil || loaded != "" {
		return loaded < data.Version(), err
	}
	unfilled, err := db.Unfilled(p.ctx)
	if unfilled && p.cli.Empty && whyReadOnly(db) == nil {
		return false, db.LeaveEmpty(p.ctx)
	}
	return unfilled && !p.cli.Empty, err
}

// whyReadOnly is why a database takes no writes at all; for one that another program has locked a write waits.
func whyReadOnly(db *store.DB) error {
	if why := db.Writable(); !errors.Is(why, access.ErrLocked) {
		return why
	}
	return nil
}

func (p *program) load(db *store.DB) error {
	if wanted, err := p.lacks(db); err != nil || !wanted {
		return err
	}
	if why := whyReadOnly(db); why != nil {
		slog.Warn("the embedded set of this program is newer than the database's and cannot be stored", "error", why)
		return nil
	}
	set, err := data.Load()
	if err != nil {
		return err
	}
	report, err := db.LoadEmbedded(p.ctx, store.Dataset(set), p.now())
	if err != nil {
		return err
	}
	slog.Info("embedded set loaded", "db", p.cli.DB, "version", set.Version,
		"fixings", report.Fixings.New+report.Fixings.Revised, "events", report.Events.New+report.Events.Revised, "kept", report.Kept)
	return nil
}

// with opens the database, does work with it and closes it. One that was not there is made, and that is said: a wrong --db
// would look like a database that knows nothing of what was entered, and its backup like one.
func (p *program) with(work func(*store.DB) error) error {
	_, missing := os.Stat(p.cli.DB)
	db, err := p.open()
	if err != nil {
		return err
	}
	if errors.Is(missing, fs.ErrNotExist) {
		fmt.Fprintf(p.stderr, "detente: there was no database at %s: it was made just now and %s\n", db.Path(), map[bool]string{true: "is empty", false: "holds the embedded set alone"}[p.cli.Empty])
	}
	err = work(db)
	if closing := db.Close(); err == nil {
		err = closing
	}
	return err
}

// knownSeries finds a stored series, or says which there are.
func knownSeries(ctx context.Context, db *store.DB, id fx.SeriesID) (fx.Series, error) {
	list, err := db.Series(ctx)
	if err != nil {
		return fx.Series{}, err
	}
	s, err := fx.Among(list, id)
	if err != nil {
		return fx.Series{}, misuse{fmt.Errorf("--series %w", err)}
	}
	return s, nil
}
