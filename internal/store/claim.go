package store

import (
	"fmt"
	"net/url"
)

// Claim marks a source as being collected into this database until release is called or the program dies, however it
// dies. ok is false where somebody else holds it, in this program or another on this machine. The mark is a lock of the
// operating system on an empty file beside the database. The file stays there when the lock is gone: to remove it would let
// two programs hold locks on two files of one name. An error wrapping errors.ErrUnsupported says that the file system, or
// the system, has no such locks.
func (db *DB) Claim(source string) (release func(), ok bool, err error) {
	if db.unwritable != nil {
		return nil, false, db.unwritable
	}
	release, ok, err = lockFile(db.path + "-collect-" + url.QueryEscape(source))
	if err != nil {
		return nil, false, fmt.Errorf("store: claim %s: %w", source, err)
	}
	return release, ok, nil
}
