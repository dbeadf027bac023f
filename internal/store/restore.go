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

	lib "modernc.org/sqlite/lib"
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
	to, there, err := target(from, to, force)
	if err != nil {
		return "", err
	}
	shop, err := openWorkshop(filepath.Dir(to))
	if err != nil {
		return "", err
	}
	defer shop.close()
	if err := checkedCopy(ctx, from, shop.part()); err != nil {
		return "", err
	}
	if !there {
		return "", errors.Join(likeFile(from, shop.part()), os.Rename(shop.part(), to))
	}
	if err := likeFile(to, shop.part()); err != nil {
		return "", err
	}
	aside, err := setAside(ctx, to)
	if err != nil {
		return "", err
	}
	return aside, os.Rename(shop.part(), to)
}

// target is the file that a restoration takes the place of, and whether it is there.
func target(from, to string, force bool) (path string, there bool, err error) {
	if path, err = place(to); err != nil {
		return "", false, err
	}
	if there, err = exists(path); err == nil && there { // the file itself: SQLite keeps its log beside that, not beside a link to it
		path, err = filepath.EvalSymlinks(path)
	}
	switch {
	case err != nil:
		return "", false, err
	case there && sameFile(from, path):
		return "", false, errors.New("the backup is the database itself")
	case there && !force:
		return "", false, errors.New("there is a database already: give --force to set it aside, or another --db")
	}
	return path, there, nil
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
	full := mustAbs(from)
	err := copyOf(ctx, readingURI(full, false), part)
	if isCode(err, lib.SQLITE_CANTOPEN) && !hasLog(full) { // a medium that is read-only: nobody writes to the backup
		err = copyOf(ctx, readingURI(full, true), part)
	}
	if err != nil {
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

// copyOf copies a database of this program's, of any version; what Open would make of an empty file is no copy.
func copyOf(ctx context.Context, uri, part string) error {
	own, err := sql.Open("sqlite", uri+"&_pragma=busy_timeout(10000)")
	if err != nil {
		return err
	}
	defer own.Close()
	version, err := schemaVersion(ctx, own)
	if err == nil && version == 0 {
		err = errors.New("it is empty: no database of this program was ever written there")
	}
	if err != nil {
		return err
	}
	_, err = own.ExecContext(ctx, vacuumInto, part)
	return err
}

// mustAbs is for a path that was found: only a working folder that is gone can make it fail.
func mustAbs(path string) string {
	full, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	return full
}

// setAside gives a database a second name, under which it stays when its first goes to another file: at no moment is there
// none, which the next command would take for a first start. What SQLite keeps beside it is renamed: a log left behind would
// be taken for the new file's.
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
	rename := []string{"-wal", "-shm"}
	if os.Link(path, aside) != nil {
		rename = append(rename, "") // a memory stick knows no second names
	}
	for _, suffix := range rename {
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
