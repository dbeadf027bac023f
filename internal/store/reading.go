package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"detente/internal/access"
)

// unwritable is an error after which what is stored can still be read.
type unwritable struct{ error }

// Is tells that it is an access.ErrUnwritable, and which of them.
func (u unwritable) Is(target error) bool {
	return target == access.ErrUnwritable || target == access.ErrLocked && isBusy(u.error)
}

// Unwrap gives the cause.
func (u unwritable) Unwrap() error { return u.error }

// readsStill tells whether a file that cannot be opened for writing with err may be open to reading.
func readsStill(err error) bool {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return false
	}
	switch failed.Code() & 0xff {
	case lib.SQLITE_READONLY, lib.SQLITE_PERM, lib.SQLITE_CANTOPEN, lib.SQLITE_FULL, lib.SQLITE_IOERR:
		return true
	}
	return false
}

// connectReading opens for reading a file that cannot be written for the reason why. Without a write-ahead log beside it
// such a file is read as one that does not change: SQLite could not even make the small file that readers share.
func (db *DB) connectReading(ctx context.Context, why error) (err error) {
	if _, err := os.Stat(db.path); err != nil || !readsStill(why) {
		return why
	}
	if db.read != nil {
		err = db.read.Close()
	}
	err = errors.Join(err, db.write.Close())
	db.write, db.unwritable = nil, unwritable{why}
	if err = errors.Join(err, db.openReaders(ctx)); err == nil {
		return nil
	}
	if !hasLog(db.path) {
		db.frozen = true
		if err = db.openReaders(ctx); err == nil {
			return db.remember()
		}
	}
	return fmt.Errorf("%w; nor can it be read: %w", why, err)
}

// openReaders opens the pool and checks that its file has the tables of this program.
func (db *DB) openReaders(ctx context.Context) (err error) {
	if db.read, err = sql.Open("sqlite", readerDSN(db.path, db.frozen)); err != nil {
		return err
	}
	db.read.SetMaxOpenConns(readers)
	db.read.SetMaxIdleConns(idleReaders)
	if db.unwritable == nil {
		return patiently(ctx, func() error { return db.read.PingContext(ctx) })
	}
	tx, err := db.read.BeginTx(ctx, nil)
	if err != nil {
		return db.unread(err)
	}
	version, err := schemaVersion(ctx, tx)
	if names, _ := fs.Glob(migrations, "migrations/*.sql"); err == nil && version != len(names) { // a wrong pattern would not compile a test
		err = fmt.Errorf("its tables are of version %d, this program wants %d and cannot bring them there", version, len(names))
	}
	if err = errors.Join(err, tx.Rollback()); err != nil {
		return db.unread(err)
	}
	return nil
}

// unread gives up a pool that cannot read.
func (db *DB) unread(err error) error {
	err = errors.Join(err, db.read.Close())
	db.read = nil
	return err
}

func hasLog(path string) bool {
	about, err := os.Stat(path + "-wal")
	return err == nil && about.Size() > 0
}

// still is what a file that is taken as unchanging looked like.
type still struct {
	size int64
	at   time.Time
}

func (db *DB) remember() error {
	about, err := os.Stat(db.path)
	if err == nil {
		db.looked = still{about.Size(), about.ModTime()}
	}
	return err
}

// changed is an error where a file that was taken as unchanging has changed: pages read before and after do not fit.
func (db *DB) changed() error {
	if !db.frozen {
		return nil
	}
	was := db.looked
	about, err := os.Stat(db.path)
	if err != nil {
		return err
	}
	if (still{about.Size(), about.ModTime()} != was) || hasLog(db.path) {
		return fmt.Errorf("%s is read as a file that does not change, and another program writes to it: start this one again", db.path)
	}
	return nil
}
