package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// workshop is a folder beside a file that is made in it before it gets its name. A program that was killed leaves its
// workshop, with what may be a whole copy of the database; the next one in the same folder clears it away.
type workshop struct {
	folder  string
	release func()
}

const (
	workshopNames = ".detente-part-*"
	workshopLock  = "lock" // held for as long as the workshop is in use
)

// openWorkshop makes a workshop in the given folder.
func openWorkshop(in string) (workshop, error) {
	sweep(in)
	for {
		folder, err := os.MkdirTemp(in, workshopNames)
		if err != nil {
			return workshop{}, err
		}
		release, ok, err := lockFile(filepath.Join(folder, workshopLock))
		switch {
		case errors.Is(err, errors.ErrUnsupported): // then nobody can sweep either
			return workshop{folder, func() {}}, nil
		case err != nil:
			return workshop{}, errors.Join(err, os.RemoveAll(folder))
		case ok:
			return workshop{folder, release}, nil
		} // else it was swept away before it was locked: another
	}
}

// part is where the file is made.
func (w workshop) part() string { return filepath.Join(w.folder, "part") }

func (w workshop) close() {
	_ = os.RemoveAll(w.folder) // what is left there is of no use
	w.release()
}

// sweep removes the workshops that nobody holds. What cannot be removed is left: it harms nothing.
func sweep(in string) {
	names, err := fs.Glob(os.DirFS(in), workshopNames)
	if err != nil {
		return
	}
	for _, name := range names {
		folder := filepath.Join(in, name)
		lock := filepath.Join(folder, workshopLock)
		if _, err := os.Lstat(lock); err != nil {
			continue // it is being made, or is none
		}
		if release, ok, err := lockFile(lock); err == nil && ok {
			_ = os.RemoveAll(folder)
			release()
		}
	}
}
