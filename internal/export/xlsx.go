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

	"github.com/xuri/excelize/v2"
)

// The sheets of a workbook.
const (
	dataSheet    = "data"
	metaSheet    = "metadata"
	sourcesSheet = "sources"
)

const (
	maxSheetRows = excelize.TotalRows - 1 // one is the header
	maxSheetText = excelize.TotalCellChars
	epochSerial  = 25_569 // 1970-01-01 counted from 1899-12-30
)

// workbook is a table on its way into XLSX. Rows go to a temporary file as they come; nothing reaches the writer before
// write, so that a failure midway leaves no short workbook. Text is always stored as text, never as a formula.
type workbook struct {
	file   *excelize.File
	sheet  *excelize.StreamWriter
	table  Table
	styles styles
	values []any
	line   []byte
	hash   hash.Hash // of the same rows as plain CSV, the hash that does not depend on the packing of a workbook
}

// styles are the numbers of the cell styles: a rate shows as many decimals as were published.
type styles struct {
	day, instant, header, wrapped int
	decimals                      [13]int
}

func newWorkbook(t Table) (*workbook, error) {
	b := &workbook{file: excelize.NewFile(), table: t, values: make([]any, len(t.Columns)), hash: sha256.New()}
	if err := b.begin(); err != nil {
		return nil, b.fail(err)
	}
	b.hash.Write(plainCSV.head(nil, t))
	return b, nil
}

func (b *workbook) fail(err error) error {
	_ = b.file.Close() // removes the temporary file; the first error says why
	return fmt.Errorf("export: %s: workbook: %w", b.table.Name, err)
}

func (b *workbook) begin() (err error) {
	if err = b.file.SetSheetName("Sheet1", dataSheet); err != nil {
		return err
	}
	if err = b.makeStyles(); err != nil {
		return err
	}
	if b.sheet, err = b.file.NewStreamWriter(dataSheet); err != nil {
		return err
	}
	for i, c := range b.table.Columns {
		if err = b.sheet.SetColWidth(i+1, i+1, widthOf(c)); err != nil {
			return err
		}
	}
	frozen := excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	if err = b.sheet.SetPanes(&frozen); err != nil {
		return err
	}
	for i, c := range b.table.Columns {
		b.values[i] = excelize.Cell{StyleID: b.styles.header, Value: c.Name}
	}
	return b.sheet.SetRow("A1", b.values)
}

func (b *workbook) makeStyles() (err error) {
	style := func(format string, into *int) {
		if err == nil {
			*into, err = b.file.NewStyle(&excelize.Style{CustomNumFmt: &format})
		}
	}
	style("yyyy-mm-dd", &b.styles.day)
	style("yyyy-mm-dd hh:mm:ss", &b.styles.instant)
	for n := range b.styles.decimals {
		style(strings.TrimSuffix("0."+strings.Repeat("0", n), "."), &b.styles.decimals[n])
	}
	if err != nil {
		return err
	}
	b.styles.header, err = b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	b.styles.wrapped, err = b.file.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
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
	for i := range cells {
		var err error
		if b.values[i], err = b.value(&cells[i]); err != nil {
			return b.fail(fmt.Errorf("row %d, column %s: %w", n+1, b.table.Columns[i].Name, err))
		}
	}
	if err := b.sheet.SetRow("A"+strconv.Itoa(n+2), b.values); err != nil {
		return b.fail(err)
	}
	return nil
}

// value is what excelize is given: numbers and days as numbers with a style, all else as text.
func (b *workbook) value(c *Cell) (any, error) {
	switch c.kind {
	case text:
		return sheetText(c.text)
	case words:
		return sheetText(strings.Join(c.words, ";"))
	case digits, rate:
		number, decimals, err := c.number()
		if c.kind == digits && c.scale == generalScale {
			return number, err
		}
		return excelize.Cell{StyleID: b.styles.decimals[min(decimals, len(b.styles.decimals)-1)], Value: number}, err
	case day:
		return excelize.Cell{StyleID: b.styles.day, Value: int(c.n) + epochSerial}, nil
	case instant:
		return excelize.Cell{StyleID: b.styles.instant, Value: float64(c.n)/secondsPerDay + epochSerial}, nil
	case yes:
		return c.n == 1, nil
	}
	return nil, nil
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

func sheetText(s string) (any, error) {
	if n := len(utf16.Encode([]rune(s))); len(s) > maxSheetText && n > maxSheetText {
		return nil, fmt.Errorf("a text of %d characters is longer than the %d of a cell: choose csv", n, maxSheetText)
	}
	return lineBreaks.Replace(s), nil
}

// write ends the sheets and packs them into w.
func (b *workbook) write(w io.Writer, rows int, about *Meta) error {
	last, err := excelize.CoordinatesToCellName(len(b.table.Columns), rows+1)
	if err == nil {
		err = b.file.AutoFilter(dataSheet, "A1:"+last, nil)
	}
	if err == nil {
		err = b.sheet.Flush()
	}
	if err == nil {
		err = b.describe(rows, about)
	}
	if err == nil {
		// The archive goes straight to w: excelize would keep all of it in memory first.
		b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(w) })
		err = b.file.Write(io.Discard)
	}
	if err != nil {
		return b.fail(err)
	}
	return b.file.Close()
}

func (b *workbook) sum() string { return hex.EncodeToString(b.hash.Sum(nil)) }
