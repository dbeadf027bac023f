package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// direct is a connection for reading rows of whole numbers by the million. The driver gives each value its own look-up of
// the type, two locks and an allocation, which together cost twice what SQLite spends on the row.
type direct struct {
	tls      *libc.TLS
	db       uintptr
	prepared map[string]uintptr // statements that are asked again and again, by their text
}

// directPool keeps idle connections of one database. The zero pool is ready for use.
type directPool struct {
	mu     sync.Mutex
	idle   []*direct
	closed bool
}

func (p *directPool) take(uri string) (*direct, error) {
	p.mu.Lock()
	if n := len(p.idle); n > 0 {
		d := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return d, nil
	}
	p.mu.Unlock()
	return openDirect(uri)
}

func (p *directPool) give(d *direct) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || len(p.idle) == idleReaders {
		d.close()
		return
	}
	p.idle = append(p.idle, d)
}

func (p *directPool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, d := range p.idle {
		d.close()
	}
	p.idle = nil
}

// openDirect opens a file by an address for reading. One goroutine at a time uses the connection, so it needs no mutex of its own.
func openDirect(uri string) (*direct, error) {
	d := &direct{tls: libc.NewTLS()}
	name, err := libc.CString(uri)
	if err != nil {
		d.tls.Close()
		return nil, err
	}
	defer libc.Xfree(d.tls, name)
	slot := d.tls.Alloc(int(unsafe.Sizeof(uintptr(0))))
	defer d.tls.Free(int(unsafe.Sizeof(uintptr(0))))
	rc := lib.Xsqlite3_open_v2(d.tls, name, slot, lib.SQLITE_OPEN_READONLY|lib.SQLITE_OPEN_URI|lib.SQLITE_OPEN_NOMUTEX, 0)
	d.db = libc.AtomicLoadNUintptr(slot, 0)
	if rc != lib.SQLITE_OK {
		return nil, errors.Join(d.failure(rc), d.close())
	}
	lib.Xsqlite3_busy_timeout(d.tls, d.db, busyPatienceMS)
	if err := d.limitCache(); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

const busyPatienceMS = 10_000

// limitCache keeps a quarter of the pages that SQLite would: rows by the million are read once each, and the system keeps
// the file's pages too.
func (d *direct) limitCache() error {
	text, err := libc.CString("PRAGMA cache_size = -512")
	if err != nil {
		return err
	}
	defer libc.Xfree(d.tls, text)
	if rc := lib.Xsqlite3_exec(d.tls, d.db, text, 0, 0, 0); rc != lib.SQLITE_OK {
		return d.failure(rc)
	}
	return nil
}

func (d *direct) close() error {
	var err error
	for _, statement := range d.prepared {
		lib.Xsqlite3_finalize(d.tls, statement) // it repeats the error of the last step
	}
	if rc := lib.Xsqlite3_close_v2(d.tls, d.db); rc != lib.SQLITE_OK {
		err = fmt.Errorf("closing a reading connection: code %d", rc)
	}
	d.tls.Close()
	return err
}

func (d *direct) failure(rc int32) error {
	return &directError{int(rc), libc.GoString(lib.Xsqlite3_errmsg(d.tls, d.db))}
}

// directError is what SQLite says, as the driver's own error.
type directError struct {
	code int
	text string
}

func (e *directError) Error() string { return fmt.Sprintf("%s (%d)", e.text, e.code) }

// Code is SQLite's.
func (e *directError) Code() int { return e.code }

// lookEvery is how many rows are read between two looks at the context.
const lookEvery = 256

// each gives the rows of a query whose columns are all integers to yield. The slice is overwritten by the next row.
func (d *direct) each(ctx context.Context, query string, args []int64, yield func(row []int64) error) (err error) {
	statement, err := d.prepare(query, args)
	if err != nil {
		return err
	}
	defer func() {
		lib.Xsqlite3_finalize(d.tls, statement) // it repeats the error of the last step
		runtime.KeepAlive(d)
	}()
	row := make([]int64, lib.Xsqlite3_column_count(d.tls, statement))
	return d.steps(ctx, statement, func() (enough bool, err error) {
		for i := range row {
			row[i] = lib.Xsqlite3_column_int64(d.tls, statement, int32(i))
		}
		return false, yield(row)
	})
}

// steps calls row at each row of a prepared statement, until it has enough or fails.
func (d *direct) steps(ctx context.Context, statement uintptr, row func() (enough bool, err error)) error {
	for n := 0; ; n++ {
		if n%lookEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch rc := lib.Xsqlite3_step(d.tls, statement); rc {
		case lib.SQLITE_ROW:
		case lib.SQLITE_DONE:
			return nil
		default:
			return d.failure(rc)
		}
		if enough, err := row(); enough || err != nil {
			return err
		}
	}
}

func (d *direct) prepare(query string, args []int64) (statement uintptr, err error) {
	text, err := libc.CString(query)
	if err != nil {
		return 0, err
	}
	defer libc.Xfree(d.tls, text)
	slot := d.tls.Alloc(int(unsafe.Sizeof(uintptr(0))))
	defer d.tls.Free(int(unsafe.Sizeof(uintptr(0))))
	if rc := lib.Xsqlite3_prepare_v2(d.tls, d.db, text, -1, slot, 0); rc != lib.SQLITE_OK {
		return 0, d.failure(rc)
	}
	statement = libc.AtomicLoadNUintptr(slot, 0)
	for i, a := range args {
		if rc := lib.Xsqlite3_bind_int64(d.tls, statement, int32(i+1), a); rc != lib.SQLITE_OK {
			lib.Xsqlite3_finalize(d.tls, statement)
			return 0, d.failure(rc)
		}
	}
	return statement, nil
}
