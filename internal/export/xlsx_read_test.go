package export

import (
	"archive/zip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// sheetsOf writes sheets of text with our own writer.
func sheetsOf(t *testing.T, rows [][]string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "book.xlsx")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	z := zip.NewWriter(out)
	b := &workbook{}
	if err := errors.Join(b.frame(z, "A1:B2"), putSheet(z, 1, rows, 10), putSheet(z, 2, rows, 10), putSheet(z, 3, nil), z.Close()); err != nil {
		t.Fatal(err)
	}
	return file
}

func allRows(t *testing.T, file, sheet string) (all [][]string) {
	t.Helper()
	b, err := openBook(file)
	if err != nil {
		t.Fatal(err)
	}
	defer b.close()
	rows, err := b.rows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.close()
	for {
		row, err := rows.next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
}

func TestTextComesBackFromASheet(t *testing.T) {
	t.Parallel()
	texts := []string{"plain", "  spaces  ", "a & b < c > d \"e\" 'f'", "two\nlines\tand a tab", "_x0041_", "_x005F_", "a_x000D_b", "_x00g1_", "Минфин ₽ 𝄞", "=1+1", strings.Repeat("long ", 5000)}
	rows := [][]string{{"name", "text"}}
	for _, text := range texts {
		rows = append(rows, []string{"", text})
	}
	file := sheetsOf(t, rows)
	ours := allRows(t, file, metaSheet)
	theirs, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	for i, text := range texts {
		if got := ours[i+1]; len(got) != 2 || got[0] != "" || got[1] != text {
			t.Errorf("%.40q is read as %.80q", text, got)
		}
		if got, err := theirs.GetCellValue(metaSheet, "B"+string(rune('2'+i))); i < 8 && (err != nil || got != text) {
			t.Errorf("%.40q is read by another library as %.80q, %v", text, got, err)
		}
	}
	if got := allRows(t, sheetsOf(t, [][]string{{"a\x00b\x1f\xff"}}), dataSheet); got[0][0] != "a\uFFFDb\uFFFD\uFFFD" {
		t.Errorf("what XML cannot hold is read as %q", got[0][0])
	}
}

func TestColumnsHaveLetters(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA", 16383: "XFD"} { // Excel's last column is XFD
		if got := letters(n); got != want || placeOf(got+"12") != n {
			t.Errorf("column %d is %s, and %d back", n, got, placeOf(got+"12"))
		}
	}
}

// A spreadsheet leaves out empty rows and cells, and keeps texts in a list of their own.
func TestAWorkbookOfAnotherProgramIsRead(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "first", "D1": "fourth", "B4": 75.6806, "C4": true, "A4": "first"} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "other.xlsx")
	if err := errors.Join(f.SaveAs(file), f.Close()); err != nil {
		t.Fatal(err)
	}
	got, want := allRows(t, file, "Sheet1"), [][]string{{"first", "", "", "fourth"}, nil, nil, {"first", "75.6806", "1"}}
	if !slices.EqualFunc(got, want, func(a, b []string) bool { return slices.Equal(a, b) }) {
		t.Errorf("read as %q", got)
	}
}

func TestDamagedWorkbooksAreRefused(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "no.xlsx")
	if err := os.WriteFile(file, []byte("date,usd_rub\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadWorkbook(file); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a file that is none: %v", err)
	}
	if _, err := ReadWorkbook(sheetsOf(t, [][]string{{"property", "value"}})); err == nil {
		t.Error("a workbook without a query is taken for one of ours")
	}
	for name, inside := range map[string]string{
		"rows backwards":  `<row r="2"/><row r="1"/>`,
		"cells backwards": `<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>`,
		"no such text":    `<row r="1"><c r="A1" t="s"><v>7</v></c></row>`,
		"too far":         `<row r="1"><c r="ZZZZZZ1"><v>7</v></c></row>`,
		"too deep":        `<row r="99999999"><c r="A1"><v>7</v></c></row>`,
		"cut":             `<row r="1"><c r="A1"><v>7`,
	} {
		if err := readAll(t, sheetOf(t, inside)); err == nil {
			t.Errorf("%s: read without a word", name)
		}
	}
}

func sheetOf(t *testing.T, inside string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "one.xlsx")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	z := zip.NewWriter(out)
	text := append(append(sheetHead(nil, false), inside...), sheetTail("")...)
	if err := errors.Join((&workbook{}).frame(z, "A1:A1"), putPart(z, sheetPart(1), text), z.Close()); err != nil {
		t.Fatal(err)
	}
	return file
}

func readAll(t *testing.T, file string) error {
	t.Helper()
	b, err := openBook(file)
	if err != nil {
		return err
	}
	defer b.close()
	rows, err := b.rows(dataSheet)
	if err != nil {
		return err
	}
	defer rows.close()
	for {
		if _, err := rows.next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
