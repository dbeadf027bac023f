package data

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

var (
	quoteColumns = []string{"series", "at", "precision", "basis", "value", "source_name", "source_url"}
	breakColumns = []string{"series", "date", "what", "source"}
	actorColumns = []string{"code", "name", "kind"}
)

// loadTable reads a file of exactly these columns.
func loadTable[T any](name string, columns []string, parse func([]string) (T, error)) ([]T, error) {
	raw, err := files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	return readTable("data/"+name, csv.NewReader(raw), columns, parse)
}

func readTable[T any](name string, in *csv.Reader, columns []string, parse func([]string) (T, error)) ([]T, error) {
	header, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("data: %s: %w", name, err)
	}
	if !slices.Equal(header, columns) {
		return nil, fmt.Errorf("data: %s: columns %q: want %q", name, header, columns)
	}
	var rows []T
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("data: %s: %w", name, err)
		}
		row, err := parse(cells)
		if err != nil {
			line, _ := in.FieldPos(0)
			return nil, fmt.Errorf("data: %s: line %d: %w", name, line, err)
		}
		rows = append(rows, row)
	}
}

func parseQuote(cells []string) (fx.Quote, error) {
	q := fx.Quote{DayOnly: cells[2] == "day", Basis: fx.QuoteBasis(cells[3]), SourceName: cells[5], SourceURL: cells[6]}
	var err error
	if q.Series, err = fx.ParseSeriesID(cells[0]); err != nil {
		return q, fmt.Errorf("column series: %w", err)
	}
	if q.At, err = parseAt(cells[1], cells[2]); err != nil {
		return q, fmt.Errorf("column at: %w", err)
	}
	if !slices.Contains([]fx.QuoteBasis{fx.QuoteLast, fx.QuoteLow, fx.QuoteHigh}, q.Basis) {
		return q, fmt.Errorf("column basis: %q: want last, low or high", q.Basis)
	}
	if q.Value, err = fx.ParseRate(cells[4]); err != nil {
		return q, fmt.Errorf("column value: %w", err)
	}
	return q, nil
}

// parseAt reads a date for precision day and an RFC 3339 time for precision minute.
func parseAt(s, precision string) (time.Time, error) {
	switch precision {
	case "day":
		d, err := civil.Parse(s)
		return d.UTC(), err
	case "minute":
		at, err := time.Parse(time.RFC3339, s)
		return at.UTC(), err
	}
	return time.Time{}, fmt.Errorf("precision %q: want minute or day", precision)
}

// parseBreak leaves Series empty where the break concerns every rouble series.
func parseBreak(cells []string) (fx.Break, error) {
	b := fx.Break{Series: fx.SeriesID(cells[0]), What: cells[2], Source: cells[3]}
	if _, ok := fx.Known(b.Series); !ok && b.Series != "" {
		return b, fmt.Errorf("column series: %q is not in the catalogue", b.Series)
	}
	if b.What == "" || b.Source == "" {
		return b, errors.New("columns what and source: want a text in each")
	}
	var err error
	if b.Date, err = civil.Parse(cells[1]); err != nil {
		return b, fmt.Errorf("column date: %w", err)
	}
	return b, nil
}

func parseActor(cells []string) (event.Actor, error) {
	a := event.Actor{Code: cells[0], Name: cells[1], Kind: cells[2]}
	return a, a.Validate()
}
