package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// rehearsal is the one transaction of a rehearsal, as its context carries it.
type rehearsal struct {
	db *DB
	tx *sql.Tx
}

type rehearsalKey struct{}

// Rehearse runs work and takes back everything that it wrote: what the writing methods return under the context given to
// work is what they would return in earnest. Series and Fixings read under that context see what was written so far, the
// other reads see the file as it stands. The file is locked for other writers meanwhile; work is one goroutine's.
func (db *DB) Rehearse(ctx context.Context, work func(ctx context.Context) error) error {
	if db.unwritable != nil {
		return wrap("rehearse", db.unwritable)
	}
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return wrap("rehearse", advise(db.path, err))
	}
	defer func() { _ = tx.Rollback() }() // a cancelled context has rolled it back before
	return work(context.WithValue(ctx, rehearsalKey{}, rehearsal{db, tx}))
}

// rehearsed returns the transaction of the rehearsal that ctx belongs to, nil in earnest.
func (db *DB) rehearsed(ctx context.Context) *sql.Tx {
	if r, ok := ctx.Value(rehearsalKey{}).(rehearsal); ok && r.db == db {
		return r.tx
	}
	return nil
}

// reader is where a read of ctx looks.
func (db *DB) reader(ctx context.Context) querier {
	if tx := db.rehearsed(ctx); tx != nil {
		return tx
	}
	return db.read
}

// warm prepares what transactions wanted; a rehearsal holds the connection that would prepare it.
func (db *DB) warm(ctx context.Context) {
	if db.rehearsed(ctx) == nil && db.unwritable == nil {
		db.hot.warm(ctx, db.write)
	}
}

// eachRow is the function eachRow where ctx reads.
func (db *DB) eachRow(ctx context.Context, yield func(row []driver.Value) error, query string, args ...any) error {
	tx := db.rehearsed(ctx)
	if tx == nil {
		return eachRow(ctx, db.read, yield, query, args...)
	}
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	row, into := make([]driver.Value, len(columns)), make([]any, len(columns))
	for i := range row {
		into[i] = &row[i]
	}
	for err == nil && rows.Next() {
		if err = rows.Scan(into...); err == nil {
			err = yield(row)
		}
	}
	return errors.Join(err, rows.Err())
}
