package store

import (
	"errors"
	"fmt"
	"io/fs"
)

// lasting has the log reach the disk when a person's decision is stored, before it is acknowledged. A commit alone outlives the
// program, not the machine's power: what publishers can be asked for again may be lost with that, what somebody wrote may not.
// err is that of the write, and is returned where there is one.
func (db *DB) lasting(what string, err error) error {
	if err != nil {
		return err
	}
	if err := db.toDisk(db.path + "-wal"); err != nil && !errors.Is(err, fs.ErrNotExist) { // folded into the file, which is then on the disk
		return unwritable{fmt.Errorf("store: %s: it is stored, and whether the disk has it cannot be told: %w", what, err)}
	}
	return nil
}
