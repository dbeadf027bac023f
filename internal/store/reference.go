package store

import (
	"context"
	"database/sql"
	"fmt"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

const selectBreaks = `
SELECT series, date, what, source
  FROM breaks
 ORDER BY date, series, what`

// Breaks returns the breaks of every series by ascending date. They come with the embedded set alone.
func (db *DB) Breaks(ctx context.Context) ([]fx.Break, error) {
	list, err := collect(ctx, db.read, scanBreak, selectBreaks)
	return list, wrap("breaks", err)
}

func scanBreak(rows *sql.Rows) (b fx.Break, err error) {
	var date string
	if err = rows.Scan(&b.Series, &date, &b.What, &b.Source); err != nil {
		return b, err
	}
	b.Date, err = civil.Parse(date)
	return b, err
}

const selectActors = `
SELECT code, name, kind
  FROM actors
 ORDER BY code`

// Actors returns the actors of the vocabulary and of every event, by code.
func (db *DB) Actors(ctx context.Context) ([]event.Actor, error) {
	list, err := collect(ctx, db.read, scanActor, selectActors)
	return list, wrap("actors", err)
}

func scanActor(rows *sql.Rows) (a event.Actor, err error) {
	return a, rows.Scan(&a.Code, &a.Name, &a.Kind)
}

const deleteBreaks = `
DELETE FROM breaks`

const insertBreak = `
INSERT INTO breaks (series, date, what, source)
VALUES (?1, ?2, ?3, ?4)`

// replaceBreaks writes the list of breaks anew: it explains the figures and is the program's own text, not a figure.
func replaceBreaks(ctx context.Context, tx *sql.Tx, list []fx.Break) error {
	if _, err := tx.ExecContext(ctx, deleteBreaks); err != nil {
		return err
	}
	for _, b := range list {
		if _, err := tx.ExecContext(ctx, insertBreak, b.Series, b.Date.String(), b.What, b.Source); err != nil {
			return fmt.Errorf("break of %q on %s: %w", b.Series, b.Date, err)
		}
	}
	return nil
}

const upsertActor = `
INSERT INTO actors (code, name, kind)
VALUES (?1, ?2, ?3)
    ON CONFLICT (code) DO UPDATE
   SET name = excluded.name, kind = excluded.kind`

func putActors(ctx context.Context, tx *sql.Tx, list []event.Actor) error {
	for _, a := range list {
		if _, err := tx.ExecContext(ctx, upsertActor, a.Code, a.Name, a.Kind); err != nil {
			return fmt.Errorf("actor %q: %w", a.Code, err)
		}
	}
	return nil
}
