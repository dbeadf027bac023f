package export_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/export"
	"detente/internal/fx"
	"detente/internal/store"
)

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

// officeTables are the tables that are opened, by name.
func officeTables() map[string]export.Query {
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
	return tables
}

// tableOf is the table that a name such as study_events asks for.
func tableOf(name string) string {
	table, _, _ := strings.Cut(name, "_")
	return table
}

func writtenTo(t *testing.T, path, table string, db *store.DB, q export.Query, o export.Options) string {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := export.Write(t.Context(), f, o, table, db, q); err != nil {
		t.Fatal(err)
	}
	return path
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
	tables := officeTables()
	write := func(name, table string, o export.Options) string {
		return writtenTo(t, filepath.Join(folder, name), tableOf(table), db, tables[table], o)
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
