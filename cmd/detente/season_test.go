package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"detente/data"
	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/schedule"
	"detente/internal/source/cbr"
	"detente/internal/source/sourcetest"
)

// season is the Bank of Russia from the last days of 2021 to the middle of January 2022, as a clock passes it: rates are
// published at half past five in Moscow, one at night, one in the morning after and one with a wrong value that is corrected
// the next noon; the bank is closed from 1 to 9 January; two days are a page of HTML, one refuses.
type season struct {
	now  time.Time
	skew time.Duration // by which the program's clock is ahead
	rows []fx.Fixing
}

var moscow = fx.CBRCalendar().Zone

func (s *season) clock() time.Time { return s.now.Add(s.skew) }

// published is when a rate can first be read.
func published(f fx.Fixing) time.Time {
	switch f.Effective {
	case civil.New(2021, 12, 30):
		return f.Set.At(23, 40, moscow)
	case civil.New(2022, 1, 15):
		return f.Set.AddDays(1).At(9, 10, moscow)
	}
	return f.Set.At(17, 30, moscow)
}

func (s *season) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch day := civil.Of(s.now.In(moscow)); {
	case day == civil.New(2022, 1, 12), day == civil.New(2022, 1, 13):
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<html><title>DDOS-GUARD</title></html>")
		return
	case day == civil.New(2021, 12, 28):
		http.Error(w, "busy", http.StatusTooManyRequests)
		return
	}
	var told []fx.Fixing
	for _, f := range s.rows {
		if published(f).After(s.now) {
			continue
		}
		if f.Effective == civil.New(2022, 1, 12) && s.now.Before(f.Set.AddDays(1).At(12, 5, moscow)) {
			f.Value = fx.MustRate("75.0001")
		}
		told = append(told, f)
	}
	sourcetest.NewUpstream(sourcetest.Book{Fixings: told}).ServeHTTP(w, r)
}

// A schedule and a collector that go on for weeks bring every rate there is, corrected where it was, and lose none to a holiday,
// an outage or a clock that is a month ahead for an hour.
func TestASeasonOfTheBankOfRussia(t *testing.T) {
	t.Parallel()
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := &season{now: time.Date(2021, 12, 27, 6, 0, 0, 0, time.UTC)}
	end := time.Date(2022, 1, 20, 0, 0, 0, 0, time.UTC)
	var stored []fx.Fixing
	for _, f := range set.Fixings {
		switch {
		case f.Series.Source() != "cbr" || f.Effective.Before(civil.New(2021, 12, 10)) || f.Effective.After(civil.New(2022, 2, 1)):
		default:
			s.rows = append(s.rows, f)
			if published(f).Before(s.now) {
				stored = append(stored, f)
			}
		}
	}
	db := openFor(t, filepath.Join(t.TempDir(), "detente.db"))
	defer db.Close()
	if _, err := db.PutFixings(t.Context(), stored, runlog.Origin{Author: "import"}, s.now); err != nil {
		t.Fatal(err)
	}
	quiet := slog.New(slog.DiscardHandler)
	client := fetch.New(fetch.Options{Now: s.clock, FirstWait: time.Microsecond, PerSecond: 1e6, Tries: 1, Log: quiet})
	c := collect.New(db, []collect.Source{cbr.Source{Client: client, Base: sourcetest.Serve(t, s)}}, collect.Options{Now: s.clock, Log: quiet})
	for ahead := false; s.now.Before(end); {
		if !ahead && s.now.After(time.Date(2022, 1, 6, 0, 0, 0, 0, time.UTC)) {
			ahead, s.skew = true, 30*24*time.Hour
			_, _ = c.Collect(t.Context(), "cbr", collect.Ask{}) // it may fail: what follows counts
			s.skew = 0
		}
		standing, err := c.Standing(t.Context(), "cbr")
		if err != nil {
			t.Fatal(err)
		}
		if due, _ := schedule.NextDue("cbr", s.now, schedule.State(standing)); due.After(s.now) {
			s.now = due
			continue
		}
		_, _ = c.Collect(t.Context(), "cbr", collect.Ask{}) // an outage is part of it
		s.now = s.now.Add(time.Minute)
	}
	got := map[string]fx.Rate{}
	for _, id := range []fx.SeriesID{fx.CBRUSD, fx.CBREUR} {
		list, err := db.Fixings(t.Context(), id, fx.Range{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			got[string(id)+" "+f.Effective.String()] = f.Value
		}
	}
	for _, want := range s.rows {
		if key := string(want.Series) + " " + want.Effective.String(); published(want).Before(end.Add(-12*time.Hour)) && got[key] != want.Value {
			t.Errorf("%s: %s is stored, want %s", key, got[key], want.Value)
		}
	}
}
