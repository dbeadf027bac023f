package export

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// ReadWorkbook reads the metadata sheet of a workbook that was exported: what was asked, and the hash of its rows.
func ReadWorkbook(path string) (Meta, error) {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return Meta{}, fmt.Errorf("export: %s: %w", path, err)
	}
	defer f.Close()
	rows, err := f.GetRows(metaSheet)
	if err != nil {
		return Meta{}, fmt.Errorf("export: %s: no sheet %s: is it a workbook of detente? %w", path, metaSheet, err)
	}
	said := map[string]string{}
	for _, row := range rows {
		if len(row) > 1 && said[row[0]] == "" {
			said[row[0]] = row[1]
		}
	}
	return metaOfSheet(path, said)
}

func metaOfSheet(path string, said map[string]string) (m Meta, err error) {
	if err := json.Unmarshal([]byte(said[sheetQuery]), &m.Query); err != nil {
		return m, fmt.Errorf("export: %s: sheet %s, row %s: %w", path, metaSheet, sheetQuery, err)
	}
	if m.Table, err = TableOf(said[sheetTable], m.Query); err != nil {
		return m, fmt.Errorf("export: %s: sheet %s: %w", path, metaSheet, err)
	}
	if said[sheetRetrieved] != "" {
		if m.Retrieved, err = time.Parse(time.RFC3339, said[sheetRetrieved]); err != nil {
			return m, fmt.Errorf("export: %s: sheet %s, row %s: %w", path, metaSheet, sheetRetrieved, err)
		}
	}
	m.Options.Format, m.Receipt.SHA256 = XLSX, said[sheetSHA256]
	m.Receipt.Rows, err = strconv.Atoi(said[sheetRows])
	return m, err
}

// verifyWorkbook compares the cells of the data sheet with the rows that the database gives.
func verifyWorkbook(ctx context.Context, path string, m Meta, from Source, q Query) (v Verdict, err error) {
	v.AsOf = q.Filter.AsOf
	f, err := excelize.OpenFile(path)
	if err != nil {
		return v, err
	}
	defer f.Close()
	sheet, err := f.Rows(dataSheet)
	if err != nil {
		return v, err
	}
	defer sheet.Close()
	inFile := &sheetReader{rows: sheet, columns: len(m.Table.Columns)}
	if header, err := inFile.next(); err != nil || strings.Join(header, ",") != strings.Join(m.Table.Names(), ",") {
		v.Differences = []Difference{{Row: 0, InFile: "the header " + strings.Join(header, ", "), Expected: strings.Join(m.Table.Names(), ", ")}}
		return v, nil
	}
	rows, wait := expected(ctx, m, from, q)
	v.walk(inFile, rows, m.Table)
	if err := wait(); err != nil {
		return v, err
	}
	v.Same = len(v.Differences) == 0
	if v.Same {
		receipt, err := Deliver(ctx, io.Discard, Options{}, m.Table.Name, from, q)
		if v.Same, v.Touched = receipt.SHA256 == m.Receipt.SHA256, receipt.SHA256 != m.Receipt.SHA256; err != nil {
			return v, err
		}
		if v.Touched {
			v.add(Difference{Row: 0, InFile: "sha256 " + m.Receipt.SHA256, Expected: "sha256 " + receipt.SHA256})
		}
	}
	return v, nil
}

// sheetReader gives the raw values of a sheet, every row of the table's width.
type sheetReader struct {
	rows    *excelize.Rows
	columns int
}

func (s *sheetReader) next() ([]string, error) {
	if !s.rows.Next() {
		if err := s.rows.Error(); err != nil {
			return nil, err
		}
		return nil, io.EOF
	}
	row, err := s.rows.Columns(excelize.Options{RawCellValue: true})
	for len(row) < s.columns {
		row = append(row, "")
	}
	return row, err
}

// expected gives the rows of the database as a sheet holds them.
func expected(ctx context.Context, m Meta, from Source, q Query) (rowReader, func() error) {
	ctx, cancel := context.WithCancel(ctx)
	rows, failed := make(channelReader, 256), make(chan error, 1)
	go func() {
		defer close(rows)
		o := Options{watch: func(cells []Cell) error {
			select {
			case rows <- rawRow(cells):
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}}
		failed <- Write(ctx, io.Discard, o, m.Table.Name, from, q)
	}()
	return rows, func() error {
		cancel()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			return err
		}
		return nil
	}
}

type channelReader chan []string

func (c channelReader) next() ([]string, error) {
	row, ok := <-c
	if !ok {
		return nil, io.EOF
	}
	return row, nil
}

// rawRow is what the cells are in the XML of a sheet.
func rawRow(cells []Cell) []string {
	row := make([]string, len(cells))
	for i := range cells {
		c := &cells[i]
		switch c.kind {
		case text:
			row[i] = lineBreaks.Replace(c.text)
		case words:
			row[i] = strings.Join(c.words, ";")
		case digits, rate:
			x, _, _ := c.number() // was parsed where it was made
			row[i] = strconv.FormatFloat(x, 'f', -1, 64)
		case day:
			row[i] = strconv.FormatInt(c.n+epochSerial, 10)
		case instant:
			row[i] = strconv.FormatFloat(float64(c.n)/secondsPerDay+epochSerial, 'f', -1, 64)
		case yes:
			row[i] = strconv.FormatInt(c.n, 10)
		}
	}
	return row
}
