package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// part is a table, index, view or trigger of a database, and the statement that makes it.
type part struct{ kind, name, made string }

const selectParts = `
SELECT type, name, sql
  FROM sqlite_schema
 WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
 ORDER BY name`

func parts(ctx context.Context, of querier) ([]part, error) {
	return collect(ctx, of, func(rows *sql.Rows) (p part, err error) { return p, rows.Scan(&p.kind, &p.name, &p.made) }, selectParts)
}

// foreign compares the tables with those that the migrations make. A trigger too few lets rollups and the search go wrong in
// silence, and one too many may delete what it likes. A table that another program keeps in the file harms nothing.
func (db *DB) foreign(ctx context.Context) ([]string, error) {
	own, err := ownParts(ctx)
	if err != nil {
		return nil, err
	}
	there, err := parts(ctx, db.read)
	if err != nil {
		return nil, err
	}
	wanted := map[string]part{}
	for _, p := range own {
		wanted[p.name] = p
	}
	var found []string
	for _, p := range there {
		switch want, ours := wanted[p.name]; {
		case ours && p != want:
			found = append(found, fmt.Sprintf("%s %s is not as this program makes it", p.kind, p.name))
		case !ours && p.kind == "trigger":
			found = append(found, fmt.Sprintf("trigger %s is none of this program's, and changes what is stored", p.name))
		}
		delete(wanted, p.name)
	}
	for _, p := range own {
		if _, missing := wanted[p.name]; missing {
			found = append(found, fmt.Sprintf("%s %s is missing", p.kind, p.name))
		}
	}
	return found, nil
}

// ownParts are those of a database that this program has just made.
func ownParts(ctx context.Context) (own []part, err error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1) // another connection would see another database
	if err := migrate(ctx, db); err != nil {
		return nil, err
	}
	return parts(ctx, db)
}
