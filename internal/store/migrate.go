package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID stands in the file's header, so that another program's database is not taken for ours.
const applicationID = 0x44744e74 // "DtNt"

// migrate applies the migrations the file lacks, in order, each in a transaction of its own. user_version counts them.
func migrate(ctx context.Context, db *sql.DB) error {
	names, err := fs.Glob(migrations, "migrations/*.sql") // in the order of their numbers
	if err != nil {
		return err
	}
	if done, err := upToDate(ctx, db, names); done || err != nil {
		return err
	}
	for {
		done, err := migrateOne(ctx, db, names)
		if err != nil || done {
			return err
		}
	}
}

// tryWriting changes nothing, but fails where the file is read-only: SQLite opens such a file without a word.
const tryWriting = `
UPDATE meta
   SET value = value
 WHERE name = ''`

// upToDate tells whether the file needs no migration, without waiting for a program that writes to it: that it can be
// written is then plain, else it is tried.
func upToDate(ctx context.Context, db *sql.DB, names []string) (done bool, err error) {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil || version != len(names) {
		return false, err
	}
	if _, err := schemaVersion(ctx, db); err != nil { // only now: another program may be making its tables
		return false, err
	}
	if _, err := db.ExecContext(ctx, "PRAGMA busy_timeout = 50"); err != nil {
		return false, err
	}
	if _, err = db.ExecContext(ctx, tryWriting); isBusy(err) {
		err = nil
	}
	_, again := db.ExecContext(ctx, "PRAGMA busy_timeout = 10000") // as writerDSN says
	return true, errors.Join(err, again)
}

// migrateOne applies the next missing migration. The lock is taken before the version is read, so that two programs
// that open a new file at once do not both build it.
func migrateOne(ctx context.Context, db *sql.DB, names []string) (done bool, err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it reports ErrTxDone, which is as it should be
	version, err := schemaVersion(ctx, tx)
	if err != nil {
		return false, err
	}
	if version == len(names) {
		return true, nil
	}
	if version > len(names) {
		return false, fmt.Errorf("its tables are of version %d, this program knows up to %d: use a newer detente, or another file", version, len(names))
	}
	script, err := migrations.ReadFile(names[version])
	if err != nil {
		return false, err
	}
	// pragmas take no parameters
	stamp := fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", version+1, applicationID)
	for _, statements := range []string{string(script), stamp} {
		if _, err := tx.ExecContext(ctx, statements); err != nil {
			return false, fmt.Errorf("%s: %w", names[version], err)
		}
	}
	return false, tx.Commit()
}

const countTables = `
SELECT count(*)
  FROM sqlite_schema`

// schemaVersion returns how many migrations the file has had, or an error where it belongs to another program.
func schemaVersion(ctx context.Context, q querier) (version int, err error) {
	var id, tables int
	for query, into := range map[string]*int{"PRAGMA user_version": &version, "PRAGMA application_id": &id, countTables: &tables} {
		if err := q.QueryRowContext(ctx, query).Scan(into); err != nil {
			return 0, err
		}
	}
	if id != applicationID && (tables > 0 || version > 0) {
		return 0, fmt.Errorf("it is a database of another program: give another path")
	}
	return version, nil
}
