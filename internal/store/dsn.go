package store

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"detente/internal/access"
)

// place returns path in absolute form and makes the folder it lies in.
func place(path string) (string, error) {
	if strings.TrimSpace(path) == "" {
		return "", errors.New("store: the database has no path: give one, such as data/detente.db")
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("store: %s: %w", path, err)
	}
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return "", fmt.Errorf("store: %s: cannot make its folder: %w; give a path in a folder you may write to", full, err)
	}
	about, err := os.Stat(full)
	switch {
	case err != nil: // it is missing, or SQLite says what is wrong
	case about.IsDir():
		return "", fmt.Errorf("store: %s is a folder: give the path of a file, such as %s", full, filepath.Join(full, "detente.db"))
	case !about.Mode().IsRegular(): // opening a pipe would wait without end
		return "", fmt.Errorf("store: %s is a device or a pipe: give the path of a file", full)
	}
	return full, nil
}

// fileURI keeps ?, # and % of a path from being read as parts of an address.
func fileURI(path string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/... becomes file:///C:/...
	}
	return "file://" + (&url.URL{Path: slashed}).EscapedPath()
}

// busy_timeout comes first: the other pragmas may have to wait for a lock too.
func writerDSN(path string) string {
	return fileURI(path) + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)" +
		"&_pragma=foreign_keys(1)&_pragma=cache_size(-8000)&_pragma=journal_size_limit(67108864)&_txlock=immediate"
}

// readingURI opens the file for reading; where it is frozen, without a lock and without looking for a write-ahead log.
func readingURI(path string, frozen bool) string {
	if frozen {
		return fileURI(path) + "?mode=ro&immutable=1"
	}
	return fileURI(path) + "?mode=ro"
}

// readerDSN is that of one of several readers: each has a megabyte of pages, since the system keeps the file's pages too.
func readerDSN(path string, frozen bool) string {
	return readingURI(path, frozen) + "&_pragma=busy_timeout(10000)&_pragma=query_only(1)&_pragma=cache_size(-1000)"
}

// explain says what an error of opening path means and what to do about it.
func explain(path string, err error) error {
	if told := advise(path, err); told != err {
		return fmt.Errorf("store: %w", told)
	}
	return fmt.Errorf("store: %s: %w", path, err)
}

// coded is an error of SQLite, the driver's or one of a direct connection.
type coded interface {
	error
	Code() int
}

var _ coded = (*sqlite.Error)(nil)

// advise adds to an error of SQLite what it means for the file at path; any other error it returns as it is.
func advise(path string, err error) error {
	var failed coded
	if !errors.As(err, &failed) || errors.Is(err, access.ErrUnwritable) {
		return err
	}
	code := failed.Code() & 0xff
	fix := remedy(code)
	if fix == "" {
		return err
	}
	told := fmt.Errorf("%s %s (%w)", path, fix, err)
	if code == lib.SQLITE_NOTADB || code == lib.SQLITE_CORRUPT {
		return told
	}
	return unwritable{told}
}

func remedy(code int) string {
	switch code {
	case lib.SQLITE_NOTADB:
		return "is not an SQLite database: give another path, or move the file away"
	case lib.SQLITE_CORRUPT:
		return "is damaged: restore it from a backup, or move it away to start afresh"
	case lib.SQLITE_READONLY, lib.SQLITE_PERM:
		return "cannot be written: allow writing to the file, or give another path"
	case lib.SQLITE_CANTOPEN:
		return "cannot be opened: the file and its folder must both be readable and writable"
	case lib.SQLITE_FULL:
		return "cannot grow: the disk is full"
	case lib.SQLITE_IOERR:
		return "cannot be read or written: the disk is full, failing or gone"
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return "is locked by another program: close that program and try again"
	}
	return ""
}

func isBusy(err error) bool { return isCode(err, lib.SQLITE_BUSY) }

func isCode(err error, code int) bool {
	var failed coded
	return errors.As(err, &failed) && failed.Code()&0xff == code
}

func isConstraint(err error) bool {
	var failed *sqlite.Error
	return errors.As(err, &failed) && failed.Code()&0xff == lib.SQLITE_CONSTRAINT
}
