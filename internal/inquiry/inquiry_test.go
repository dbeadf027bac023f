package inquiry_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"detente/data"
	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/inquiry"
	"detente/internal/store"
)

func open(t *testing.T) *store.DB {
	t.Helper()
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "d.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := db.LoadEmbedded(t.Context(), store.Dataset(set), time.Date(2026, 9, 12, 9, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	return db
}

func TestStudyReadsWhatIsAsked(t *testing.T) {
	t.Parallel()
	db := open(t)
	q := analysis.DefaultStudy(fx.CBRUSD)
	q.Pooled, q.Model, q.Control = fx.CBREUR, analysis.ModelMarket, fx.ECBUSD
	q.Selection.Categories = []string{"talks"}
	in, err := inquiry.Study(t.Context(), db, q)
	if err != nil {
		t.Fatal(err)
	}
	if len(in.Fixings) == 0 || len(in.Second) == 0 || len(in.Control) == 0 || len(in.Breaks) == 0 || len(in.Timeline) == 0 || len(in.Timeline) >= len(in.Known) {
		t.Errorf("%d fixings, %d of the second, %d of the control, %d breaks, %d of %d events",
			len(in.Fixings), len(in.Second), len(in.Control), len(in.Breaks), len(in.Timeline), len(in.Known))
	}
	report, err := analysis.Study(in)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := report.Table("nope"); !errors.Is(err, analysis.ErrInvalid) {
		t.Errorf("a table that there is not: %v", err)
	}
}

func TestUnknownSeriesNamesTheParameter(t *testing.T) {
	t.Parallel()
	db := open(t)
	for param, change := range map[string]func(*analysis.StudyQuestion){
		"series":  func(q *analysis.StudyQuestion) { q.Series = "abc:USDRUB" },
		"pool":    func(q *analysis.StudyQuestion) { q.Pooled = "abc:EURRUB" },
		"control": func(q *analysis.StudyQuestion) { q.Model, q.Control = analysis.ModelMarket, "abc:EURUSD" },
	} {
		q := analysis.DefaultStudy(fx.CBRUSD)
		change(&q)
		_, err := inquiry.Study(context.Background(), db, q)
		if !errors.Is(err, analysis.ErrInvalid) || !strings.Contains(err.Error(), param+" abc:") || !strings.Contains(err.Error(), "cbr:USDRUB") {
			t.Errorf("%s: %v", param, err)
		}
	}
}

// Thirty sessions of a minute bar each, the last of them with an event in it: every selected event is accounted for.
func TestIntradayAccountsForEveryEvent(t *testing.T) {
	t.Parallel()
	db := open(t)
	at := time.Date(2022, 2, 7, 11, 34, 0, 0, time.UTC) // an event of the embedded set, timed to the minute
	var bars []fx.Candle
	for day := -42; day <= 0; day++ {
		for minute := -90; minute <= 150; minute++ {
			price := fx.Rate{Unscaled: int64(750000 + 10*(minute%7)), Scale: 4}
			if day == 0 && minute >= 0 {
				price.Unscaled += 7500
			}
			bars = append(bars, fx.Candle{Series: fx.MOEXUSD1, Start: at.AddDate(0, 0, day).Add(time.Duration(minute) * time.Minute), Open: price, High: price, Low: price, Close: price})
		}
	}
	if _, err := db.PutCandles(t.Context(), bars, store.Origin{Author: "collect"}, at.AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
	selection := analysis.Selection{From: civil.Of(at), To: civil.Of(at)}
	got, err := inquiry.Intraday(t.Context(), db, fx.MOEXUSD1, selection, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	status := map[string]int{}
	for _, e := range got.Events {
		status[e.Status]++
		if (e.Response == nil) != (e.Reason != "") {
			t.Errorf("%s: %s with reason %q", e.ID, e.Status, e.Reason)
		}
		if e.Response != nil {
			// One percent up from the first minute on: 100 ln(75.75/75) = 0.995, and no earlier session moved as much.
			if r := e.Response.Responses[1]; r.Minutes != 15 || r.PCT.Value < 0.9 || r.PCT.Value > 1.1 || r.P.Value != 1/float64(1+e.Response.PlaceboDays) || e.Response.PlaceboDays < 20 {
				t.Errorf("%+v of %d sessions", r, e.Response.PlaceboDays)
			}
		}
	}
	if got.NUsed != 1 || status[analysis.IntradayUsed] != 1 || status[analysis.IntradayUntimed] == 0 || got.NEvents != len(got.Events) || !strings.Contains(got.Text(), "Left out") {
		t.Errorf("%d used, %v", got.NUsed, status)
	}
	if table, err := got.Table("responses"); err != nil || len(table.Rows) != got.NEvents-1+6 || len(table.Rows[0]) != len(table.Columns) {
		t.Errorf("%d rows: %v", len(table.Rows), err)
	}
	if _, err := inquiry.Intraday(t.Context(), db, fx.CBRUSD, selection, time.Time{}); !errors.Is(err, analysis.ErrInvalid) {
		t.Errorf("official rates by the minute: %v", err)
	}
}

// The embedded set has scheduled events and no drafts; those of the selection's days are read, and no others.
func TestWhatNobodyDecidedIsReadToo(t *testing.T) {
	t.Parallel()
	db := open(t)
	scheduled, err := db.Events(t.Context(), event.Filter{Statuses: []event.Status{event.StatusScheduled, event.StatusDraft}})
	if err != nil || len(scheduled) < 2 {
		t.Fatalf("%d events: %v", len(scheduled), err)
	}
	q := analysis.DefaultStudy(fx.CBRUSD)
	q.Selection.From = scheduled[1].Day()
	want := len(scheduled.Where(event.Filter{From: q.Selection.From}))
	in, err := inquiry.Study(t.Context(), db, q)
	if err != nil || len(in.Awaiting) != want || want == len(scheduled) {
		t.Errorf("study: %d of %d: %v", len(in.Awaiting), want, err)
	}
	c := analysis.DefaultCorrelate(fx.CBRUSD)
	c.Selection.From = q.Selection.From
	correlation, err := inquiry.Correlation(t.Context(), db, c)
	if err != nil || len(correlation.Awaiting) != want {
		t.Errorf("correlation: %d of %d: %v", len(correlation.Awaiting), want, err)
	}
}
