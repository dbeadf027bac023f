package moex

import (
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
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

// Days begin with the unified session of 15 April 2003, minutes on 9 January 2008. A run without a date asks for minutes of
// 30 days at most; from 2012 on both currencies surely traded.
func TestSpanOfEachSeries(t *testing.T) {
	t.Parallel()
	now := time.Date(2022, 2, 7, 21, 30, 0, 0, time.UTC) // past midnight in Moscow
	for id, want := range map[fx.SeriesID]struct{ first, floor, sure string }{
		fx.MOEXUSD1: {"2008-01-09", "2022-01-09", "2012-01-01"}, fx.MOEXEUR1: {"2008-01-09", "2022-01-09", "2012-01-01"},
		fx.MOEXUSDD: {"2003-04-15", "2003-04-15", "2003-04-15"}, fx.MOEXEURD: {"2003-04-15", "2003-04-15", "2012-01-01"},
	} {
		span := (Source{}).Span(id, now)
		if span.First.String() != want.first || span.Floor.String() != want.floor || span.Last.String() != "2022-02-08" || span.Overlap != map[bool]int{true: 1, false: 14}[id.Interval() == "1m"] || span.Ended {
			t.Errorf("%s: %+v", id, span)
		}
		if sure := instruments[id].sure.String(); sure != want.sure {
			t.Errorf("%s: sure from %s, want %s", id, sure, want.sure)
		}
	}
}

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

// A candle of a day that comes days late, and one that was cut short when it was read, are taken when later ones are stored already.
func TestADayThatComesLateIsTaken(t *testing.T) {
	t.Parallel()
	bar := func(day int, last string) fx.Candle {
		price := fx.MustRate("75")
		return fx.Candle{Series: fx.MOEXUSDD, Start: civil.New(2022, 2, day).At(0, 0, moscow()).UTC(), Open: price, Low: price, High: fx.MustRate("76"), Close: fx.MustRate(last)}
	}
	var book sourcetest.Book
	base := sourcetest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { sourcetest.NewUpstream(book).ServeHTTP(w, r) }))
	now := civil.New(2022, 2, 12).UTC()
	clock, quiet := func() time.Time { return now }, slog.New(slog.DiscardHandler)
	db := open(t)
	c := collect.New(db, []collect.Source{Source{Client: fetch.New(fetch.Options{Now: clock, PerSecond: 1e6, Log: quiet}), Base: base}}, collect.Options{Now: clock, Log: quiet})
	whole := []fx.Candle{bar(7, "75.5"), bar(8, "75.6"), bar(9, "75.7"), bar(10, "75.8"), bar(11, "75.9")}
	for _, book.Candles = range [][]fx.Candle{{bar(7, "75.1"), whole[2], whole[3], whole[4]}, whole} {
		if _, err := c.Collect(t.Context(), "moex", collect.Ask{}); err != nil {
			t.Fatal(err)
		}
		now = now.AddDate(0, 0, 1)
	}
	got, err := db.Candles(t.Context(), fx.MOEXUSDD, time.Time{}, time.Time{}, time.Time{})
	if err != nil || !slices.EqualFunc(got, whole, func(a, b fx.Candle) bool { return a.Start.Equal(b.Start) && a.Close.Equal(b.Close) }) {
		t.Errorf("%v (%v), want %v", got, err, whole)
	}
}
