package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

const vacuumInto = `
VACUUM INTO ?1`

// Backup writes a whole, compact copy of the database to path while reading and writing go on. The copy appears under
// its name only once it is complete. A file that is there already is never overwritten.
func (db *DB) Backup(ctx context.Context, path string) error {
	return wrap("backup to "+path, advise(path, db.backup(ctx, path))) // it is the disk there that may be full
}

func (db *DB) backup(ctx context.Context, path string) error {
	full, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(full); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(errors.New("the file is there already: choose another name"), err)
	}
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return err
	}
	shop, err := openWorkshop(filepath.Dir(full))
	if err != nil {
		return err
	}
	defer shop.close()
	if err := db.copyInto(ctx, shop.part()); err != nil {
		return err
	}
	if err := errors.Join(likeFile(db.path, shop.part()), syncFile(shop.part())); err != nil {
		return err
	}
	return os.Rename(shop.part(), full) // not a hard link: memory sticks know none
}

// likeFile lets those read and write the copy who may read and write what it is a copy of: it holds the same secrets.
func likeFile(of, part string) error {
	about, err := os.Stat(of)
	if err != nil {
		return err
	}
	return os.Chmod(part, about.Mode().Perm()|0o600)
}

// copyInto works on a connection of its own: VACUUM INTO wants one that is not query_only, and the writing one must stay free.
func (db *DB) copyInto(ctx context.Context, to string) error {
	dsn := writerDSN(db.path)
	if db.unwritable != nil {
		dsn = readingURI(db.path, db.frozen) + "&_pragma=busy_timeout(10000)"
	}
	own, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	_, err = own.ExecContext(ctx, vacuumInto, to)
	return errors.Join(err, own.Close())
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
