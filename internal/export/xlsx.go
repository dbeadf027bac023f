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

const (
	maxSheetRows = 1<<20 - 1 // one more is the header
	maxSheetText = 32_767    // in units of UTF-16
	epochSerial  = 25_569    // 1970-01-01 counted from 1899-12-30
)

// workbook is a table on its way into XLSX (ECMA-376 part 1). It is packed as the rows come, into a spool; nothing reaches
// the writer before write, so that a failure midway leaves no short workbook. Text is always stored as text, never as a
// formula. Only what these workbooks need is written: a library that can do everything was a tenth of the whole program.
type workbook struct {
	spool *spool
	pack  *zip.Writer
	sheet io.Writer // of the rows
	table Table
	xml   []byte // of the row at hand
	line  []byte
	hash  hash.Hash // of the same rows as plain CSV, the hash that does not depend on the packing of a workbook
}

func newWorkbook(t Table) (*workbook, error) {
	b := &workbook{spool: &spool{}, table: t, hash: sha256.New()}
	b.pack = zip.NewWriter(b.spool)
	if err := b.begin(); err != nil {
		return nil, b.fail(err)
	}
	b.hash.Write(plainCSV.head(nil, t))
	return b, nil
}

func (b *workbook) fail(err error) error {
	b.spool.Close()
	return fmt.Errorf("export: %s: workbook: %w", b.table.Name, err)
}

func (b *workbook) begin() (err error) {
	for _, part := range fixedParts() {
		if err := b.part(part.name, []byte(part.content)); err != nil {
			return err
		}
	}
	if b.sheet, err = b.pack.Create(sheetPart(0)); err != nil {
		return err
	}
	widths := make([]float64, len(b.table.Columns))
	for i, c := range b.table.Columns {
		widths[i] = widthOf(c)
	}
	b.xml = appendSheetHead(nil, true, widths)
	b.xml = appendRowHead(b.xml, 1)
	for i, c := range b.table.Columns {
		b.xml = appendText(b.xml, i, 1, styleHeader, c.Name)
	}
	_, err = b.sheet.Write(append(b.xml, "</row>"...))
	return err
}

// part writes a whole part of the package.
func (b *workbook) part(name string, content []byte) error {
	w, err := b.pack.Create(name)
	if err == nil {
		_, err = w.Write(content)
	}
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
	b.xml = appendRowHead(b.xml[:0], n+2)
	for i := range cells {
		if err := b.cell(i, n+2, &cells[i]); err != nil {
			return b.fail(fmt.Errorf("row %d, column %s: %w", n+1, b.table.Columns[i].Name, err))
		}
	}
	if _, err := b.sheet.Write(append(b.xml, "</row>"...)); err != nil {
		return b.fail(err)
	}
	return nil
}

// cell appends one cell: numbers and days as numbers with a style, all else as text.
func (b *workbook) cell(column, row int, c *Cell) error {
	switch c.kind {
	case text:
		return b.text(column, row, c.text)
	case words:
		return b.text(column, row, strings.Join(c.words, ";"))
	case digits, rate:
		number, decimals, err := c.number()
		style := styleDecimals + min(decimals, maxDecimals)
		if c.kind == digits && c.scale == generalScale {
			style = styleGeneral
		}
		b.xml = appendNumber(b.xml, column, row, style, number)
		return err
	case day:
		b.xml = appendNumber(b.xml, column, row, styleDay, float64(c.n+epochSerial))
	case instant:
		b.xml = appendNumber(b.xml, column, row, styleInstant, float64(c.n)/secondsPerDay+epochSerial)
	case yes:
		b.xml = appendBool(b.xml, column, row, c.n == 1)
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

func (b *workbook) text(column, row int, s string) error {
	if n := len(utf16.Encode([]rune(s))); len(s) > maxSheetText && n > maxSheetText {
		return fmt.Errorf("a text of %d characters is longer than the %d of a cell: choose csv", n, maxSheetText)
	}
	b.xml = appendText(b.xml, column, row, styleGeneral, lineBreaks.Replace(s))
	return nil
}

// write ends the sheets and puts the workbook into w.
func (b *workbook) write(w io.Writer, rows int, about *Meta) error {
	defer b.spool.Close()
	area := areaOf(len(b.table.Columns), rows+1)
	err := firstOf(
		func() error { _, err := io.WriteString(b.sheet, sheetFoot(area)); return err },
		func() error { return b.describe(rows, about) },
		func() error { return b.part("xl/workbook.xml", bookPart(area)) },
		b.pack.Close,
		func() error { return b.spool.copyTo(w) },
	)
	if err != nil {
		return b.fail(err)
	}
	return nil
}

func firstOf(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (b *workbook) sum() string { return hex.EncodeToString(b.hash.Sum(nil)) }
