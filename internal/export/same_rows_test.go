package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/export"
	"detente/internal/fx"
	"detente/internal/store"
)

// TestEveryFormatHasTheSameRows draws filters at random and compares what the formats say of them.
func TestEveryFormatHasTheSameRows(t *testing.T) {
	t.Parallel()
	db := embeddedStore(t)
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.SampledFrom([]string{"rates", "quotes", "events", "overlay", "tension"}).Draw(r, "table")
		q := randomQuery(r, name)
		grid, receipt, err := export.ReadGrid(t.Context(), name, db, q)
		if err != nil {
			r.Fatal(err)
		}
		if receipt.Rows != len(grid.Rows) {
			r.Fatalf("the receipt says %d rows of %d", receipt.Rows, len(grid.Rows))
		}
		for _, o := range []export.Options{{}, {Profile: export.Excel}, {Profile: export.ExcelRU}, {Format: export.JSON}, {Format: export.NDJSON}, {Format: export.XLSX}} {
			if fault := compare(grid, read(r, db, name, o, q, grid.Table)); fault != "" {
				r.Fatalf("%s as %s %s: %s", name, o.Format, o.Profile, fault)
			}
		}
	})
}

func randomQuery(r *rapid.T, name string) (q export.Query) {
	q.Filter.From = civil.New(2021, 1, 1).AddDays(rapid.IntRange(0, 700).Draw(r, "from"))
	q.Filter.To = q.Filter.From.AddDays(rapid.IntRange(0, 60).Draw(r, "days"))
	q.Filter.Categories = rapid.SliceOfNDistinct(rapid.SampledFrom(event.Categories()), 0, 3, rapid.ID[event.Category]).Draw(r, "categories")
	q.Filter.Actors = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"RUS", "UKR", "USA", "EU", "FRA"}), 0, 2, rapid.ID[string]).Draw(r, "actors")
	q.Filter.MinImportance = rapid.IntRange(0, 5).Draw(r, "importance")
	if name == "overlay" {
		q.Units = rapid.SampledFrom(fx.UnitCodes()).Draw(r, "units")
		q.Rebase = rapid.SampledFrom([]civil.Date{{}, civil.New(2022, 2, 7), civil.New(2025, 1, 1)}).Draw(r, "rebase")
	}
	if name == "rates" {
		q.Units = rapid.SampledFrom(fx.UnitCodes()).Draw(r, "units")
		q.Frequency = rapid.SampledFrom(fx.Frequencies()).Draw(r, "frequency")
		q.Aggregation = rapid.SampledFrom(fx.Aggregations()).Draw(r, "aggregation")
		q.Series = rapid.SampledFrom([][]fx.SeriesID{nil, {fx.CBRUSD}, {fx.ECBUSD, fx.CBREUR}}).Draw(r, "series")
	}
	return q
}

// read gives the cells of a written table as text, whatever its format.
func read(r *rapid.T, db *store.DB, name string, o export.Options, q export.Query, table export.Table) [][]string {
	var b bytes.Buffer
	if err := export.Write(r.Context(), &b, o, name, db, q); err != nil {
		r.Fatal(err)
	}
	rows, err := [][]string(nil), error(nil)
	switch o.Format {
	case export.XLSX:
		rows, err = sheetText(b.Bytes(), table)
	case export.JSON:
		var list []map[string]any
		err = decode(b.Bytes(), &list)
		rows = objects(list, table)
	case export.NDJSON:
		var list []map[string]any
		err = decode([]byte("["+strings.ReplaceAll(strings.TrimSpace(b.String()), "\n", ",")+"]"), &list)
		rows = objects(list, table)
	default:
		rows, err = lines(b.Bytes(), o.Profile)
	}
	if err != nil {
		r.Fatalf("%s %s: %v", o.Format, o.Profile, err)
	}
	return rows
}

func lines(raw []byte, p export.Profile) ([][]string, error) {
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff"))))
	if p == export.ExcelRU {
		in.Comma = ';'
	}
	rows, err := in.ReadAll()
	return rows[1:], err
}

func decode(raw []byte, into any) error {
	in := json.NewDecoder(bytes.NewReader(raw))
	in.UseNumber()
	return in.Decode(into)
}

func objects(list []map[string]any, table export.Table) [][]string {
	var rows [][]string
	for _, o := range list {
		var row []string
		for _, c := range table.Columns {
			switch v := o[c.Name].(type) {
			case nil:
				row = append(row, "")
			case bool:
				row = append(row, map[bool]string{true: "yes", false: "no"}[v])
			case []any:
				row = append(row, strings.ReplaceAll(strings.Trim(fmt.Sprint(v), "[]"), " ", ";"))
			default:
				row = append(row, fmt.Sprint(v))
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// sheetText gives cells as a spreadsheet shows them, numbers with all their digits: it shows 15 and keeps the rest.
func sheetText(raw []byte, table export.Table) ([][]string, error) {
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := f.GetRows("data")
	if err != nil {
		return nil, err
	}
	whole, err := f.GetRows("data", excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, err
	}
	for i := range rows {
		for j := range rows[i] {
			if table.Columns[j].Type == export.Number && i > 0 {
				rows[i][j] = allDigits(whole[i][j], rows[i][j])
			}
		}
		rows[i] = append(rows[i], make([]string, max(0, len(table.Columns)-len(rows[i])))...)
	}
	return rows[1:], nil
}

// allDigits writes the value of a cell with as many decimals as are shown.
func allDigits(value, shown string) string {
	x, err := strconv.ParseFloat(value, 64)
	_, decimals, _ := strings.Cut(shown, ".")
	if err != nil || strings.ContainsAny(shown, "Ee") {
		return shown
	}
	return strconv.FormatFloat(x, 'f', len(decimals), 64)
}

// compare is lenient in what a format cannot say: an instant of a sheet has no zone, TRUE is yes, a decimal comma is a point.
func compare(want export.Grid, got [][]string) string {
	if len(got) != len(want.Rows) {
		return fmt.Sprintf("%d rows, want %d", len(got), len(want.Rows))
	}
	for i := range got {
		for j, c := range want.Table.Columns {
			if a, b := got[i][j], want.Rows[i][j]; a != b && !slices.Contains(others(c, a), b) {
				return fmt.Sprintf("row %d, column %s is %q, want %q", i+1, c.Name, a, b)
			}
		}
	}
	return ""
}

func others(c export.Column, got string) []string {
	switch c.Type {
	case export.Number, export.Integer:
		point := strings.Replace(got, ",", ".", 1)
		if _, err := strconv.ParseFloat(point, 64); err == nil {
			return []string{point}
		}
	case export.Boolean:
		return []string{map[string]string{"TRUE": "yes", "FALSE": "no"}[got]}
	case export.DateTime, export.Moment:
		return []string{strings.Replace(got, " ", "T", 1) + "Z"}
	case export.Plain:
		return []string{strings.TrimPrefix(got, "'")}
	}
	return nil
}
