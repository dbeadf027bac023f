package data

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"detente/internal/civil"
	"detente/internal/fx"
)

// Place is where in the embedded files a rate stands.
type Place struct {
	File string // such as data/rates/cbr.csv
	Line int
	Text string // the line
}

// Locate finds the line that holds the embedded rate of a series in force from a day; ok is false where none does.
func Locate(id fx.SeriesID, effective civil.Date) (place Place, ok bool, err error) {
	for _, f := range rateFiles {
		if f.source != id.Source() {
			continue
		}
		place, ok, err = locateIn(f.name, columnOf(id), effective)
		if ok || err != nil {
			return place, ok, err
		}
	}
	return Place{}, false, nil
}

// columnOf is how the wide files name a pair: usd_rub.
func columnOf(id fx.SeriesID) string {
	pair := strings.ToLower(string(id.Pair()))
	return pair[:3] + "_" + pair[3:]
}

func locateIn(name, column string, effective civil.Date) (Place, bool, error) {
	raw, err := files.Open(name)
	if err != nil {
		return Place{}, false, fmt.Errorf("data: %w", err)
	}
	defer raw.Close()
	in := csv.NewReader(raw)
	header, err := in.Read()
	if err != nil {
		return Place{}, false, fmt.Errorf("data: %s: %w", name, err)
	}
	at := slices.Index(header, column)
	for at >= 0 {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Place{}, false, fmt.Errorf("data: %s: %w", name, err)
		}
		if row[0] == effective.String() && row[at] != "" {
			line, _ := in.FieldPos(0)
			return Place{"data/" + name, line, strings.Join(row, ",")}, true, nil
		}
	}
	return Place{}, false, nil
}
