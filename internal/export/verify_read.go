package export

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// rowReader gives the cells of a written table as text, row by row; io.EOF ends it.
type rowReader interface {
	next() ([]string, error)
}

// newCellReader reads a text format back; the header must be the table's.
func newCellReader(r io.Reader, m Meta) (rowReader, error) {
	if m.format() != CSV {
		in := bufio.NewScanner(r)
		in.Buffer(nil, longestLine)
		return &objectReader{in, m.Table}, nil
	}
	separator := encoderOf(m.Options).(csvEncoder).separator
	buffered := bufio.NewReader(r)
	if mark, _ := buffered.Peek(len(byteOrderMark)); string(mark) == byteOrderMark {
		_, _ = buffered.Discard(len(byteOrderMark))
	}
	in := csv.NewReader(buffered)
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = rune(separator), -1, true
	header, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("the header cannot be read: %w", err)
	}
	if !slices.Equal(header, m.Table.Names()) {
		return nil, fmt.Errorf("the header is %s", strings.Join(header, ", "))
	}
	return lineReader{in}, nil
}

type lineReader struct{ in *csv.Reader }

func (l lineReader) next() ([]string, error) { return l.in.Read() }

// objectReader reads an object a line, with or without the brackets of an array.
type objectReader struct {
	in    *bufio.Scanner
	table Table
}

const longestLine = 16 << 20

func (o *objectReader) next() ([]string, error) {
	for o.in.Scan() {
		line := bytes.TrimSuffix(bytes.TrimSpace(o.in.Bytes()), []byte(","))
		if len(line) == 0 || string(line) == "[" || string(line) == "]" || string(line) == "[]" {
			continue
		}
		return o.cells(line)
	}
	if err := o.in.Err(); err != nil {
		return nil, err
	}
	return nil, io.EOF
}

func (o *objectReader) cells(line []byte) ([]string, error) {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(line, &values); err != nil {
		return nil, fmt.Errorf("a line that is no object: %w", err)
	}
	row := make([]string, len(o.table.Columns))
	for i, c := range o.table.Columns {
		row[i] = strings.Trim(string(values[c.Name]), `"`)
	}
	return row, nil
}

// window is a reader whose next rows can be looked at before they are taken.
type window struct {
	in   rowReader
	rows [][]string
	n    int // rows dropped
	end  bool
	err  error
}

// at is the i-th row from here, nil behind the end.
func (w *window) at(i int) []string {
	for len(w.rows) <= i && !w.end {
		row, err := w.in.next()
		if err != nil {
			w.end = true
			if !errors.Is(err, io.EOF) {
				w.err = err
			}
			break
		}
		w.rows = append(w.rows, slices.Clone(row))
	}
	if i < len(w.rows) {
		return w.rows[i]
	}
	return nil
}

func (w *window) drop(k int) {
	k = min(k, len(w.rows))
	w.rows, w.n = w.rows[k:], w.n+k
}

// find is how many rows further down row stands, -1 where it does not within sight.
func (w *window) find(row []string) int {
	for i := range ahead {
		here := w.at(i)
		if here == nil {
			return -1
		}
		if equalRows(here, row) {
			return i
		}
	}
	return -1
}
