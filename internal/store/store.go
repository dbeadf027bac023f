// Package store keeps the figures and events of Détente in one SQLite file: series, fixings, candles, quotes, breaks,
// events, and the record of how they came in.
//
// Every read can be made as of an instant: a changed row moves its old version into a table of revisions, with the time
// it was known from and to. Nothing is ever deleted. The package never fetches, never computes a statistic, never fills
// a missing day and never reads the clock: now is a parameter.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"detente/internal/event"
)

// ErrNotFound is wrapped by the error of a read that names a series, event, run or fetch that is not stored.
var ErrNotFound = event.ErrUnknown

// DB is an open database. All methods are safe for concurrent use; writes queue on one connection, reads run beside them.
type DB struct {
	path  string
	write *sql.DB // nil where unwritable is set
	read  *sql.DB

	unwritable error // why the file was opened for reading alone; nil where it was not
	frozen     bool  // it is read as a file that does not change
	looked     still // what it looked like then
	opened     os.FileInfo
	refused    diskRefusal
	turns      turns
	lockedFor  time.Duration           // after so long another program's lock is told of
	toDisk     func(path string) error // syncFile

	packer   func() (*zstd.Encoder, error)
	unpacker func() (*zstd.Decoder, error)
	coverage coverageCache
	whole    wholeDays
	direct   directPool
	versions versionReader
	hot      hot // of the writing connection
	hotReads hot
	incoming *incoming
}

// readers bounds the reads at one time: each may hold its connection for as long as a slow export takes.
const (
	readers     = 12
	idleReaders = 4
)

// Open opens the database at path, makes it and its folder where they are missing, and brings its tables to this
// program's version. A file that is damaged, not a database, another program's, newer than this program or not writable
// is an error that names the path and what to do. A sound file of this program's version that cannot be written is opened
// for reading: Writable says why.
func Open(ctx context.Context, path string) (*DB, error) {
	full, err := place(path)
	if err != nil {
		return nil, err
	}
	if err := registerIncoming(); err != nil {
		return nil, wrap("open", err)
	}
	db := &DB{path: full, incoming: newIncoming(), toDisk: syncFile, lockedFor: 2 * time.Second}
	db.packer = sync.OnceValues(newPacker)
	db.unpacker = sync.OnceValues(newUnpacker)
	if err := db.connect(ctx); err != nil {
		if err = db.connectReading(ctx, explain(full, err)); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	if db.opened, err = os.Stat(full); err != nil {
		return nil, errors.Join(wrap("open", err), db.Close())
	}
	return db, nil
}

func (db *DB) connect(ctx context.Context) (err error) {
	if db.write, err = sql.Open("sqlite", writerDSN(db.path)); err != nil {
		return err
	}
	db.write.SetMaxOpenConns(1)
	if err := patiently(ctx, func() error { return migrate(ctx, db.write) }); err != nil {
		return err
	}
	if err := errors.Join(db.seedCatalogue(ctx), db.seedSearch(ctx), db.foldLong(ctx)); err != nil {
		return err
	}
	return db.openReaders(ctx)
}

// patiently tries again for as long as the file is locked, ten seconds at most: busy_timeout does not cover the moments
// in which another program turns the write-ahead log on or folds it in.
func patiently(ctx context.Context, work func() error) error {
	limited, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		err := work()
		if !isBusy(err) {
			return err
		}
		select {
		case <-limited.Done():
			return err
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Close closes every connection; the last one to close folds the write-ahead log into the file.
func (db *DB) Close() error {
	db.direct.close()
	db.incoming.close()
	errs := []error{db.versions.close()}
	for _, pool := range []*sql.DB{db.read, db.write} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// Path returns the absolute path of the file.
func (db *DB) Path() string { return db.path }

const bumpVersion = `
UPDATE meta
   SET value = value + 1
 WHERE name = 'data_version'`

// change runs work in one writing transaction. Where work reports a change the data version grows in the same
// transaction; where it reports none, or an error, nothing is written.
func (db *DB) change(ctx context.Context, what string, work func(tx *sql.Tx) (changed bool, err error)) error {
	err := db.transact(ctx, func(tx *sql.Tx) (bool, error) {
		changed, err := work(tx)
		if err != nil || !changed {
			return false, err
		}
		_, err = db.hot.in(tx).ExecContext(ctx, bumpVersion)
		return true, err
	})
	if err != nil {
		return fmt.Errorf("store: %s: %w", what, err)
	}
	return nil
}

// transact commits where work says so and rolls back otherwise. A full disk, a lock or a damaged file is said in words.
func (db *DB) transact(ctx context.Context, work func(tx *sql.Tx) (commit bool, err error)) error {
	wrote := false
	err := advise(db.path, db.attempt(ctx, func(tx *sql.Tx) (commit bool, err error) {
		wrote, err = work(tx)
		return wrote, err
	}))
	db.refused.tell(wrote, err)
	return err
}

func (db *DB) attempt(ctx context.Context, work func(tx *sql.Tx) (commit bool, err error)) error {
	if tx := db.rehearsed(ctx); tx != nil {
		_, err := work(tx)
		return err
	}
	if err := db.unwritableNow(); err != nil {
		return err
	}
	return db.inTransaction(ctx, db.write, work)
}

// beginner is a connection, or a pool that holds one.
type beginner interface {
	BeginTx(ctx context.Context, options *sql.TxOptions) (*sql.Tx, error)
}

func (db *DB) inTransaction(ctx context.Context, on beginner, work func(tx *sql.Tx) (commit bool, err error)) error {
	tx, err := on.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	db.turns.begun.Add(1)
	db.turns.open.Add(1)
	defer db.turns.open.Add(-1)
	defer func() { _ = tx.Rollback() }() // after a commit it reports ErrTxDone, which is as it should be
	commit, err := work(tx)
	if err != nil || !commit {
		return err
	}
	return tx.Commit()
}

// instant is t in whole seconds, NULL where t is zero.
func instant(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.Unix(), Valid: !t.IsZero()}
}

func timeOf(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.Unix(n.Int64, 0).UTC()
}

func utc(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }

// wrap says where an error comes from; nil stays nil.
func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("store: %s: %w", what, err)
}
