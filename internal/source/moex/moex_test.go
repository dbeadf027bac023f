package moex

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
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

var february = source.Window{Series: fx.MOEXUSD1, From: civil.New(2022, 2, 7), To: civil.New(2022, 2, 13)}

func TestConformance(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		id   fx.SeriesID
		rows []sourcetest.Row
	}{
		{fx.MOEXUSD1, []sourcetest.Row{{When: "2022-02-07 10:00:00", Value: "70.1000"}, {When: "2022-02-07 10:01:00", Value: "70.1500"}, {When: "2022-02-07 10:03:00", Value: "70.2000"}, {When: "2022-02-08 10:00:00", Value: "70.3000"}}}, // invented prices
		{fx.MOEXUSDD, []sourcetest.Row{{When: "2022-02-07 00:00:00", Value: "70.1000"}, {When: "2022-02-08 00:00:00", Value: "70.1500"}, {When: "2022-02-09 00:00:00", Value: "70.2000"}, {When: "2022-02-10 00:00:00", Value: "70.3000"}}},
	} {
		w := source.Window{Series: tt.id, From: february.From, To: february.To}
		t.Run(string(tt.id), func(t *testing.T) {
			t.Parallel()
			sourcetest.Run(t, sourcetest.Subject{
				New:    func(c *fetch.Client, base string) collect.Source { return Source{Client: c, Base: base} },
				Open:   open,
				Window: w,
				Now:    time.Date(2022, 2, 14, 9, 0, 0, 0, time.UTC),
				Rows:   tt.rows,
				Accept: "application/json",
				Render: func(rows []sourcetest.Row) (string, []byte) {
					return "application/json; charset=utf-8", render(tt.id, rows)
				},
			})
		})
	}
}

func open(t testing.TB) sourcetest.Store {
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "detente.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // the folder goes with it
	return db
}

// render writes rows as ISS does, all four prices of a bar the same, also where they are no rates.
func render(id fx.SeriesID, rows []sourcetest.Row) []byte {
	var bars []string
	for _, r := range rows {
		end := r.When[:17] + "59"
		if id.Interval() == "1d" {
			end = r.When[:10] + " 23:59:59"
		}
		bars = append(bars, fmt.Sprintf(`[%s, %s, %s, %s, 0, 5, "%s", "%s"]`, r.Value, r.Value, r.Value, r.Value, r.When, end))
	}
	return []byte(`{"candles": {"columns": ["open", "close", "high", "low", "value", "volume", "begin", "end"], "data": [` + strings.Join(bars, ",\n") + `]}}`)
}

// read asks the window of a server that gives the pages by their start.
func read(t *testing.T, w source.Window, now time.Time, page func(start int) string) (source.Answer, error) {
	t.Helper()
	base := sourcetest.Serve(t, http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		start, err := strconv.Atoi(r.FormValue("start"))
		if err != nil || !strings.HasPrefix(r.URL.Path, "/iss/engines/currency/markets/selt/boards/CETS/securities/") {
			t.Errorf("asked %s", r.URL)
		}
		out.Header().Set("Content-Type", "application/json")
		_, _ = out.Write([]byte(page(start)))
	}))
	return Source{Client: fetch.New(fetch.Options{Now: time.Now, PerSecond: 1e6}), Base: base}.Read(t.Context(), w, now)
}

// minutes gives n bars from the i-th minute after 10:00 of 7 February 2022.
func minutes(i, n int) string {
	var rows []sourcetest.Row
	for m := i; m < i+n; m++ {
		rows = append(rows, sourcetest.Row{When: time.Date(2022, 2, 7, 10, m, 0, 0, time.UTC).Format(clock), Value: "70.1000"})
	}
	return string(render(fx.MOEXUSD1, rows))
}

var later = time.Date(2022, 2, 14, 9, 0, 0, 0, time.UTC)

func TestPages(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		page func(start int) string
		rows int
		says string
	}{
		"two full pages and a short one": {func(s int) string { return minutes(s, min(500, max(0, 620-s))) }, 620, ""},
		"short page, then more":          {func(s int) string { return minutes(s, min(7, max(0, 20-s))) }, 20, ""},
		"row repeated between pages": {func(s int) string {
			if s < 20 {
				return minutes(s*9/10, 10)
			}
			return minutes(0, 0)
		}, 19, ""},
		"start is ignored": {func(int) string { return minutes(0, 10) }, 0, "repeats rows"},
		"HTML in the middle": {func(s int) string {
			if s > 0 {
				return "<html><title>Error</title></html>"
			}
			return minutes(0, 10)
		}, 0, "web page"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := read(t, february, later, tt.page)
			if (err != nil) != (tt.says != "") || (err != nil && !strings.Contains(err.Error(), tt.says)) {
				t.Fatalf("error %v, want %q", err, tt.says)
			}
			if len(a.Candles) != tt.rows || len(a.Rejected) != 0 {
				t.Errorf("%d rows, rejected %v, want %d rows", len(a.Candles), a.Rejected, tt.rows)
			}
		})
	}
}

func TestOpenBarIsLeftOut(t *testing.T) {
	t.Parallel()
	now := time.Date(2022, 2, 7, 7, 25, 0, 0, time.UTC) // 10:25 in Moscow; bars that closed by 10:05 are settled
	a, err := read(t, february, now, func(s int) string { return minutes(s, max(0, 12-s)) })
	if err != nil || len(a.Candles) != 5 || len(a.Notes) != 1 {
		t.Errorf("%v, %d bars, notes %v: want the five of 10:00 to 10:04", err, len(a.Candles), a.Notes)
	}
	w := february
	w.Series = fx.MOEXUSDD
	day := `{"candles": {"columns": ["open", "close", "high", "low", "volume", "begin", "end"], "data": [[1, 1, 1, 1, 1, "2022-02-07 00:00:00", "2022-02-07 10:09:59"]]}}`
	first := func(s int) string {
		if s > 0 {
			return minutes(0, 0)
		}
		return day
	}
	if a, err := read(t, w, now, first); err != nil || len(a.Candles) != 0 || len(a.Notes) != 1 {
		t.Errorf("%v, %+v: want the day's bar left out while the day goes on", err, a)
	}
	if a, err := read(t, w, later, first); err != nil || len(a.Candles) != 1 {
		t.Errorf("%v, %+v: want the day's bar", err, a)
	}
}

func TestMoscowTime(t *testing.T) {
	t.Parallel()
	for begin, want := range map[string]string{
		"2014-10-24 10:00:00": "2014-10-24T06:00:00Z", // UTC+4 until 26 October 2014
		"2014-10-27 10:00:00": "2014-10-27T07:00:00Z",
		"2010-07-01 10:00:00": "2010-07-01T06:00:00Z", // summer time
		"2010-12-01 10:00:00": "2010-12-01T07:00:00Z",
		"2022-02-07 14:34:00": "2022-02-07T11:34:00Z",
	} {
		day := civil.MustParse(begin[:10])
		b := newBars(source.Window{Series: fx.MOEXUSD1, From: day, To: day}, later)
		c, _, err := b.candle(row{begin, begin[:17] + "59", "70", "70", "70", "70", "1"})
		if got := c.Start.Format(time.RFC3339); err != nil || got != want {
			t.Errorf("%s in Moscow is %s, %v, want %s", begin, got, err, want)
		}
	}
}

func TestRow(t *testing.T) {
	t.Parallel()
	good := row{"2022-02-07 10:00:00", "2022-02-07 10:00:59", "75.44", "75.5", "75.4", "75.475", "1200"}
	for name, tt := range map[string]struct {
		edit func(*row)
		says string
	}{
		"good":             {func(*row) {}, ""},
		"no volume":        {func(r *row) { r.volume = "" }, ""},
		"null":             {func(r *row) { r.close = "" }, "close is null"},
		"zero":             {func(r *row) { r.low = "0" }, "not above zero"},
		"exponent":         {func(r *row) { r.open = "7.5E1" }, "not a plain decimal"},
		"high below close": {func(r *row) { r.high = "75.45" }, "outside low"},
		"low above open":   {func(r *row) { r.low = "75.45" }, "outside low"},
		"ten minutes":      {func(r *row) { r.end = "2022-02-07 10:09:59" }, "within a minute"},
		"end first":        {func(r *row) { r.end = "2022-02-07 09:59:59" }, "within a minute"},
		"half a minute":    {func(r *row) { r.begin = "2022-02-07 10:00:30" }, "whole minute"},
		"not asked":        {func(r *row) { r.begin, r.end = "2022-02-14 10:00:00", "2022-02-14 10:00:59" }, "outside the days"},
		"no time":          {func(r *row) { r.begin = "2022-02-07" }, "begin"},
	} {
		r := good
		tt.edit(&r)
		_, _, err := newBars(february, later).candle(r)
		if (tt.says == "") != (err == nil) || (err != nil && !strings.Contains(err.Error(), tt.says)) {
			t.Errorf("%s: error %v, want %q", name, err, tt.says)
		}
	}
	c, _, err := newBars(february, later).candle(good)
	if err != nil || c.Open.String() != "75.44" || c.High.String() != "75.5" || c.Volume.String() != "1200" {
		t.Errorf("%+v, %v: want the numbers as they were written", c, err)
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ body, says string }{
		"unknown security":  {`{"candles": {"columns": [], "data": []}}`, ""},
		"other table":       {`{"history": {"columns": [], "data": []}}`, "no table of candles"},
		"column missing":    {recorded(t, "moex_candles_fxus_start_2016-05-25.json"), "column end is missing"},
		"end of the range":  {recorded(t, "moex_candles_fxus_end.json"), ""},
		"cut":               {minutes(0, 3)[:150], "whole JSON"},
		"two documents":     {minutes(0, 1) + "{}", "goes on"},
		"short row":         {strings.Replace(minutes(0, 1), "0, 5, ", "0, ", 1), "values for"},
		"a list, not table": {`[{"charsetinfo": {"name": "utf-8"}}, {"candles": []}]`, "whole JSON"},
	} {
		_, err := decode(fetch.Reply{Body: []byte(tt.body), ContentType: "application/json"})
		if (tt.says == "") != (err == nil) || (err != nil && !strings.Contains(err.Error(), tt.says)) {
			t.Errorf("%s: error %v, want %q", name, err, tt.says)
		}
	}
}

func TestNoTradeAfterTheHaltIsNoSurprise(t *testing.T) {
	t.Parallel()
	none := func(int) string { return minutes(0, 0) }
	for from, want := range map[string]int{"2022-02-07": 1, "2024-06-17": 0, "2022-01-01": 0} {
		day := civil.MustParse(from)
		a, err := read(t, source.Window{Series: fx.MOEXEUR1, From: day, To: day.AddDays(6)}, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), none)
		if err != nil || len(a.Rejected) != want {
			t.Errorf("from %s: %v, rejected %v, want %d", from, err, a.Rejected, want)
		}
	}
}

func recorded(t testing.TB, name string) string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(minutes(0, 3)))
	f.Add([]byte(recorded(f, "moex_candles_fxus_start_2016-05-25.json")))
	f.Add([]byte(recorded(f, "moex_candles_fxus_end.json")))
	f.Fuzz(func(t *testing.T, body []byte) {
		rows, err := decode(fetch.Reply{Body: body})
		if err != nil {
			return
		}
		b := newBars(february, later)
		b.add(rows)
		var a source.Answer
		b.settle(&a)
		for i, c := range a.Candles {
			if err := c.Validate(); err != nil || (i > 0 && !a.Candles[i-1].Start.Before(c.Start)) {
				t.Errorf("bar %d: %+v, %v", i, c, err)
			}
		}
	})
}
