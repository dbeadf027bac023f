// Package file reads the rates, candles and events that a user brings: CSV (also as a spreadsheet writes it), JSON and
// NDJSON of the columns that the exports have, and events as an iCalendar.
//
// A file is taken whole or not at all: every problem is reported with its line, column, value and fix, up to 20 at once,
// and a file with one problem yields nothing. The package never opens a file, guesses at a date or repairs a number.
// CSV is RFC 4180, JSON RFC 8259, an instant RFC 3339.
package file

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/text/encoding/unicode"

	"detente/internal/event"
	"detente/internal/fx"
)

// Kind is what a file holds, told by its columns.
type Kind string

// Kinds of file.
const (
	KindRates   Kind = "rates"
	KindCandles Kind = "candles"
	KindEvents  Kind = "events"
)

// Options say what the file itself does not.
type Options struct {
	Name    string                // of the file, in errors; "the file" where empty
	Source  string                // of the series of wide rates (date,usd_rub,eur_rub); cbr where empty
	Only    fx.SeriesID           // the one series that rows which name theirs may have; any where empty
	Doubt   func(fx.Candle) error // why a candle cannot be believed; asked in the order of the rows, may be nil
	CodedBy string                // of events in a file without the column coded_by
	CodedAt time.Time             // of events in a file without the column coded_at
	// Now makes an event without a status scheduled where it lies ahead, confirmed else; zero makes all confirmed.
	Now      time.Time
	Category event.Category // of events that name none; other where empty
	Actors   []string       // of events that name none
	Zone     string         // IANA zone of clock times that name none; such times are refused where empty
	Usual    Kind           // whose columns an error names where none of the file's is known; rates where empty
}

func (o Options) usualCategory() event.Category { return cmp.Or(o.Category, event.Other) }

// File is one input whose header has been read. It is read once, from front to back, by the one of Rates, Candles and
// Events that its Kind names; asking it for another kind is an error that says which it is.
type File struct {
	options  Options
	layout   layout
	rows     rows
	ending   *ending
	excel    bool // a spreadsheet's profile: guarded text starts with an apostrophe
	problems []Problem
	lines    []int       // of the rates read
	series   fx.SeriesID // last one that was found right
	stop     error       // of a receiver of rows: ends the reading
}

// record is one row: its cells stand in the order of the layout's columns and are valid until the next.
type record struct {
	line  int
	cells []string
}

// rows gives the records one by one, then io.EOF. A Problem is a row that cannot be read, fatal says that nothing after it can.
type rows interface {
	next() (record, error)
}

// Open reads as much of r as tells its format and its columns. An empty input, a column that is unknown, missing or
// named twice, and a text that is neither UTF-8 nor UTF-16 with a byte order mark are an *Error.
func Open(r io.Reader, options Options) (*File, error) {
	options.Name = cmp.Or(options.Name, "the file")
	options.Source = cmp.Or(options.Source, "cbr")
	end := &ending{in: plainText(r)}
	in := bufio.NewReaderSize(end, peekSize)
	f := &File{options: options, ending: end}
	bom, err := skipBOM(in)
	if err != nil {
		return nil, f.fail(err)
	}
	f.excel = bom
	switch first, err := firstByte(in); {
	case errors.Is(err, io.EOF):
		return nil, f.fail(Problem{Reason: "the file is empty: want a header and rows"})
	case err != nil:
		return nil, fmt.Errorf("file: %s: %w", options.Name, err)
	case first == '[' || first == '{':
		f.rows, f.layout, err = openJSON(in, first == '[', options.Usual)
		return f, f.fail(err)
	}
	if isICS(in) {
		f.rows, f.layout, err = openICS(in, f.options.Zone)
		return f, f.fail(err)
	}
	table, layout, err := openCSV(in, options.Usual)
	if err != nil {
		return nil, f.fail(err)
	}
	f.excel = f.excel || table.reader.Comma != ','
	f.rows, f.layout = table, layout
	return f, nil
}

// Kind tells what the file holds.
func (f *File) Kind() Kind { return f.layout.kind }

const peekSize = 64 << 10

// plainText reads UTF-16, which a spreadsheet calls Unicode text and begins with a byte order mark, as UTF-8 with one.
// Any other text it leaves as it is.
func plainText(r io.Reader) io.Reader {
	in := bufio.NewReader(r)
	switch mark, _ := in.Peek(2); string(mark) {
	case "\xff\xfe", "\xfe\xff":
		utf16 := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM) // the mark says which it is
		return io.MultiReader(strings.NewReader("\ufeff"), utf16.NewDecoder().Reader(in))
	}
	return in
}

// skipBOM drops a UTF-8 byte order mark and refuses workbooks.
func skipBOM(in *bufio.Reader) (found bool, err error) {
	head, _ := in.Peek(4) // a shorter input is told apart later
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return false, Problem{Line: 1, Reason: "this is a workbook or an archive: save the sheet as CSV UTF-8"}
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err = in.Discard(3)
		return true, err
	}
	return false, nil
}

// firstByte returns the first byte that is not white space and leaves it to be read.
func firstByte(in *bufio.Reader) (byte, error) {
	for n := 1; n <= peekSize; n++ {
		head, err := in.Peek(n)
		if len(head) < n {
			return 0, cmp.Or(err, io.EOF)
		}
		if b := head[n-1]; b != ' ' && b != '\t' && b != '\r' && b != '\n' {
			return b, nil
		}
	}
	return 0, io.EOF
}

// want returns an error where the file holds another kind.
func (f *File) want(kind Kind) error {
	if f.layout.kind == kind {
		return nil
	}
	return f.fail(Problem{Line: 1, Reason: fmt.Sprintf("the columns are those of %s, not of %s", f.layout.kind, kind)})
}

// each gives every row to one until the file ends or has too many problems, then returns them; no rows is one.
func (f *File) each(one func(*row)) error {
	return f.eachBut(one, func() bool { return false })
}

// eachBut is each but for the rows that taken has read by itself.
func (f *File) eachBut(one func(*row), taken func() bool) error {
	count, line := 0, row{} // one row for all: none is kept
	for len(f.problems) < maxProblems && f.stop == nil {
		if taken() {
			count++
			continue
		}
		rec, err := f.rows.next()
		if errors.Is(err, io.EOF) {
			break
		}
		count++
		var bad Problem
		switch {
		case errors.As(err, &bad):
			f.problems = append(f.problems, bad)
			if bad.fatal {
				return f.failed()
			}
		case err != nil:
			return fmt.Errorf("file: %s: %w", f.options.Name, err)
		default:
			line = row{record: rec, file: f}
			one(&line)
		}
	}
	if f.stop != nil {
		return f.stop
	}
	if count == 0 {
		f.problems = append(f.problems, Problem{Line: 1, Reason: "no rows: the file has a header only"})
	}
	return f.failed()
}
