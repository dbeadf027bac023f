package store

import (
	"context"
	"errors"
	"fmt"
	"sync"

	lib "modernc.org/sqlite/lib"
)

const selectVersion = `
SELECT value
  FROM meta
 WHERE name = 'data_version'`

// Version returns a number that grows with every committed change of figures or events, and with nothing else: the key
// of every cache and ETag. It asks the file each time, since another program may have written, and takes a few microseconds.
func (db *DB) Version(ctx context.Context) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, fmt.Errorf("store: version: %w", err)
	}
	if err := db.changed(); err != nil {
		return 0, wrap("version", err)
	}
	version, err := db.versions.read(readingURI(db.path, db.frozen))
	if err != nil {
		return 0, fmt.Errorf("store: version: %w", advise(db.path, err))
	}
	return version, nil
}

// versionReader has one statement prepared on a connection of its own. The zero reader is ready for use.
type versionReader struct {
	mu        sync.Mutex
	conn      *direct
	statement uintptr
	closed    bool
}

func (v *versionReader) read(uri string) (version int64, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return 0, errors.New("the database is closed")
	}
	if v.conn == nil {
		if err := v.open(uri); err != nil {
			return 0, err
		}
	}
	rc := lib.Xsqlite3_step(v.conn.tls, v.statement)
	if rc == lib.SQLITE_ROW {
		version = lib.Xsqlite3_column_int64(v.conn.tls, v.statement, 0)
		lib.Xsqlite3_reset(v.conn.tls, v.statement) // it repeats the error of step, and there was none
		return version, nil
	}
	err = v.conn.failure(rc)
	if rc == lib.SQLITE_DONE {
		err = errors.New("the file keeps no version")
	}
	return 0, errors.Join(err, v.drop())
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
