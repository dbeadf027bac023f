package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"detente/internal/access"
)

// diskRefusal remembers that the disk refused the last write: the file was opened for writing, and is not writable now.
type diskRefusal struct{ last atomic.Pointer[error] }

// tell notes what became of a write. A lock is another program's turn and soon over; the disk is not.
func (r *diskRefusal) tell(wrote bool, err error) {
	switch {
	case err == nil && wrote:
		r.last.Store(nil)
	case errors.Is(err, access.ErrUnwritable) && !isBusy(err):
		r.last.Store(&err)
	}
}

// Writable returns nil, or why nothing can be stored: the database was opened for reading because its file, its folder or
// its file system cannot be written, the file was replaced under the program, the disk refused the last write and refuses
// a small one still, or another program holds the lock for seconds (access.ErrLocked). It takes no longer than that. Such an error
// wraps access.ErrUnwritable, as does that of each write.
func (db *DB) Writable() error {
	if err := db.unwritableNow(); err != nil {
		return err
	}
	if db.refused.last.Load() == nil {
		return db.locked()
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // who asks must not wait for a long write
	defer cancel()
	_ = db.transact(ctx, func(tx *sql.Tx) (bool, error) { // what it says is remembered
		_, err := tx.ExecContext(ctx, writeAnything)
		return true, err
	})
	if still := db.refused.last.Load(); still != nil {
		return *still
	}
	return nil
}

// turns counts the writing transactions of this program: those that ever got the lock, and those that hold it.
type turns struct{ begun, open atomic.Int64 }

// locked is why another program's lock keeps this one from writing, nil where it does not. Whose turn it is is asked on a connection of
// its own: that for writing may be waiting for the same lock.
func (db *DB) locked() error {
	begun := db.turns.begun.Load()
	if db.turns.open.Load() > 0 {
		return nil
	}
	own, err := sql.Open("sqlite", fmt.Sprintf("%s?mode=rw&_pragma=busy_timeout(%d)&_txlock=immediate", fileURI(db.path), db.lockedFor.Milliseconds()))
	if err != nil {
		return err
	}
	defer func() { _ = own.Close() }() // nothing was written
	tx, err := own.Begin()
	switch {
	case err == nil:
		return tx.Rollback()
	case !isBusy(err) || db.turns.begun.Load() > begun: // a write of this program had its turn meanwhile
		return nil
	}
	return advise(db.path, err)
}

const writeAnything = `
INSERT INTO meta (name, value)
VALUES ('tried', 1)
    ON CONFLICT (name) DO UPDATE SET value = 1 - value`

// unwritableNow is why no write is tried.
func (db *DB) unwritableNow() error {
	if db.unwritable != nil {
		return db.unwritable
	}
	if db.opened == nil {
		return nil // it is being opened
	}
	if there, err := os.Stat(db.path); err != nil || !os.SameFile(db.opened, there) {
		return unwritable{fmt.Errorf("%s was moved or replaced while this program had it open: what is written now would go to the file that is no longer there. Start the program again", db.path)}
	}
	return nil
}
