package main

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/event"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source/moex"
	"detente/internal/source/sourcetest"
)

// A program that was off for longer than GDELT is looked back on leaves a hole: the check names it, and how to fill it.
func TestCheckListsTheHolesOfGDELT(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "detente.db")
	db := openFor(t, path)
	var rows []event.Gauge
	for _, day := range []int{1, 2, 3, 40, 41} {
		rows = append(rows, event.Gauge{Name: "gdelt1:rows", Day: civil.New(2026, 1, 1).AddDays(day - 1), Value: 100_000})
	}
	if _, err := db.PutGauges(t.Context(), rows, runlog.Origin{Author: "collect"}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	p := &program{ctx: t.Context(), stdin: strings.NewReader(""), stdout: &out, stderr: &out, now: time.Now}
	status := p.run([]string{"--db", path, "check"})
	if want := "gdelt1:rows        gap: nothing from 2026-01-04 to 2026-02-08: detente collect --source gdelt --since 2026-01-04 --until 2026-02-08\n"; status != 0 ||
		strings.Count(out.String(), "gdelt1:rows") != 1 || !strings.Contains(out.String(), want) {
		t.Errorf("%d, want %s\n%s", status, want, &out)
	}
}

// A Friday in October without either rate of the Bank of Russia is named, and how to ask for it.
func TestCheckNamesAWorkingDayWithoutRates(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "detente.db")
	db := openFor(t, path)
	var rows []fx.Fixing
	for _, id := range []fx.SeriesID{fx.CBRUSD, fx.CBREUR} {
		for _, set := range []civil.Date{civil.New(2026, 10, 15), civil.New(2026, 10, 19)} {
			rows = append(rows, fx.Fixing{Series: id, Set: set, Effective: set.AddDays(1), Value: fx.MustRate("85.5"), Nominal: 1})
		}
	}
	_, err := db.PutFixings(t.Context(), rows, runlog.Origin{Author: "collect"}, time.Now())
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	p := &program{ctx: t.Context(), stdin: strings.NewReader(""), stdout: &out, stderr: &out, now: time.Now}
	status := p.run([]string{"--db", path, "check"})
	const want = "gap: nothing between 2026-10-15 and 2026-10-19: detente collect --source cbr --since 2026-10-15 --until 2026-10-19\n"
	if status != 0 || strings.Count(out.String(), want) != 2 {
		t.Errorf("%d, want twice %s\n%s", status, want, &out)
	}
}

// bars of February 2024 as the exchange gives them: two of a minute and one of the day on each working day; the 22nd, before a holiday,
// and the 19th, on which one trade was made, are short and whole.
func bars() (list []fx.Candle) {
	zone := fx.CalendarOf(fx.MOEXUSD1).Zone
	bar := func(id fx.SeriesID, start time.Time, open, close, lots string) fx.Candle {
		a, b := fx.MustRate(open), fx.MustRate(close)
		return fx.Candle{Series: id, Start: start.UTC(), Open: a, High: b, Low: a, Close: b, Volume: fx.MustRate(lots)}
	}
	for d := civil.New(2024, 2, 12); d.Before(civil.New(2024, 2, 23)); d = d.AddDays(1) {
		switch d.Weekday() {
		case time.Saturday, time.Sunday:
			continue
		}
		morning, evening := bar(fx.MOEXUSD1, d.At(10, 0, zone), "92.1", "92.2", "400"), bar(fx.MOEXUSD1, d.At(15, 0, zone), "92.2", "92.3", "600")
		switch d {
		case civil.New(2024, 2, 19):
			list = append(list, bar(fx.MOEXUSDD, d.At(0, 0, zone), "92.2", "92.2", "1"), bar(fx.MOEXUSD1, d.At(15, 0, zone), "92.2", "92.2", "1"))
		case civil.New(2024, 2, 22):
			list = append(list, bar(fx.MOEXUSDD, d.At(0, 0, zone), "92.1", "92.2", "400"), morning)
		default:
			list = append(list, bar(fx.MOEXUSDD, d.At(0, 0, zone), "92.1", "92.3", "1000"), morning, evening)
		}
	}
	return list
}

// The exchange answers with half of a day, without a sign of it: the check names the day and how to fill it, the next collection asks it
// again by itself, and short sessions are named by nobody.
func TestAPartOfADayIsNamedAndFilled(t *testing.T) {
	t.Parallel()
	half := true
	base := sourcetest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		book := sourcetest.Book{Candles: bars()}
		if half {
			book.Candles = slices.DeleteFunc(book.Candles, func(c fx.Candle) bool { return c.Start.Equal(time.Date(2024, 2, 14, 12, 0, 0, 0, time.UTC)) })
		}
		sourcetest.NewUpstream(book).ServeHTTP(w, r)
	}))
	path := filepath.Join(t.TempDir(), "detente.db")
	now := time.Date(2024, 2, 22, 21, 30, 0, 0, time.UTC) // after midnight in Moscow
	run := func(args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		p := &program{ctx: t.Context(), stdin: strings.NewReader(""), stdout: &out, stderr: &errs, now: func() time.Time { return now }}
		if status := p.run(append([]string{"--db", path}, args...)); status != 0 {
			t.Fatalf("%q: %d\n%s%s", args, status, &out, &errs)
		}
		return out.String()
	}
	clock, quiet := func() time.Time { return now }, slog.New(slog.DiscardHandler)
	client := fetch.New(fetch.Options{Now: clock, PerSecond: 1e6, Log: quiet})
	ask := func() {
		t.Helper()
		db := openFor(t, path)
		c := collect.New(db, []collect.Source{moex.Source{Client: client, Base: base}}, collect.Options{Now: clock, Log: quiet})
		_, err := c.Collect(t.Context(), "moex", collect.Ask{})
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
	}
	ask()
	const named = "part of a day: 2024-02-14 has 1 minutes from 10:00 to 10:00 and not all that its daily candle sums up: detente collect --source moex --since 2024-02-14 --until 2024-02-14\n"
	if got := run("check"); strings.Count(got, "part of a day") != 1 || !strings.Contains(got, named) || !strings.Contains(got, "moex:EURRUB:1m     nothing stored\n") {
		t.Errorf("want %s\n%s", named, got)
	}
	if got := run("export", "sources"); !strings.Contains(got, ",2024-02-14,") {
		t.Errorf("the export does not name the day:\n%s", got)
	}
	half = false
	ask()
	if got := run("check"); strings.Contains(got, "part of a day") || strings.Contains(got, "gap: nothing between 2024") {
		t.Errorf("the day is not filled, or a short session is named:\n%s", got)
	}
}
