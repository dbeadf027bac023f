package export

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"detente/internal/fx"
	"detente/internal/testkit"
)

func opened(t *testing.T, raw []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func TestWorkbookHoldsNumbersAndDays(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	raw := written(t, func(b *bytes.Buffer) error {
		return Rates(b, Options{Format: XLSX}, around(set, fx.CBRUSD), around(set, fx.CBREUR))
	})
	f := opened(t, raw)
	if got := f.GetSheetList(); !slices.Equal(got, []string{"data", "metadata", "sources"}) {
		t.Errorf("sheets %v", got)
	}
	for cell, want := range map[string]struct {
		kind        excelize.CellType
		raw, looked string
	}{
		"A1": {excelize.CellTypeInlineString, "date", "date"},
		"A6": {excelize.CellTypeUnset, "44600", "2022-02-08"}, // LibreOffice: =DATE(2022;2;8) is 44600
		"B6": {excelize.CellTypeUnset, "75.6806", "75.6806"},
	} {
		kind, err := f.GetCellType("data", cell)
		if err != nil {
			t.Fatal(err)
		}
		rawValue, _ := f.GetCellValue("data", cell, excelize.Options{RawCellValue: true})
		looked, _ := f.GetCellValue("data", cell)
		if kind != want.kind || rawValue != want.raw || looked != want.looked {
			t.Errorf("%s: kind %v, %q, shown as %q; want %v", cell, kind, rawValue, looked, want)
		}
	}
	panes, err := f.GetPanes("data")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v: want a frozen header", panes, err)
	}
	sheet := string(part(t, raw, "xl/worksheets/sheet1.xml"))
	if !strings.Contains(sheet, `<autoFilter ref="$A$1:$C$`) && !strings.Contains(sheet, `<autoFilter ref="A1:C`) {
		t.Errorf("no filter over the table: %.300s", sheet[max(0, len(sheet)-600):])
	}
}

func TestWorkbookTextIsNeverAFormula(t *testing.T) {
	t.Parallel()
	raw := written(t, func(b *bytes.Buffer) error { return Events(b, Options{Format: XLSX}, hostile()) })
	f := opened(t, raw)
	if strings.Contains(string(part(t, raw, "xl/worksheets/sheet1.xml")), "<f>") {
		t.Error("the sheet holds a formula")
	}
	for i, e := range hostile() {
		cell := "D" + strconv.Itoa(i+2)
		got, err := f.GetCellValue("data", cell)
		if want := lineBreaks.Replace(e.Title); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", cell, got, err, want)
		}
		if formula, _ := f.GetCellFormula("data", cell); formula != "" {
			t.Errorf("%s is the formula %q", cell, formula)
		}
	}
}

func TestWorkbookIsTheSameTwice(t *testing.T) {
	t.Parallel()
	once := func() []byte {
		return written(t, func(b *bytes.Buffer) error { return Events(b, Options{Format: XLSX}, hostile()) })
	}
	if a, b := once(), once(); !bytes.Equal(a, b) {
		t.Error("two exports of the same rows differ")
	}
}

func TestTooManyRowsForASheet(t *testing.T) {
	t.Parallel()
	b, err := newWorkbook(TensionTable())
	if err != nil {
		t.Fatal(err)
	}
	if err := b.row(maxSheetRows, make([]Cell, 5)); err == nil || !strings.Contains(err.Error(), "choose csv") {
		t.Errorf("%v: want an error that says what to do", err)
	}
}

// TestAMillionRowsInLittleMemory writes a workbook of a million candles; the issue allows 200 MB resident.
func TestAMillionRowsInLittleMemory(t *testing.T) {
	if testing.Short() || testkit.Racing {
		t.Skip("takes ten seconds, and two minutes under the race detector: make test runs it without")
	}
	out, err := os.Create(filepath.Join(t.TempDir(), "million.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	c := fx.Candle{Series: fx.MOEXUSD1, Start: time.Date(2022, 2, 7, 7, 0, 0, 0, time.UTC), Open: fx.MustRate("75.4500"), High: fx.MustRate("75.4600"),
		Low: fx.MustRate("75.4300"), Close: fx.MustRate("75.4400"), Volume: fx.MustRate("120000")}
	most := uint64(0)
	err = Candles(out, Options{Format: XLSX}, func(yield func(fx.Candle) error) error {
		for i := range 1_000_000 {
			c.Start, c.Open.Unscaled = c.Start.Add(time.Minute), 754500+int64(i%100)
			if err := yield(c); err != nil {
				return err
			}
			if i%50_000 == 0 {
				most = max(most, heap())
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	most = max(most, heap())
	t.Logf("%d MB of heap at most", most>>20)
	if most > 200<<20 {
		t.Errorf("%d MB of heap: want at most 200", most>>20)
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}
