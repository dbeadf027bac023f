package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	lib "modernc.org/sqlite/lib"

	"detente/internal/runlog"
)

// Check reads the whole file and returns what is wrong with it: damaged pages by the table they belong to, broken indexes, tables
// and triggers that are not those of this program, rows that refer to rows that are not there, stored answers that are no longer
// the bytes that came. An empty list is a sound file.
func (db *DB) Check(ctx context.Context) ([]string, error) {
	found, err := collect(ctx, db.read, scanText, "PRAGMA integrity_check")
	if isCorrupt(err) { // it gives up at the first page that it cannot read
		found, err = db.tornTables(ctx)
	}
	if err != nil {
		return nil, wrap("check", advise(db.path, err))
	}
	if len(found) == 1 && found[0] == "ok" {
		found = nil
	}
	for _, look := range []func(context.Context) ([]string, error){db.foreign, db.orphans, db.spoiltBodies} {
		more, err := look(ctx)
		if err != nil && (!isCorrupt(err) || len(found) == 0) { // else that it is torn is said
			return nil, wrap("check", advise(db.path, err))
		}
		found = append(found, more...)
	}
	return found, nil
}

func isCorrupt(err error) bool { return isCode(err, lib.SQLITE_CORRUPT) }

const (
	selectTables = `
SELECT name
  FROM sqlite_schema
 WHERE type = 'table'
 ORDER BY name`
	selectIntegrity = `
SELECT integrity_check
  FROM pragma_integrity_check(?1)`
)

// tornTables names the tables of which something cannot be read: whoever has no backup wants to know which are whole.
func (db *DB) tornTables(ctx context.Context) (torn []string, err error) {
	tables, err := collect(ctx, db.read, scanText, selectTables)
	if err != nil {
		return nil, err
	}
	for _, name := range tables {
		said, err := collect(ctx, db.read, scanText, selectIntegrity, name)
		switch {
		case isCorrupt(err):
			torn = append(torn, fmt.Sprintf("table %s: a page of it or of an index of it cannot be read", name))
		case err != nil:
			return nil, err
		case len(said) > 0 && said[0] != "ok":
			torn = append(torn, fmt.Sprintf("table %s: %s", name, said[0]))
		}
	}
	if len(torn) == 0 {
		torn = []string{"a page that belongs to no table cannot be read"}
	}
	return torn, nil
}

const selectOrphans = `
SELECT iif(count(*) = 1, 'a row of ', count(*) || ' rows of ') || "table" || ', through ' || parent || ', '
       || iif(count(*) = 1, 'refers to a row', 'refer to rows')
  FROM pragma_foreign_key_check
 GROUP BY "table", parent
 ORDER BY 1`

func (db *DB) orphans(ctx context.Context) ([]string, error) {
	found, err := collect(ctx, db.read, scanText, selectOrphans)
	for i, o := range found {
		found[i] = o + " not there"
	}
	return found, err
}

const selectBodies = `
SELECT sha256, zstd
  FROM bodies
 ORDER BY sha256`

// spoiltBodies reads every stored answer again: SQLite keeps no sum of what a page holds, but the publisher's bytes have one.
func (db *DB) spoiltBodies(ctx context.Context) ([]string, error) {
	unpack, err := db.unpacker()
	if err != nil {
		return nil, err
	}
	bad, err := collect(ctx, db.read, func(rows *sql.Rows) (said string, err error) {
		var sum string
		var packed []byte
		if err := rows.Scan(&sum, &packed); err != nil {
			return "", err
		}
		body, err := unpack.DecodeAll(packed, nil)
		if err == nil {
			_, err = checksum(runlog.Fetch{SHA256: sum, Body: body})
		}
		if err == nil && len(body) > 0 {
			return "", nil
		}
		return fmt.Sprintf("the stored answer of SHA-256 %s is no longer what came: what was read from it cannot be read again", sum), nil
	}, selectBodies)
	return slices.DeleteFunc(bad, func(said string) bool { return said == "" }), err
}
