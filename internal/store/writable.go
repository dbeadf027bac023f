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
// its file system cannot be written, the file was replaced under the program, or the disk refused the last write and refuses
// a small one still. Such an error wraps access.ErrUnwritable, as does that of each write.
func (db *DB) Writable() error {
	if err := db.unwritableNow(); err != nil {
		return err
	}
	if db.refused.last.Load() == nil {
		return nil
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
