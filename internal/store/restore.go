package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Restore puts a copy of the backup at from in the place of the database at to. The backup is copied and checked whole
// first, and is itself not touched. A database that is there already is refused without force; with it, it is set aside
// under the name that is returned, empty where there was none. A database that another program has open is refused.
func Restore(ctx context.Context, from, to string, force bool) (aside string, err error) {
	aside, err = restore(ctx, from, to, force)
	if err != nil {
		return "", fmt.Errorf("store: restore %s from %s: %w", to, from, err)
	}
	return aside, nil
}

func restore(ctx context.Context, from, to string, force bool) (string, error) {
	if about, err := os.Stat(from); err != nil {
		return "", err
	} else if !about.Mode().IsRegular() {
		return "", errors.New("the backup is not a file")
	}
	to, err := place(to)
	if err != nil {
		return "", err
	}
	there, err := exists(to)
	switch {
	case err != nil:
		return "", err
	case there && sameFile(from, to):
		return "", errors.New("the backup is the database itself")
	case there && !force:
		return "", errors.New("there is a database already: give --force to set it aside, or another --db")
	}
	folder, err := os.MkdirTemp(filepath.Dir(to), ".restore-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(folder) }() // what is left there is of no use
	part := filepath.Join(folder, "part")
	if err := checkedCopy(ctx, from, part); err != nil {
		return "", err
	}
	aside := ""
	if there {
		if aside, err = setAside(ctx, to); err != nil {
			return "", err
		}
	}
	return aside, os.Rename(part, to)
}

func exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

func sameFile(a, b string) bool {
	first, errA := os.Stat(a)
	second, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(first, second)
}

// checkedCopy leaves a whole copy of a sound backup at part, brought to this program's tables, and nothing else.
func checkedCopy(ctx context.Context, from, part string) error {
	own, err := sql.Open("sqlite", fileURI(mustAbs(from))+"?mode=ro&_pragma=busy_timeout(10000)")
	if err != nil {
		return err
	}
	_, err = own.ExecContext(ctx, vacuumInto, part)
	if err := errors.Join(err, own.Close()); err != nil {
		return explain(from, err)
	}
	db, err := Open(ctx, part)
	if err != nil {
		return err
	}
	found, err := db.Check(ctx)
	if err == nil && len(found) > 0 {
		err = fmt.Errorf("the backup is damaged: %s", strings.Join(found, "; "))
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	return syncFile(part)
}

// mustAbs is for a path that was found: only a working folder that is gone can make it fail.
func mustAbs(path string) string {
	full, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	return full
}

// setAside renames a database and what SQLite keeps beside it. A log left behind would be taken for the new file's.
func setAside(ctx context.Context, path string) (string, error) {
	if err := alone(ctx, path); err != nil {
		return "", err
	}
	aside := path + ".before-restore"
	for n := 2; ; n++ {
		there, err := exists(aside)
		if err != nil {
			return "", err
		}
		if !there {
			break
		}
		aside = fmt.Sprintf("%s.before-restore-%d", path, n)
	}
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := os.Rename(path+suffix, aside+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return aside, nil
}

// alone refuses a database that somebody has open. One that cannot even be read is nobody's.
func alone(ctx context.Context, path string) error {
	own, err := sql.Open("sqlite", fileURI(path)+"?_pragma=busy_timeout(1000)&_pragma=locking_mode(EXCLUSIVE)&_txlock=exclusive")
	if err != nil {
		return err
	}
	defer own.Close()
	tx, err := own.BeginTx(ctx, nil)
	if err == nil {
		return tx.Rollback()
	}
	if isBusy(err) {
		return errors.New("the database is open in another program: stop it first")
	}
	return ctx.Err()
}
