package ecb

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/source"
	"detente/internal/source/sourcetest"
	"detente/internal/store"
)

const key = "D.USD.EUR.SP00.A"

func TestConformance(t *testing.T) {
	t.Parallel()
	sourcetest.Run(t, sourcetest.Subject{
		New:    func(c *fetch.Client, base string) collect.Source { return Source{Client: c, Base: base} },
		Open:   open,
		Window: source.Window{Series: fx.ECBUSD, From: civil.New(2022, 2, 7), To: civil.New(2022, 2, 13)},
		Now:    time.Date(2022, 2, 14, 9, 0, 0, 0, time.UTC),
		Rows:   sourcetest.Days("1.1408", "1.1435", "1.1439", "1.1417"), // 8-11 February 2022
		Accept: "text/csv",
		Render: func(rows []sourcetest.Row) (string, []byte) { return "text/csv", render(rows) },
	})
}

func open(t testing.TB) sourcetest.Store {
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "detente.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // the folder goes with it
	return db
}

// render writes rows as the bank does, also those whose value is no rate.
func render(rows []sourcetest.Row) []byte {
	out := string(sourcetest.ECBCSV(key, nil))
	for _, r := range rows {
		line := string(sourcetest.ECBCSV(key, []fx.Fixing{{Effective: civil.MustParse(r.When), Value: fx.MustRate("7777")}}))
		out += strings.Replace(strings.SplitAfterN(line, "\n", 2)[1], "7777", r.Value, 1)
	}
	return []byte(out)
}

const excerpt = "testdata/ecb_csvdata_D.USD.EUR.SP00.A_2026-09-03_04_excerpt.csv"

func september() source.Window {
	return source.Window{Series: fx.ECBUSD, From: civil.New(2026, 9, 1), To: civil.New(2026, 9, 6)}
}

func recorded(t testing.TB) string {
	t.Helper()
	body, err := os.ReadFile(excerpt)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestRecordedAnswer(t *testing.T) {
	t.Parallel()
	var a source.Answer
	if err := decode(fetch.Reply{Body: []byte(recorded(t)), ContentType: "text/csv"}, september(), &a); err != nil {
		t.Fatal(err)
	}
	if len(a.Fixings) != 2 || len(a.Rejected) != 0 {
		t.Fatalf("%+v: want two rows", a)
	}
	for i, want := range []string{"1.1615", "1.1622"} {
		f, day := a.Fixings[i], civil.New(2026, 9, 3+i)
		if f.Value.String() != want || f.Effective != day || f.Set != day || f.Nominal != 1 {
			t.Errorf("row %d is %+v, want %s set and in force on %s", i, f, want, day)
		}
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	usd := recorded(t)
	for name, tt := range map[string]struct {
		body, kind      string
		fails, rejected string // what the error or the first rejection holds
		rows, notes     int
	}{
		"as recorded":        {body: usd, rows: 2},
		"carriage returns":   {body: strings.ReplaceAll(usd, "\n", "\r\n"), rows: 2},
		"byte order mark":    {body: "\ufeff" + usd, rows: 2},
		"blank value":        {body: strings.Replace(usd, ",1.1622,", ",,", 1), rows: 1, notes: 1},
		"NaN":                {body: strings.Replace(usd, ",1.1622,", ",NaN,", 1), rows: 1, notes: 1},
		"nothing":            {},
		"header only":        {body: usd[:strings.Index(usd, "\n")+1]},
		"page with 200":      {body: "<html><title>Maintenance</title></html>", kind: "text/html", fails: "Maintenance"},
		"no value column":    {body: strings.Replace(usd, "OBS_VALUE", "VALUE", 1), fails: "OBS_VALUE is missing"},
		"a column twice":     {body: strings.Replace(usd, "OBS_STATUS", "OBS_VALUE", 1), fails: "twice"},
		"cut":                {body: usd[:len(usd)-60], fails: "no whole table"},
		"wrong key":          {body: strings.Replace(usd, "EXR.D.USD", "EXR.D.GBP", 1), rejected: "KEY", rows: 1},
		"wrong currency":     {body: strings.Replace(usd, ",D,USD,", ",D,GBP,", 1), rejected: "CURRENCY", rows: 1},
		"inverse":            {body: strings.Replace(usd, ",USD,EUR,SP00", ",USD,GBP,SP00", 1), rejected: "CURRENCY_DENOM", rows: 1},
		"in thousands":       {body: strings.Replace(usd, ",USD,0\n", ",USD,3\n", 1), rejected: "UNIT_MULT", rows: 1},
		"decimal comma":      {body: strings.Replace(usd, ",1.1622,", `,"1,1622",`, 1), rejected: "OBS_VALUE", rows: 1},
		"weekend":            {body: strings.Replace(usd, "2026-09-04", "2026-09-05", 1), rejected: "weekend", rows: 1},
		"Sunday":             {body: strings.Replace(usd, "2026-09-04", "2026-09-06", 1), rejected: "weekend", rows: 1},
		"a day not asked":    {body: strings.Replace(usd, "2026-09-04", "2026-09-07", 1), rejected: "outside", rows: 1},
		"months, not days":   {body: strings.Replace(usd, "2026-09-04", "2026-09", 1), rejected: "TIME_PERIOD", rows: 1},
		"newest first":       {body: swap(usd), fails: "out of order"},
		"date of the header": {body: strings.Replace(usd, "TIME_PERIOD", "PERIOD", 1), fails: "TIME_PERIOD is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var a source.Answer
			err := decode(fetch.Reply{Body: []byte(tt.body), ContentType: tt.kind}, september(), &a)
			if (tt.fails != "") != (err != nil) || (err != nil && !strings.Contains(err.Error(), tt.fails)) {
				t.Fatalf("error %v, want %q", err, tt.fails)
			}
			if tt.fails == "" && (len(a.Fixings) != tt.rows || len(a.Notes) != tt.notes) {
				t.Errorf("%d rows, %d notes, want %d and %d", len(a.Fixings), len(a.Notes), tt.rows, tt.notes)
			}
			if (tt.rejected != "") != (len(a.Rejected) > 0) || (tt.rejected != "" && !strings.Contains(a.Rejected[0].Reason, tt.rejected)) {
				t.Errorf("rejected %v, want one with %q", a.Rejected, tt.rejected)
			}
		})
	}
}

// swap exchanges the two rows below the header.
func swap(body string) string {
	lines := strings.SplitAfter(body, "\n")
	lines[1], lines[2] = lines[2], lines[1]
	return strings.Join(lines, "")
}

func TestNoResults(t *testing.T) {
	t.Parallel()
	day := civil.MustParse
	for name, tt := range map[string]struct {
		w        source.Window
		body     string
		fails    bool
		rejected int
	}{
		"rouble after its end":    {source.Window{Series: fx.ECBRUB, From: day("2022-03-02"), To: day("2022-04-30")}, "No results found.", false, 0},
		"rouble, another 404":     {source.Window{Series: fx.ECBRUB, From: day("2022-03-02"), To: day("2022-04-30")}, "gone", false, 0},
		"dollar on a weekend":     {source.Window{Series: fx.ECBUSD, From: day("2026-09-05"), To: day("2026-09-06")}, "No results found.", false, 0},
		"dollar in a week":        {source.Window{Series: fx.ECBUSD, From: day("2026-09-07"), To: day("2026-09-13")}, "No results found.", false, 1},
		"dollar, a wrong address": {source.Window{Series: fx.ECBUSD, From: day("2026-09-05"), To: day("2026-09-06")}, "404 page not found", true, 0},
		"rouble before its end":   {source.Window{Series: fx.ECBRUB, From: day("2022-02-07"), To: day("2022-04-30")}, "No results found.", false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := sourcetest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				http.Error(w, tt.body, http.StatusNotFound)
			}))
			a, err := Source{Client: fetch.New(fetch.Options{Now: time.Now}), Base: base}.Read(t.Context(), tt.w, time.Now())
			if (err != nil) != tt.fails || len(a.Rejected) != tt.rejected || a.Rows() != 0 || len(a.Fetches) != 1 {
				t.Errorf("%v, %+v: want fails %v, %d rejected", err, a, tt.fails, tt.rejected)
			}
			for _, r := range a.Rejected {
				if r.Row != tt.w.Days() || !strings.HasSuffix(r.Reason, "a full working week was asked; it begins: No results found.") {
					t.Errorf("%+v: want the days and the publisher's words", r)
				}
			}
		})
	}
}

func TestRoubleIsNotAskedAfterItsEnd(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 7, 12, 0, 0, 0, time.UTC)
	if span := (Source{}).Span(fx.ECBRUB, now); span.Last != civil.New(2022, 3, 1) || !span.Ended {
		t.Errorf("%+v: want the rouble to end on 1 March 2022", span)
	}
	if span := (Source{}).Span(fx.ECBUSD, now); span.Last != civil.New(2026, 9, 7) || span.Ended {
		t.Errorf("%+v: want the dollar through today", span)
	}
}

// The dollar's first reference rate is of 4 January 1999, the rouble's of 1 April 2005.
func TestFirstDaysOfTheSeries(t *testing.T) {
	t.Parallel()
	for id, day := range map[fx.SeriesID]civil.Date{fx.ECBUSD: civil.New(1999, 1, 4), fx.ECBRUB: civil.New(2005, 4, 1)} {
		span := (Source{}).Span(id, time.Date(2022, 3, 1, 12, 0, 0, 0, time.UTC))
		if span.First != day || span.Floor != day || span.Last != civil.New(2022, 3, 1) || span.Ended || span.Overlap != 14 {
			t.Errorf("%s: %+v", id, span)
		}
		if w := (Source{}).Windows(id, day, day.AddDays(4000)); len(w) != 3 || w[0].From != day || w[2].To != day.AddDays(4000) {
			t.Errorf("%s: windows %v", id, w)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(recorded(f)))
	f.Add(sourcetest.ECBCSV(key, nil))
	f.Fuzz(func(t *testing.T, body []byte) {
		w := september()
		var a source.Answer
		if err := decode(fetch.Reply{Body: body}, w, &a); err != nil {
			return
		}
		for i, x := range a.Fixings {
			if err := x.Validate(); err != nil || !w.Contains(x.Effective) || x.Series != w.Series || (i > 0 && !a.Fixings[i-1].Effective.Before(x.Effective)) {
				t.Errorf("row %d: %+v, %v", i, x, err)
			}
		}
	})
}
