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
		func() error { return b.part(sheetPart(1), textSheet(b.metaRows(rows, about), 34, 100)) },
		func() error { return b.part(sheetPart(2), textSheet(sourceRows(about), 18, 50, 40, 60, 60)) },
	)
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

// textSheet is a sheet of rows of text; the first is its header.
func textSheet(rows [][]string, widths ...float64) []byte {
	xml := appendSheetHead(nil, false, widths)
	for i, row := range rows {
		style := styleWrapped
		if i == 0 {
			style = styleHeader
		}
		xml = appendRowHead(xml, i+1)
		for j, value := range row {
			xml = appendText(xml, j, i+1, style, lineBreaks.Replace(value))
		}
		xml = append(xml, "</row>"...)
	}
	return append(xml, sheetFoot("")...)
}
