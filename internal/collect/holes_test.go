package collect_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source/moex"
	"detente/internal/source/sourcetest"
)

// exchange has two bars of a minute and one of the day on each working day of February 2024, and on Saturday the 24th.
func exchange() (book sourcetest.Book) {
	zone := fx.CalendarOf(fx.MOEXUSD1).Zone
	bar := func(id fx.SeriesID, start time.Time) fx.Candle {
		at := fx.MustRate("92.5")
		return fx.Candle{Series: id, Start: start.UTC(), Open: at, High: at, Low: at, Close: at}
	}
	for d := civil.New(2024, 2, 1); d.Before(civil.New(2024, 3, 2)); d = d.AddDays(1) {
		if w := d.Weekday(); w == time.Sunday || (w == time.Saturday && d != civil.New(2024, 2, 24)) {
			continue
		}
		book.Candles = append(book.Candles, bar(fx.MOEXUSDD, d.At(0, 0, zone)), bar(fx.MOEXUSD1, d.At(10, 0, zone)), bar(fx.MOEXUSD1, d.At(15, 0, zone)))
	}
	return book
}

// The exchange's service answers a week of minutes with its first bar alone, and says nothing of it. The days that lack are asked
// again until they are there, with the day before, of which only half came; days that stay empty cost one request a run.
func TestDaysOfTradeWithoutMinutesAreAskedAgain(t *testing.T) {
	t.Parallel()
	friday := time.Date(2024, 3, 1, 21, 30, 0, 0, time.UTC) // after midnight in Moscow
	whole, now, half, asked := sourcetest.NewUpstream(exchange()), friday, true, 0
	base := sourcetest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		if half && r.FormValue("interval") == "1" && r.FormValue("from") <= "2024-02-14" && r.FormValue("till") >= "2024-02-14" {
			if r.FormValue("start") != "0" {
				fmt.Fprint(w, `{"candles": {"columns": [], "data": []}}`)
				return
			}
			var b sourcetest.Book
			for _, c := range exchange().Candles {
				if c.Start.Before(time.Date(2024, 2, 13, 9, 0, 0, 0, time.UTC)) {
					b.Candles = append(b.Candles, c)
				}
			}
			sourcetest.NewUpstream(b).ServeHTTP(w, r)
			return
		}
		whole.ServeHTTP(w, r)
	}))
	db := open(t)
	clock := func() time.Time { return now }
	client := fetch.New(fetch.Options{Now: clock, PerSecond: 1e6, Log: quiet()})
	c := collect.New(db, []collect.Source{moex.Source{Client: client, Base: base}}, collect.Options{Now: clock, Log: quiet()})
	run := func() (runlog.Counts, int) {
		t.Helper()
		now, asked = now.Add(time.Hour), 0
		report, err := c.Collect(t.Context(), "moex", collect.Ask{})
		if err != nil {
			t.Fatal(err)
		}
		return report.Counts(), asked
	}
	run()
	_, before := run() // the hole is asked for in vain
	half = false
	if got, _ := run(); got.New != 3 { // 15:00 of the 13th and both of the 14th
		t.Errorf("the hole is not filled: %+v", got)
	}
	if _, after := run(); after >= before {
		t.Errorf("%d requests, %d while there was a hole", after, before)
	}
	want := 0
	for _, b := range exchange().Candles {
		if b.Series == fx.MOEXUSD1 {
			want++
		}
	}
	if got, err := db.Candles(t.Context(), fx.MOEXUSD1, time.Time{}, time.Time{}, time.Time{}); err != nil || len(got) != want {
		t.Errorf("%d bars of a minute are stored, want %d: %v", len(got), want, err)
	}
}

// A day that stays a part is asked again once, and then not before the next day; one without any minutes at every run.
func TestAPartOfADayIsNotAskedEveryHour(t *testing.T) {
	t.Parallel()
	now, asked := time.Date(2024, 3, 1, 21, 30, 0, 0, time.UTC), map[string]int{}
	book := exchange()
	for i, c := range book.Candles {
		if c.Series == fx.MOEXUSDD && c.Start.Equal(civil.New(2024, 2, 14).At(0, 0, fx.CalendarOf(fx.MOEXUSD1).Zone)) {
			book.Candles[i].Close = fx.MustRate("92.75") // of the evening, which the minutes lack
			book.Candles[i].High = book.Candles[i].Close
		}
	}
	base := sourcetest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("interval") == "1" && r.FormValue("start") == "0" {
			asked[r.FormValue("from")+"/"+r.FormValue("till")]++
		}
		sourcetest.NewUpstream(book).ServeHTTP(w, r)
	}))
	clock := func() time.Time { return now }
	client := fetch.New(fetch.Options{Now: clock, PerSecond: 1e6, Log: quiet()})
	c := collect.New(open(t), []collect.Source{moex.Source{Client: client, Base: base}}, collect.Options{Now: clock, Log: quiet()})
	for _, wait := range []time.Duration{0, time.Hour, time.Hour, 20 * time.Hour, time.Hour} {
		now = now.Add(wait)
		if _, err := c.Collect(t.Context(), "moex", collect.Ask{}); err != nil {
			t.Fatal(err)
		}
	}
	if got := asked["2024-02-13/2024-02-14"]; got != 2 {
		t.Errorf("the day was asked again %d times in a day, want 2: %v", got, asked)
	}
}
