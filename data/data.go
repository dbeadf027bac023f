// Package data holds the figures and events that Détente knows before it has collected anything, embedded in the binary.
//
// README.md beside it says what each file is and where it comes from. The package never writes and never reads a file of
// the machine it runs on.
package data

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"sync"

	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/source/file"
)

//go:embed *.csv rates/*.csv
var files embed.FS

// Dataset is the embedded set. Fixings are ascending by date within a series, events ascending by instant and id.
type Dataset struct {
	Version string // of the content: changes whenever a byte of a file does
	Series  []fx.Series
	Fixings []fx.Fixing
	Quotes  []fx.Quote
	Breaks  []fx.Break
	Actors  []event.Actor
	Events  []event.Event
}

// rateFiles are the wide files of official rates and the source whose series their columns are.
var rateFiles = []struct{ name, source string }{
	{"rates/cbr_usd_1992_1998.csv", "cbr"},
	{"rates/cbr.csv", "cbr"},
	{"rates/ecb.csv", "ecb"},
}

// Load reads the embedded files. Whatever is wrong with one is an error that names file, line and column. The caller owns
// the slices: each call makes them anew.
func Load() (Dataset, error) {
	set := Dataset{Version: Version(), Series: fx.Catalogue()}
	for _, f := range rateFiles {
		fixings, err := loadRates(f.name, f.source)
		if err != nil {
			return Dataset{}, err
		}
		set.Fixings = append(set.Fixings, fixings...)
	}
	var err error
	if set.Events, err = loadEvents("events.csv"); err != nil {
		return Dataset{}, err
	}
	if set.Quotes, err = loadTable("press_quotes.csv", quoteColumns, parseQuote); err != nil {
		return Dataset{}, err
	}
	if set.Breaks, err = loadTable("breaks.csv", breakColumns, parseBreak); err != nil {
		return Dataset{}, err
	}
	if set.Actors, err = loadTable("actors.csv", actorColumns, parseActor); err != nil {
		return Dataset{}, err
	}
	return set, nil
}

func loadRates(name, source string) ([]fx.Fixing, error) {
	in, err := open(name, source)
	if err != nil {
		return nil, err
	}
	fixings, err := in.Rates()
	if err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	return fixings, nil
}

func loadEvents(name string) ([]event.Event, error) {
	in, err := open(name, "")
	if err != nil {
		return nil, err
	}
	events, err := in.Events()
	if err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	return events, nil
}

func open(name, source string) (*file.File, error) {
	raw, err := files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	in, err := file.Open(raw, file.Options{Name: "data/" + name, Source: source})
	if err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	return in, nil
}

// released is the day the files were last changed: versions sort by age.
const released = "2026-11-30"

// Version is the version of the embedded set without reading it: the day of its release and the first 12 digits of the
// SHA-256 over the names and contents of the files, in the order of their names.
func Version() string { return released + "-" + digest() }

var digest = sync.OnceValue(func() string {
	sum := sha256.New()
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := files.ReadFile(path)
		fmt.Fprintf(sum, "%s\x00%d\x00", path, len(content))
		sum.Write(content)
		return err
	})
	if err != nil {
		panic("data: embedded files cannot be read: " + err.Error()) // impossible short of a broken binary
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
})
