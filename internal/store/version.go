package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	lib "modernc.org/sqlite/lib"
)

const selectVersion = `
SELECT value
  FROM meta
 WHERE name = 'data_version'`

// Version returns a number that grows with every committed change of figures or events, and with nothing else: the key
// of every cache and ETag. Another program may have written, so that what all programs share is looked at each time: that
// takes some nanoseconds, and a few microseconds after a commit.
func (db *DB) Version(ctx context.Context) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, fmt.Errorf("store: version: %w", err)
	}
	if err := db.changed(); err != nil {
		return 0, wrap("version", err)
	}
	version, err := db.versions.read(func() string { return readingURI(db.path, db.frozen) })
	if err != nil {
		return 0, fmt.Errorf("store: version: %w", advise(db.path, err))
	}
	return version, nil
}

// versionReader has one statement prepared on a connection of its own. The zero reader is ready for use.
type versionReader struct {
	mu        sync.RWMutex // held for reading where the index is looked at, which closing the connection takes away
	conn      *direct
	statement uintptr
	index     walIndex
	last      atomic.Pointer[seenVersion]
	closed    bool
}

// seenVersion is a version that stands as long as the head of the index is the one it was read with.
type seenVersion struct {
	head    walHead
	version int64
}

func (v *versionReader) read(uri func() string) (int64, error) {
	if version, ok := v.standing(); ok {
		return version, nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return 0, errors.New("the database is closed")
	}
	if v.conn == nil {
		if err := v.open(uri()); err != nil {
			return 0, err
		}
	}
	head, ok := v.index.head() // before the reading: a commit in between makes the next reader ask again
	version, err := v.ask()
	switch {
	case err != nil:
		return 0, errors.Join(err, v.drop())
	case v.index == 0:
		v.index = walIndexOf(v.conn)
	case ok:
		v.last.Store(&seenVersion{head, version})
	}
	return version, nil
}

// standing is the version that was read last, where nobody has committed anything since.
func (v *versionReader) standing() (int64, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	last := v.last.Load()
	if last == nil {
		return 0, false
	}
	head, ok := v.index.head()
	return last.version, ok && head == last.head
}

func (v *versionReader) ask() (version int64, err error) {
	switch rc := lib.Xsqlite3_step(v.conn.tls, v.statement); rc {
	case lib.SQLITE_ROW:
		version = lib.Xsqlite3_column_int64(v.conn.tls, v.statement, 0)
		lib.Xsqlite3_reset(v.conn.tls, v.statement) // it repeats the error of step, and there was none
		return version, nil
	case lib.SQLITE_DONE:
		return 0, errors.New("the file keeps no version")
	default:
		return 0, v.conn.failure(rc)
	}
}

func (v *versionReader) open(uri string) (err error) {
	if v.conn, err = openDirect(uri); err != nil {
		v.conn = nil
		return err
	}
	if v.statement, err = v.conn.prepare(selectVersion, nil); err != nil {
		v.statement = 0
		return errors.Join(err, v.drop())
	}
	return nil
}

// drop closes the connection; the next reading opens another.
func (v *versionReader) drop() error {
	if v.conn == nil {
		return nil
	}
	if v.statement != 0 {
		lib.Xsqlite3_finalize(v.conn.tls, v.statement) // it repeats the error of the last step
	}
	v.last.Store(nil)
	v.index = 0
	err := v.conn.close()
	v.conn, v.statement = nil, 0
	return err
}

func (v *versionReader) close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.closed = true
	return v.drop()
}
