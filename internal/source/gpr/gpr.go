// Package gpr reads the daily Geopolitical Risk index of Caldara and Iacoviello from a CSV file.
//
// The index, its columns and its base (1985 to 2019 is 100) are described at https://www.matteoiacoviello.com/gpr.htm. Its
// authors publish it as a spreadsheet of an old kind, which is saved as CSV outside. The package never fetches it, never
// interpolates a day, and never takes the index for an event.
package gpr

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"detente/internal/civil"
	"detente/internal/event"
)

// ErrFile is wrapped by every error about a file's content.
var ErrFile = errors.New("not a file of the daily index")

// Measures are the columns that are read where the file has them; GPRD is required. The others of the published file are means
// of GPRD, or notes.
var Measures = []string{"GPRD", "GPRD_ACT", "GPRD_THREAT"}

const (
	maxRows  = 100_000 // the index began in 1985: 15,000 days by 2026
	maxBytes = 32 << 20
	largest  = 10_000 // 100 is the mean of 1985 to 2019: a value beyond this lost its decimal point
	bom      = "\ufeff"
)

// Read reads a file whose header names the columns: the day as date (2022-02-24) or DAY (20220224), and GPRD. Other columns are
// passed over, empty cells are days without a value. name stands in the errors, which name line and column and wrap ErrFile. Days
// must ascend. The gauges are named gpr:GPRD, gpr:GPRD_ACT and gpr:GPRD_THREAT and are in the order of Measures, then days.
func Read(in io.Reader, name string) ([]event.Gauge, error) {
	buffered := bufio.NewReader(&capped{in, maxBytes})
	if head, err := buffered.Peek(len(bom)); err == nil && string(head) == bom {
		if _, err := buffered.Discard(len(bom)); err != nil {
			return nil, fmt.Errorf("gpr: %s: %w", name, err)
		}
	}
	rows := csv.NewReader(buffered)
	rows.ReuseRecord = true
	t, err := newTable(rows)
	if err != nil {
		return nil, fmt.Errorf("gpr: %s: %w", name, err)
	}
	for {
		cells, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = t.take(cells)
		}
		if err != nil {
			return nil, fmt.Errorf("gpr: %s: %w", name, located(rows, err))
		}
	}
	list := slices.Concat(t.values...)
	if len(list) == 0 {
		return nil, fmt.Errorf("gpr: %s: %w: it holds no value", name, ErrFile)
	}
	return list, nil
}

// capped fails where a file has more than left bytes, so that a file of one endless line does not fill the memory.
type capped struct {
	in   io.Reader
	left int
}

func (c *capped) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	if c.left -= n; c.left < 0 {
		return 0, fmt.Errorf("%w: it has more than %d MiB", ErrFile, maxBytes>>20)
	}
	return n, err
}

// located puts the line before an error of a cell; the reader's own errors name it already.
func located(rows *csv.Reader, err error) error {
	var cell *cellError
	if errors.As(err, &cell) {
		line, _ := rows.FieldPos(cell.at)
		return fmt.Errorf("%w: line %d, column %s: %s", ErrFile, line, cell.column, cell.text)
	}
	if parse := (*csv.ParseError)(nil); errors.As(err, &parse) {
		return fmt.Errorf("%w: line %d, column %d: %w", ErrFile, parse.Line, parse.Column, parse.Err)
	}
	return err
}

type cellError struct {
	at           int
	column, text string
}

func (e *cellError) Error() string { return e.column + ": " + e.text }

// table is the file as far as it is read.
type table struct {
	day      int
	compact  bool  // the day is YYYYMMDD
	measures []int // columns of Measures, -1 where the file has none
	last     civil.Date
	rows     int
	values   [][]event.Gauge // of each measure
}

func newTable(rows *csv.Reader) (*table, error) {
	header, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: it is empty", ErrFile)
	}
	if err != nil {
		return nil, located(rows, err)
	}
	names := make([]string, len(header))
	for i, h := range header {
		if !utf8.ValidString(h) {
			return nil, fmt.Errorf("%w: line 1, column %d is not UTF-8 text: save the spreadsheet as CSV first", ErrFile, i+1)
		}
		names[i] = strings.TrimSpace(h)
	}
	t := &table{values: make([][]event.Gauge, len(Measures))}
	for _, m := range Measures {
		t.measures = append(t.measures, slices.Index(names, m))
	}
	// the published file has both DAY and a column date, which holds a spreadsheet's serial numbers there
	t.day, t.compact = slices.Index(names, "DAY"), true
	if t.day < 0 {
		t.day, t.compact = slices.Index(names, "date"), false
	}
	if t.day < 0 || t.measures[0] < 0 {
		return nil, fmt.Errorf("%w: line 1: the columns are %q: want date (2022-02-24) or DAY (20220224), and GPRD", ErrFile, names)
	}
	return t, nil
}

// take reads one row.
func (t *table) take(cells []string) error {
	if t.rows++; t.rows > maxRows {
		return fmt.Errorf("%w: it has more than %d rows", ErrFile, maxRows)
	}
	day, err := t.parseDay(strings.TrimSpace(cells[t.day]))
	if err != nil {
		return err
	}
	for i, column := range t.measures {
		if column < 0 || strings.TrimSpace(cells[column]) == "" {
			continue
		}
		text := strings.TrimSpace(cells[column])
		value, err := strconv.ParseFloat(text, 64)
		if err != nil || strings.Trim(text, "0123456789.") != "" || !(value <= largest) {
			return &cellError{column, Measures[i], fmt.Sprintf("%q is no number from zero to %g, with a decimal point", cells[column], float64(largest))}
		}
		t.values[i] = append(t.values[i], event.Gauge{Name: "gpr:" + Measures[i], Day: day, Value: value})
	}
	return nil
}

func (t *table) parseDay(s string) (civil.Date, error) {
	layout, column, want := civil.Layout, "date", "YYYY-MM-DD"
	if t.compact {
		layout, column, want = "20060102", "DAY", "YYYYMMDD"
	}
	at, err := time.Parse(layout, strings.TrimSuffix(s, ".0")) // a spreadsheet may write 20220224.0
	if err != nil {
		return civil.Date{}, &cellError{t.day, column, fmt.Sprintf("%q: want %s", s, want)}
	}
	day := civil.Of(at)
	if !day.After(t.last) {
		return day, &cellError{t.day, column, fmt.Sprintf("%s does not come after %s of the row before", day, t.last)}
	}
	t.last = day
	return day, nil
}
