package export_test

import (
	"context"
	"encoding/xml"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/export"
	"detente/internal/fx"
	"detente/internal/store"
)

// office is LibreOffice set to a locale, with a profile folder of its own: making that takes most of its first start.
type office struct{ home, locale string }

func newOffice(t *testing.T, locale string) office {
	t.Helper()
	home := t.TempDir()
	settings := `<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>` +
		locale + `</value></prop></item></oor:items>`
	if err := os.MkdirAll(filepath.Join(home, "user"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "user", "registrymodifications.xcu"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	return office{home, locale}
}

// convert writes files to a folder as flat XML.
func (o office) convert(t *testing.T, filter string, files ...string) string {
	t.Helper()
	out := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + o.home, "--headless", "--norestore", "--convert-to", "fods", "--outdir", out}
	if filter != "" {
		args = append(args, "--infilter="+filter)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if said, err := exec.CommandContext(ctx, "soffice", append(args, files...)...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v: %s", err, said)
	}
	return out
}

// sheetCell is what LibreOffice makes of a cell.
type sheetCell struct {
	Kind     string `xml:"value-type,attr"`
	Number   string `xml:"value,attr"`
	Day      string `xml:"date-value,attr"`
	Formula  string `xml:"formula,attr"`
	Repeated int    `xml:"number-columns-repeated,attr"`
	Text     []struct {
		Inner string `xml:",innerxml"`
	} `xml:"p"`
}

func (c sheetCell) text() string {
	var lines []string
	for _, p := range c.Text {
		var b strings.Builder
		in := xml.NewDecoder(strings.NewReader(p.Inner))
		for {
			token, err := in.Token()
			if err != nil {
				break
			}
			switch token := token.(type) {
			case xml.CharData:
				b.Write(token)
			case xml.StartElement:
				if token.Name.Local == "s" || token.Name.Local == "tab" {
					b.WriteString(map[string]string{"s": strings.Repeat(" ", spaces(token)), "tab": "\t"}[token.Name.Local])
				}
			}
		}
		lines = append(lines, b.String())
	}
	return strings.Join(lines, "\n")
}

func spaces(s xml.StartElement) int {
	for _, a := range s.Attr {
		if n, err := strconv.Atoi(a.Value); err == nil {
			return n
		}
	}
	return 1
}

// sheetRows reads the first sheet of a flat file.
func sheetRows(t *testing.T, path string) [][]sheetCell {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Sheets []struct {
			Rows []struct {
				Repeated int         `xml:"number-rows-repeated,attr"`
				Cells    []sheetCell `xml:"table-cell"`
			} `xml:"table-row"`
		} `xml:"body>spreadsheet>table"`
	}
	if err := xml.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	var rows [][]sheetCell
	for _, r := range doc.Sheets[0].Rows {
		var row []sheetCell
		for _, c := range r.Cells {
			for range min(max(c.Repeated, 1), 64) {
				row = append(row, c)
			}
		}
		for range min(max(r.Repeated, 1), 64) {
			rows = append(rows, row)
		}
	}
	return rows
}

// agree compares a sheet with the table: numbers are numbers, days are days, text is text and runs nothing.
func agree(t *testing.T, what string, rows [][]sheetCell, grid export.Grid, guarded bool) {
	t.Helper()
	if len(rows) < len(grid.Rows)+1 {
		t.Errorf("%s: %d rows, want %d", what, len(rows)-1, len(grid.Rows))
		return
	}
	for i, want := range grid.Rows {
		for j, column := range grid.Table.Columns {
			var got sheetCell
			if j < len(rows[i+1]) {
				got = rows[i+1][j]
			}
			if fault := differs(got, column, want[j], guarded); fault != "" {
				t.Errorf("%s: row %d, column %s: %s", what, i+1, column.Name, fault)
			}
		}
	}
}

func differs(got sheetCell, column export.Column, want string, guarded bool) string {
	if got.Formula != "" && column.Type != export.Boolean { // LibreOffice keeps a true or false as TRUE() or FALSE()
		return "the formula " + got.Formula
	}
	switch column.Type {
	case export.Number, export.Integer:
		if want == "" {
			if got.Kind != "" {
				return "a missing number is " + got.Kind
			}
			return ""
		}
		a, wrongA := strconv.ParseFloat(got.Number, 64)
		b, _ := strconv.ParseFloat(want, 64)
		if got.Kind != "float" || wrongA != nil || !near(a, b) {
			return fmt.Sprintf("%s %q, want the number %s", got.Kind, got.Number+got.text(), want)
		}
	case export.Date:
		if want != "" && (got.Kind != "date" || got.Day != want) {
			return fmt.Sprintf("%s %q, want the day %s", got.Kind, got.Day+got.text(), want)
		}
	case export.DateTime, export.Moment:
		instant := strings.TrimSuffix(want, "Z")
		if !strings.Contains(got.Day, "T") { // a flat file writes midnight as its day alone
			instant = strings.TrimSuffix(instant, "T00:00:00")
		}
		if want != "" && !(got.Kind == "date" && (got.Day == instant || got.Day == want)) && !(got.Kind == "string" && got.text() == want) {
			return fmt.Sprintf("%s %q, want %s", got.Kind, got.Day+got.text(), want)
		}
	case export.Boolean:
		if got.text() != want && got.Number != map[string]string{"yes": "1", "no": "0"}[want] {
			return fmt.Sprintf("%s %q, want %s", got.Kind, got.text(), want)
		}
	default:
		text := got.text()
		if guarded && text != want {
			text = strings.TrimPrefix(text, "'")
		}
		if want != "" && text != want {
			return fmt.Sprintf("%s %q, want %q", got.Kind, text, want)
		}
	}
	return ""
}

// near tells whether a is b as far as a flat file writes numbers: 15 digits, 20 decimals.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-14*math.Abs(b)+1e-20 }

// spreadsheetEvents are hostile titles, and a code with a leading zero that must stay text in a workbook.
func spreadsheetEvents(t *testing.T) *store.DB {
	t.Helper()
	db := embeddedStore(t)
	var list []event.Event
	for i, title := range []string{`=1+1`, `+7 495 000`, `-5, a minus; and a semicolon`, `@SUM(1)`, `He said "no", twice`, `Встреча в Москве — 5 часов`, `=HYPERLINK("http://example.org";"x")`} {
		list = append(list, event.Event{ID: fmt.Sprintf("hostile-%d", i), OccurredAt: civil.New(2030, 1, 1+i).UTC(), Precision: event.PrecisionDay, Title: title,
			Summary: "text", Category: event.Other, Goldstein: -7.25, Importance: 2, Status: event.StatusConfirmed})
	}
	if _, err := db.PutEvents(t.Context(), list, store.Origin{Author: "test"}, noon); err != nil {
		t.Fatal(err)
	}
	return db
}

// The import settings of LibreOffice: separator, quote, UTF-8, first line, no column types, language, quoted fields are text,
// special numbers are found. 1033 is English (US), 1049 Russian.
const (
	commaFilter     = "CSV:44,34,76,1,,1033,false,true"
	semicolonFilter = "CSV:59,34,76,1,,1049,false,true"
	ownComma        = "CSV:44,34,76,1,,0,false,true" // 0: the language that the program is set to
	ownSemicolon    = "CSV:59,34,76,1,,0,false,true"
)

// officeQuestions are results with numbers, days, names and missing cells.
func officeQuestions() (analysis.StudyQuestion, analysis.CorrelateQuestion) {
	window := event.Filter{From: civil.New(2021, 11, 1), To: civil.New(2022, 2, 23)}
	study, correlation := analysis.DefaultStudy(fx.CBRUSD), analysis.DefaultCorrelate(fx.CBRUSD)
	study.Selection, study.Placebos = analysis.SelectionOf(window), 100
	correlation.Selection, correlation.Draws = study.Selection, 100
	return study, correlation
}

// tableOf is the table that a name such as study_events asks for.
func tableOf(name string) string {
	table, _, _ := strings.Cut(name, "_")
	return table
}

// TestLibreOfficeReadsWhatWasMeant opens every profile and the workbook in an English and a Russian LibreOffice.
func TestLibreOfficeReadsWhatWasMeant(t *testing.T) {
	if testing.Short() {
		t.Skip("starts LibreOffice nine times")
	}
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Skip("LibreOffice is not here: install libreoffice-calc")
	}
	t.Parallel()
	db, folder := spreadsheetEvents(t), t.TempDir()
	study, correlation := officeQuestions()
	tables := map[string]export.Query{
		"quotes":  {Filter: event.Filter{From: civil.New(2022, 2, 1), To: civil.New(2022, 3, 1)}},
		"rates":   {Filter: february},
		"overlay": {Filter: event.Filter{From: civil.New(2022, 2, 1), To: civil.New(2022, 2, 11)}},
		"events":  {Filter: event.Filter{From: civil.New(2030, 1, 1), To: civil.New(2030, 2, 1)}},
	}
	for _, result := range []string{"events", "tests", "path"} {
		tables["study_"+result] = export.Query{Study: &study, Result: result}
	}
	for _, result := range []string{"summary", "ccf"} {
		tables["correlation_"+result] = export.Query{Correlation: &correlation, Result: result}
	}
	write := func(name, table string, o export.Options) string {
		path := filepath.Join(folder, name)
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := export.Write(t.Context(), f, o, tableOf(table), db, tables[table]); err != nil {
			t.Fatal(err)
		}
		return path
	}
	groups := map[string][]string{} // files by import filter
	grids := map[string]export.Grid{}
	for table, q := range tables {
		grid, _, err := export.ReadGrid(t.Context(), tableOf(table), db, q)
		if err != nil {
			t.Fatal(err)
		}
		grids[table] = grid
		if len(grid.Rows) == 0 {
			t.Fatalf("%s has no rows to compare", table)
		}
		if table != "events" { // a plain CSV is for programs: it keeps text as it is
			groups[commaFilter] = append(groups[commaFilter], write(table+"-rfc4180.csv", table, export.Options{}))
		}
		groups[commaFilter] = append(groups[commaFilter], write(table+"-excel.csv", table, export.Options{Profile: export.Excel}))
		groups[semicolonFilter] = append(groups[semicolonFilter], write(table+"-excelru.csv", table, export.Options{Profile: export.ExcelRU}))
		groups[""] = append(groups[""], write(table+"-book.xlsx", table, export.Options{Format: export.XLSX}))
	}
	for locale, own := range map[string][2]string{"en-US": {ownComma, "rates-excel"}, "ru-RU": {ownSemicolon, "rates-excelru"}} {
		t.Run(locale, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, locale)
			for filter, files := range groups {
				out := o.convert(t, filter, files...)
				for _, f := range files {
					base := strings.TrimSuffix(filepath.Base(f), filepath.Ext(f))
					table, _, _ := strings.Cut(base, "-")
					agree(t, base, sheetRows(t, filepath.Join(out, base+".fods")), grids[table], strings.Contains(base, "excel"))
				}
			}
			// As opened by a double click, in the program's own language.
			out := o.convert(t, own[0], filepath.Join(folder, own[1]+".csv"))
			agree(t, "by itself, "+own[1], sheetRows(t, filepath.Join(out, own[1]+".fods")), grids["rates"], true)
			if locale == "en-US" {
				return
			}
			// A decimal point is no number in Russian: what the profile excel-ru is for, and a proof that the locales differ.
			out = o.convert(t, ownComma, filepath.Join(folder, "rates-rfc4180.csv"))
			if got := sheetRows(t, filepath.Join(out, "rates-rfc4180.fods"))[1][1]; got.Kind == "float" {
				t.Errorf("a Russian LibreOffice reads %s as the number %s: is it set to Russian?", grids["rates"].Rows[0][1], got.Number)
			}
		})
	}
}
