package export_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/export"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/store"
	"detente/internal/testkit/embedded"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func embeddedStore(tb testing.TB) *store.DB {
	tb.Helper()
	return embedded.Open(tb, noon)
}

// february is a question that every table has an answer to.
var february = event.Filter{From: civil.New(2022, 2, 1), To: civil.New(2022, 2, 28)}

// onDisk writes a table and gives back where, and what it is.
func onDisk(t *testing.T, db *store.DB, name string, o export.Options, q export.Query) (string, export.Meta) {
	t.Helper()
	meta, err := export.Describe(t.Context(), db, name, o, q, noon)
	if err != nil {
		t.Fatal(err)
	}
	o.Meta = &meta
	var b bytes.Buffer
	if meta.Receipt, err = export.Deliver(t.Context(), &b, o, name, db, q); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, meta
}

func verified(t *testing.T, db *store.DB, path string, m export.Meta) export.Verdict {
	t.Helper()
	if m.Options.Format == export.XLSX {
		read, err := export.ReadWorkbook(path)
		if err != nil {
			t.Fatal(err)
		}
		m = read
	}
	v, err := export.Verify(t.Context(), path, m, db)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// everyTable is a question for each table, with rows in it.
func everyTable(t *testing.T, db *store.DB) map[string]export.Query {
	t.Helper()
	id, err := db.StartRun(t.Context(), runlog.Run{Source: "cbr", From: civil.New(2026, 11, 1), To: civil.New(2026, 11, 22), Started: noon.Add(-time.Hour)})
	if err == nil {
		err = db.FinishRun(t.Context(), runlog.Run{ID: id, Finished: noon.Add(-59 * time.Minute), Status: runlog.Partial, Error: "half of it, \"really\"",
			Counts: runlog.Counts{New: 75, Rejected: 1}, Rejected: []runlog.Rejection{{Row: "=1+1", Reason: "no date"}}})
	}
	if err == nil {
		err = db.SaveStudy(t.Context(), store.Study{ID: "a", Title: "=A", Parameters: json.RawMessage(`{"seed":175}`), FixedAt: noon, AsOf: noon, Author: "user"})
	}
	if err == nil {
		candle := fx.Candle{Series: fx.MOEXUSDD, Start: noon.Add(-time.Hour), Open: fx.MustRate("75.4500"), High: fx.MustRate("75.4600"), Low: fx.MustRate("75.4300"), Close: fx.MustRate("75.4400")}
		_, err = db.PutCandles(t.Context(), []fx.Candle{candle}, store.Origin{Author: "test"}, noon)
	}
	if err == nil {
		_, err = db.PutGauges(t.Context(), []event.Gauge{{Name: "gpr:GPRD", Day: civil.New(2022, 2, 7), Value: 175.25}}, store.Origin{Author: "test"}, noon)
	}
	if err != nil {
		t.Fatal(err)
	}
	study, correlation := analysis.DefaultStudy(fx.CBRUSD), analysis.DefaultCorrelate(fx.CBREUR)
	study.Selection = analysis.SelectionOf(february)
	study.Placebos, study.AsOf, correlation.Draws = 25, noon, 9
	correlation.Selection = analysis.SelectionOf(event.Filter{From: civil.New(2021, 6, 1), To: civil.New(2022, 6, 30)})
	return map[string]export.Query{"rates": {Filter: february}, "events": {Filter: february}, "overlay": {Filter: february}, "tension": {Filter: february},
		"quotes": {Filter: february}, "candles": {Series: []fx.SeriesID{fx.MOEXUSDD}}, "gauges": {Filter: february, Gauges: []string{"gpr:GPRD"}}, "sources": {}, "runs": {}, "studies": {},
		"study": export.StudyQuery(study, "events", export.CSV), "correlation": export.CorrelationQuery(correlation, "ccf", export.CSV)}
}

var everyOption = []export.Options{{}, {Profile: export.Excel}, {Profile: export.ExcelRU}, {Format: export.JSON}, {Format: export.NDJSON}, {Format: export.XLSX}}

// Each table in each format and profile is what was written; with one digit of its bytes flipped it is not.
func TestEveryFileIsVerifiedAndOneFlippedDigitIsFound(t *testing.T) {
	t.Parallel()
	db := embeddedStore(t)
	questions := everyTable(t, db)
	if len(questions) != len(export.Names()) {
		t.Fatalf("%d tables of %v", len(questions), export.Names())
	}
	for name, q := range questions {
		for _, o := range everyOption {
			path, meta := onDisk(t, db, name, o, q)
			if v := verified(t, db, path, meta); !v.Same || v.Touched || v.Rows != meta.Receipt.Rows || v.Rows == 0 {
				t.Errorf("%s %s %s: %+v", name, o.Format, o.Profile, v)
				continue
			}
			if o.Format == export.XLSX {
				continue // a zip: its cells are flipped below
			}
			flipLastDigit(t, path)
			if v := verified(t, db, path, meta); v.Same || !v.Touched || len(v.Differences) == 0 {
				t.Errorf("%s %s %s, a digit flipped: %+v", name, o.Format, o.Profile, v)
			}
		}
	}
}

// flipLastDigit makes the last digit of a file another one.
func flipLastDigit(t *testing.T, path string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.LastIndexAny(raw, "0123456789")
	raw[at] = '0' + (raw[at]-'0'+1)%10
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Everything a study found is one JSON object: a digit of it counts too.
func TestAWholeReportIsVerified(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"study", "correlation"} {
		db := embeddedStore(t)
		q := everyTable(t, db)[name]
		q.Result, q.Filter.AsOf = export.WholeReport, time.Time{}
		path, meta := onDisk(t, db, name, export.Options{Format: export.JSON}, q)
		if v := verified(t, db, path, meta); !v.Same || v.Rows < 50 {
			t.Errorf("%s: %+v", name, v)
		}
		later := event.Event{ID: "later-" + name, OccurredAt: time.Date(2022, 2, 7, 11, 0, 0, 0, time.UTC), Precision: event.PrecisionMinute, Title: "x",
			Category: event.Talks, Goldstein: -5, Importance: 4, Status: event.StatusConfirmed, Origin: "file"}
		if _, err := db.PutEvents(t.Context(), []event.Event{later}, store.Origin{Author: "test"}, noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if v := verified(t, db, path, meta); !v.Same || !v.AsOf.Equal(noon) {
			t.Errorf("%s, with an event that came later: %+v", name, v)
		}
		flipLastDigit(t, path)
		if v := verified(t, db, path, meta); v.Same || len(v.Differences) != 1 {
			t.Errorf("%s, a digit flipped: %+v", name, v)
		}
	}
}

// The difference is named by row and column.
func TestAFlippedDigitIsNamed(t *testing.T) {
	t.Parallel()
	db := embeddedStore(t)
	for _, o := range everyOption[:5] {
		path, meta := onDisk(t, db, "rates", o, export.Query{Filter: february})
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		// The rate of 8 February 2022, the sixth of the month, with one digit of 75.6806 flipped.
		flipped := regexp.MustCompile(`75([.,])6806`).ReplaceAll(raw, []byte("75${1}6816"))
		if err := os.WriteFile(path, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		v := verified(t, db, path, meta)
		if v.Same || !v.Touched || len(v.Differences) != 1 || v.Differences[0].Row != 6 || v.Differences[0].Column != "usd_rub" {
			t.Errorf("%s %s: %+v", o.Format, o.Profile, v)
		}
	}
}

func TestOneFlippedDigitIsFoundInAWorkbook(t *testing.T) {
	t.Parallel()
	db := embeddedStore(t)
	path, meta := onDisk(t, db, "rates", export.Options{Format: export.XLSX}, export.Query{Filter: february})
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellFloat("data", "B7", 75.6816, -1, 64); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(path + ".xlsx"); err != nil {
		t.Fatal(err)
	}
	v := verified(t, db, path+".xlsx", meta)
	if v.Same || len(v.Differences) != 1 || v.Differences[0].Row != 6 || v.Differences[0].Column != "usd_rub" {
		t.Errorf("%+v", v)
	}
}

func TestARowTakenOutIsOneDifference(t *testing.T) {
	t.Parallel()
	db := embeddedStore(t)
	path, meta := onDisk(t, db, "rates", export.Options{}, export.Query{Filter: february})
	raw, _ := os.ReadFile(path)
	lines := strings.SplitAfter(string(raw), "\r\n")
	if err := os.WriteFile(path, []byte(strings.Join(append(lines[:6:6], lines[7:]...), "")), 0o600); err != nil {
		t.Fatal(err)
	}
	v := verified(t, db, path, meta)
	if v.Same || len(v.Differences) != 1 || v.Differences[0].Column != "" || v.Differences[0].Row != 6 {
		t.Errorf("%+v", v)
	}
}

// What came after the file does not count against it: the question is asked again as of the file's time.
func TestLaterFiguresDoNotCount(t *testing.T) {
	t.Parallel()
	db := embeddedStore(t)
	path, meta := onDisk(t, db, "rates", export.Options{}, export.Query{Filter: february})
	revised := fx.Fixing{Series: fx.CBRUSD, Effective: civil.New(2022, 2, 8), Set: civil.New(2022, 2, 7), Value: fx.MustRate("75.6807"), Nominal: 1}
	if _, err := db.PutFixings(t.Context(), []fx.Fixing{revised}, store.Origin{Author: "test"}, noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if v := verified(t, db, path, meta); !v.Same || !v.AsOf.Equal(noon) {
		t.Errorf("%+v", v)
	}
}
