package export

import (
	"archive/zip"
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

// describe writes the sheets metadata and sources.
func (b *workbook) describe(z *zip.Writer, rows int, about *Meta) error {
	if about == nil {
		about = &Meta{Table: b.table}
	}
	return firstOf(
		func() error { return putSheet(z, 2, b.metaRows(rows, about), 34, 100) },
		func() error { return putSheet(z, 3, sourceRows(about), 18, 50, 40, 60, 60) },
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

// putSheet writes rows of text as the nth sheet; the first is its header.
func putSheet(z *zip.Writer, n int, rows [][]string, widths ...float64) error {
	out := sheetHead(widths, false)
	for i, row := range rows {
		style := styleWrapped
		if i == 0 {
			style = styleHeader
		}
		out = append(strconv.AppendInt(append(out, `<row r="`...), int64(i+1), 10), `">`...)
		for j, value := range row {
			out = appendText(out, letters(j), i+1, style, value)
		}
		out = append(out, "</row>"...)
	}
	return putPart(z, sheetPart(n), append(out, sheetTail("")...))
}
