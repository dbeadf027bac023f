package export

import (
	"strconv"
	"time"
)

// What the first column of the metadata sheet says in the rows that verify reads.
const (
	sheetQuery     = "query"
	sheetRows      = "rows"
	sheetSHA256    = "sha256 of the rows as CSV (RFC 4180)"
	sheetTable     = "table"
	sheetRetrieved = "retrieved"
)

// describe fills the sheets metadata and sources.
func (b *workbook) describe(rows int, about *Meta) error {
	if about == nil {
		about = &Meta{Table: b.table}
	}
	return firstOf(
		func() error { return b.put(metaSheet, b.metaRows(rows, about), 34, 100) },
		func() error { return b.put(sourcesSheet, sourceRows(about), 18, 50, 40, 60, 60) },
	)
}

func firstOf(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (b *workbook) metaRows(rows int, about *Meta) [][]string {
	out := [][]string{
		{"property", "value"},
		{"title", about.Table.Title},
		{sheetTable, about.Table.Name},
		{sheetQuery, about.queryText()},
		{"filter", about.Filter},
		{"as of", moment0(about.Query.Filter.AsOf)},
		{sheetRetrieved, moment0(about.Retrieved)},
		{"data version", about.DataVersion},
		{"method", about.Method},
		{sheetRows, strconv.Itoa(rows)},
		{sheetSHA256, b.sum()},
		{"how to cite", about.Cite()},
		{"time zone", "UTC"},
		{"", ""},
		{"column", "what it holds"},
	}
	for _, c := range b.table.Columns {
		said := c.About
		if c.Unit != "" {
			said += " [" + c.Unit + "]"
		}
		out = append(out, []string{c.Name, said})
	}
	return out
}

func moment0(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func sourceRows(about *Meta) [][]string {
	out := [][]string{{"series", "publisher and name", "unit", "publication rule", "terms of use"}}
	for _, s := range about.Series {
		out = append(out, []string{string(s.ID), s.Publisher() + ": " + s.Name, s.Unit, s.Rule, s.TermsURL})
	}
	if len(about.Series) == 0 {
		out = append(out, []string{"", eventSource, "", "", ""})
	}
	return out
}

// put writes rows of text on a new sheet; the first is its header.
func (b *workbook) put(sheet string, rows [][]string, widths ...float64) error {
	if _, err := b.file.NewSheet(sheet); err != nil {
		return err
	}
	for i, width := range widths {
		column := string(rune('A' + i))
		if err := b.file.SetColWidth(sheet, column, column, width); err != nil {
			return err
		}
	}
	for i, row := range rows {
		for j, value := range row {
			cell := string(rune('A'+j)) + strconv.Itoa(i+1)
			if err := b.file.SetCellStr(sheet, cell, value); err != nil {
				return err
			}
			style := b.styles.wrapped
			if i == 0 {
				style = b.styles.header
			}
			if err := b.file.SetCellStyle(sheet, cell, cell, style); err != nil {
				return err
			}
		}
	}
	return nil
}
