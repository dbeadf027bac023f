// Package export writes the tables that users take away: rates, candles, events, tension and the overlay of all of them.
//
// A table has one column list, whatever the format: CSV in three profiles, XLSX, JSON and NDJSON. Values stand exactly as they
// were published, a missing one is empty (null in JSON), and rows are written as they come, so that memory stays flat
// however long the table is. What export writes, internal/source/file reads back.
//
// It never reads a store, a file or a clock, and it decides nothing about which rows are meant.
package export

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Format is how a table is written.
type Format string

// Formats. An empty Format is CSV.
const (
	CSV    Format = "csv"
	JSON   Format = "json"   // an array of objects, one a line
	NDJSON Format = "ndjson" // an object a line
	XLSX   Format = "xlsx"   // a workbook of the sheets data, metadata and sources
)

// Formats lists the vocabulary.
func Formats() []Format { return []Format{CSV, XLSX, JSON, NDJSON} }

// ContentType is the media type of the format, for HTTP.
func (f Format) ContentType() string {
	switch f {
	case JSON:
		return "application/json"
	case NDJSON:
		return "application/x-ndjson"
	case XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8; header=present"
}

// Profile is the habit of the program that shall open a CSV.
type Profile string

// Profiles of CSV; an empty Profile is RFC4180. The two for spreadsheets begin with a byte order mark and put an apostrophe
// before text that a spreadsheet would take for a formula.
const (
	RFC4180 Profile = "rfc4180"
	Excel   Profile = "excel"
	ExcelRU Profile = "excel-ru" // semicolons and decimal commas, as a Russian or German spreadsheet reads them
)

// Profiles lists the vocabulary.
func Profiles() []Profile { return []Profile{RFC4180, Excel, ExcelRU} }

// Options say how a table is written. The zero Options are CSV after RFC 4180.
type Options struct {
	Format  Format
	Profile Profile
	Meta    *Meta  // for the metadata and sources of XLSX; other formats have no room for it
	Pause   func() // is called after every few rows, so that a long table gives way to others; nil lets the runtime choose who goes on

	receipt *Receipt                 // filled as the table is closed
	watch   func(cells []Cell) error // sees each row before it is written
}

// Validate names the first value outside its vocabulary, and a profile that its format does not have.
func (o Options) Validate() error {
	switch {
	case o.Format != "" && !slices.Contains(Formats(), o.Format):
		return fmt.Errorf("export: format %q: want one of %s", o.Format, list(Formats()))
	case o.Profile != "" && !slices.Contains(Profiles(), o.Profile):
		return fmt.Errorf("export: profile %q: want one of %s", o.Profile, list(Profiles()))
	case o.Profile != "" && o.Profile != RFC4180 && o.Format != "" && o.Format != CSV:
		return fmt.Errorf("export: profile %s is one of csv: format %s has none", o.Profile, o.Format)
	}
	return nil
}

func list[T ~string](vocabulary []T) string {
	words := make([]string, len(vocabulary))
	for i, w := range vocabulary {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

// encoder is one format: each method appends to dst.
type encoder interface {
	head(dst []byte, t Table) []byte
	row(dst []byte, t Table, n int, cells []Cell) []byte
	foot(dst []byte, n int) []byte
}

// Writer writes one table. It is not safe for use by several goroutines.
type Writer struct {
	out     io.Writer
	table   Table
	encoder encoder
	book    *workbook // in place of encoder, for XLSX
	buffer  []byte
	rows    int
	err     error
	options Options
	pause   func()
}

const flushAt = 64 << 10

// New starts a table on w with its header. Nothing is sure to be written before Close.
func New(w io.Writer, t Table, o Options) (*Writer, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	out := &Writer{out: w, table: t, options: o, pause: o.Pause}
	if o.Pause == nil {
		out.pause = runtime.Gosched
	}
	if o.Format == XLSX {
		var err error
		out.book, err = newWorkbook(t)
		return out, err
	}
	out.encoder = encoderOf(o)
	out.buffer = out.encoder.head((*buffers.Get().(*[]byte))[:0], t)
	return out, nil
}

// buffers are those of tables that were written, empty.
var buffers = sync.Pool{New: func() any { empty := make([]byte, 0, flushAt+4096); return &empty }}

func encoderOf(o Options) encoder {
	switch {
	case o.Format == JSON:
		return jsonEncoder{}
	case o.Format == NDJSON:
		return ndjsonEncoder{}
	case o.Profile == Excel:
		return csvEncoder{separator: ',', decimal: '.', spreadsheet: true}
	case o.Profile == ExcelRU:
		return csvEncoder{separator: ';', decimal: ',', spreadsheet: true}
	}
	return plainCSV
}

// plainCSV is CSV after RFC 4180.
var plainCSV = csvEncoder{separator: ',', decimal: '.'}

// Row writes one row; the cells are no longer needed when it returns. It panics where their number is not the columns'.
// After an error every further call returns the same error.
func (w *Writer) Row(cells ...Cell) error {
	if len(cells) != len(w.table.Columns) {
		panic(fmt.Sprintf("export: %d cells for the %d columns of %s", len(cells), len(w.table.Columns), w.table.Name))
	}
	if w.err != nil {
		return w.err
	}
	if w.options.watch != nil {
		if w.err = w.options.watch(cells); w.err != nil {
			return w.err
		}
	}
	if w.book != nil {
		w.err = w.book.row(w.rows, cells)
	} else {
		w.buffer = w.encoder.row(w.buffer, w.table, w.rows, cells)
	}
	w.rows++
	if w.rows%rowsATurn == 0 {
		w.pause()
	}
	if len(w.buffer) >= flushAt {
		w.flush()
	}
	return w.err
}

// rowsATurn is how many rows are written before others get their turn: a long table must not hold up a page, and the runtime
// itself takes a processor away after ten milliseconds only.
const rowsATurn = 64

// Rows is how many rows have been written.
func (w *Writer) Rows() int { return w.rows }

// Close ends the table and writes what is still held. It does not close the writer below. Leave it out after an error of
// the rows' origin: a JSON array without its end is better than a short one that looks whole.
func (w *Writer) Close() error {
	switch {
	case w.err != nil:
	case w.book != nil:
		w.err = w.book.write(w.out, w.rows, w.options.Meta)
	default:
		w.buffer = w.encoder.foot(w.buffer, w.rows)
		w.flush()
		written := w.buffer
		w.buffer = nil
		buffers.Put(&written)
	}
	if w.options.receipt != nil {
		w.options.receipt.Rows = w.rows
	}
	return w.err
}

func (w *Writer) flush() {
	if _, err := w.out.Write(w.buffer); err != nil {
		w.err = fmt.Errorf("export: %s: %w", w.table.Name, err)
	}
	w.buffer = w.buffer[:0]
}
