package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"slices"
	"time"
)

// firstPage is the page of a first visit as it waits, in a file beside the database, for the next start of the program: making it takes
// longer than everything else before it is sent. It is taken where nothing that it was made of has been touched: the program, the way
// it was started, its configuration and the file of the database. A day and a version of the figures it has itself.
type firstPage struct {
	path     string
	database string
	config   string
	run      *run   // nil where it cannot be told
	made     []byte // of what the page would be made as the program starts; nil where that cannot be told
}

// madeOf is what a page depends on beside the figures and the day.
type madeOf struct {
	run
	Database look
}

// run is what does not change while a program runs, or what it does not see change.
type run struct {
	Program look
	Config  look   // zero where there is none
	Started string // how the program was
}

// look is how a file looks from outside: whatever is done to it or put in its place looks otherwise.
type look struct {
	Device, File            uint64
	Size, Modified, Changed int64 // bytes; nanoseconds since 1970
}

// clockStep is longer than the steps in which a file system tells the time: a file that was changed less than that ago may change once
// more and look the same.
const clockStep = 50 * time.Millisecond

// mostPage is far more than a page has, in bytes.
const mostPage = 16 << 20

var errCannotTell = errors.New("it cannot be told whether it has changed")

// newFirstPage looks at what a page would be made of, which has to be done before the database is opened.
func newFirstPage(database, config, started string) *firstPage {
	f := &firstPage{path: database + "-page", database: database, config: config}
	if program, err := lookAt(running); err == nil {
		f.run = &run{Program: program, Started: started}
		f.run.Config, err = f.lookAtConfig()
		if err != nil {
			f.run = nil
		}
	}
	f.made, _ = f.look()
	return f
}

// running is the program itself, also where another stands in its place by now.
const running = "/proc/self/exe"

// lookAtConfig finds nothing to look at where there is no such file.
func (f *firstPage) lookAtConfig() (look, error) {
	seen, err := lookAt(f.config)
	if errors.Is(err, os.ErrNotExist) {
		return look{}, nil
	}
	return seen, err
}

// look is what a page of this run is made of.
func (f *firstPage) look() ([]byte, error) {
	if f.run == nil {
		return nil, errCannotTell
	}
	if log, err := os.Stat(f.database + "-wal"); err == nil && log.Size() > 0 {
		return nil, errCannotTell // changes that are not in the file
	}
	database, err := lookAt(f.database)
	if err != nil {
		return nil, err
	}
	return json.Marshal(madeOf{*f.run, database})
}

// read is the page that was kept, nil where it is not of what a page would be made of now. The database is open.
func (f *firstPage) read() []byte {
	if f.made == nil {
		return nil
	}
	if about, err := os.Stat(f.path); err != nil || !about.Mode().IsRegular() || about.Size() > mostPage { // reading a pipe would wait without end
		return nil
	}
	kept, err := os.ReadFile(f.path)
	if err != nil {
		return nil
	}
	made, page, _ := bytes.Cut(kept, []byte{'\n'})
	if now, err := f.look(); err != nil || !bytes.Equal(made, f.made) || !bytes.Equal(made, now) {
		return nil
	}
	return page
}

// write keeps a page, or keeps none. The database is closed. That it cannot be kept is no failure: the next start makes it.
func (f *firstPage) write(page []byte) {
	if err := f.replace(page); err != nil {
		_ = os.Remove(f.path)
		slog.Debug("the first page is not kept for the next start", "file", f.path, "why", err)
	}
}

func (f *firstPage) replace(page []byte) error {
	if page == nil {
		return errCannotTell
	}
	time.Sleep(clockStep - min(clockStep, sinceChange(f.database)))
	made, err := f.look()
	if err != nil {
		return err
	}
	part := f.path + "-part" // what a program that was killed left of it goes with the next
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	temporary, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = temporary.Write(slices.Concat(made, []byte{'\n'}, page))
	if err = errors.Join(err, temporary.Close()); err == nil {
		err = os.Rename(part, f.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return nil
}

// sinceChange is how long ago a file was changed; nothing where that cannot be told.
func sinceChange(path string) time.Duration {
	seen, err := lookAt(path)
	if err != nil {
		return 0
	}
	return max(0, time.Since(time.Unix(0, seen.Changed)))
}
