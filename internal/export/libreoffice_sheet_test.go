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

	"detente/internal/export"
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
