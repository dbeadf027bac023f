package export

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
)

// The sheets of a workbook.
const (
	dataSheet    = "data"
	metaSheet    = "metadata"
	sourcesSheet = "sources"
)

// The bounds of a sheet. Reference: Excel specifications and limits, worksheet and workbook.
const (
	maxSheetRows = 1<<20 - 1 // one is the header
	maxSheetText = 32767     // characters of a cell, as UTF-16 counts them
	epochSerial  = 25_569    // 1970-01-01 counted from 1899-12-30
)

// workbook is a table on its way into XLSX (ECMA-376). Rows are compressed and put aside as they come; nothing reaches the writer
// before write, so that a failure midway leaves no short workbook. Text is always stored as text, never as a formula.
//
// A library would do, and for reading the tests use one; but it took a tenth of the program and of its start.
type workbook struct {
	data    *pack
	table   Table
	letters []string // of the columns
	line    []byte
	cells   []byte    // one row as XML
	hash    hash.Hash // of the same rows as plain CSV, the hash that does not depend on the packing of a workbook
}

func newWorkbook(t Table) (*workbook, error) {
	b := &workbook{data: newPack(sheetPart(1)), table: t, hash: sha256.New()}
	for i := range t.Columns {
		b.letters = append(b.letters, letters(i))
	}
	if err := b.begin(); err != nil {
		return nil, b.fail(err)
	}
	b.hash.Write(plainCSV.head(nil, t))
	return b, nil
}

func (b *workbook) fail(err error) error {
	_ = b.data.close() // removes the temporary file; the first error says why
	return fmt.Errorf("export: %s: workbook: %w", b.table.Name, err)
}

// begin writes what stands before the rows, and the header.
func (b *workbook) begin() error {
	widths := make([]float64, len(b.table.Columns))
	for i, c := range b.table.Columns {
		widths[i] = widthOf(c)
	}
	head := append(sheetHead(widths, true), `<row r="1">`...)
	for i, c := range b.table.Columns {
		head = appendText(head, b.letters[i], 1, styleHeader, c.Name)
	}
	_, err := b.data.Write(append(head, "</row>"...))
	return err
}

// widthOf is wide enough for the name and the usual cell, in characters.
func widthOf(c Column) float64 {
	usual := 14
	switch c.Type {
	case Date:
		usual = 12
	case DateTime, Moment:
		usual = 21
	case Link:
		usual = 40
	case Plain:
		usual = 18
		if strings.Contains(c.Name, "title") || c.Name == "summary" {
			usual = 60
		}
	}
	return float64(max(usual, len(c.Name)+4))
}

// row writes data row n, counted from 0.
func (b *workbook) row(n int, cells []Cell) error {
	if n >= maxSheetRows {
		return b.fail(fmt.Errorf("a sheet holds %d rows at most: choose csv, or a shorter range", maxSheetRows))
	}
	b.line = plainCSV.row(b.line[:0], b.table, n, cells)
	b.hash.Write(b.line)
	b.cells = append(strconv.AppendInt(append(b.cells[:0], `<row r="`...), int64(n+2), 10), `">`...)
	for i := range cells {
		if err := b.cell(i, n+2, &cells[i]); err != nil {
			return b.fail(fmt.Errorf("row %d, column %s: %w", n+1, b.table.Columns[i].Name, err))
		}
	}
	if _, err := b.data.Write(append(b.cells, "</row>"...)); err != nil {
		return b.fail(err)
	}
	return nil
}

// cell appends a cell to the row: numbers and days as numbers with a style, all else as text, nothing where there is nothing.
func (b *workbook) cell(column, row int, c *Cell) error {
	at := b.letters[column]
	number := func(style int, value string) { b.cells = appendNumber(b.cells, at, row, style, value) }
	switch c.kind {
	case text, words:
		said, err := sheetText(c)
		b.cells = appendText(b.cells, at, row, 0, said)
		return err
	case digits, rate:
		x, decimals, err := c.number()
		style := styleDecimals + min(decimals, mostDecimals)
		if c.kind == digits && c.scale == generalScale {
			style = 0
		}
		number(style, strconv.FormatFloat(x, 'f', -1, 64))
		return err
	case day:
		number(styleDay, strconv.FormatInt(c.n+epochSerial, 10))
	case instant:
		number(styleInstant, strconv.FormatFloat(float64(c.n)/secondsPerDay+epochSerial, 'f', -1, 64))
	case yes:
		b.cells = appendYes(b.cells, at, row, c.n == 1)
	}
	return nil
}

// number is a digits or rate cell as the nearest float64, with its decimals.
func (c *Cell) number() (x float64, decimals int, err error) {
	written := c.text
	if c.kind == rate {
		written = string(appendScaled(nil, c.n, c.scale))
	}
	x, err = strconv.ParseFloat(written, 64)
	_, fraction, _ := strings.Cut(written, ".")
	return x, len(fraction), err
}

func sheetText(c *Cell) (string, error) {
	s := c.text
	if c.kind == words {
		s = strings.Join(c.words, ";")
	}
	if n := len(utf16.Encode([]rune(s))); len(s) > maxSheetText && n > maxSheetText {
		return "", fmt.Errorf("a text of %d characters is longer than the %d of a cell: choose csv", n, maxSheetText)
	}
	return lineBreaks.Replace(s), nil
}

// write ends the sheets and packs them into w.
func (b *workbook) write(w io.Writer, rows int, about *Meta) error {
	whole := "A1:" + letters(len(b.table.Columns)-1) + strconv.Itoa(rows+1)
	if _, err := io.WriteString(b.data, sheetTail(whole)); err != nil {
		return b.fail(err)
	}
	z := zip.NewWriter(w)
	if err := firstOf(
		func() error { return b.frame(z, whole) },
		func() error { return b.data.into(z) },
		func() error { return b.describe(z, rows, about) },
		z.Close,
	); err != nil {
		return b.fail(err)
	}
	return b.data.close()
}

func (b *workbook) sum() string { return hex.EncodeToString(b.hash.Sum(nil)) }
