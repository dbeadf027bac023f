package inquiry_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/inquiry"
	"detente/internal/store"
	"detente/internal/testkit/embedded"
)

func open(t *testing.T) *store.DB {
	t.Helper()
	return embedded.Open(t, time.Date(2026, 9, 12, 9, 0, 0, 0, time.UTC))
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
	bars := sessions(at)
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

// sessions are 43 days of minute bars around a clock time, flat but for one percent up from the last day's on.
func sessions(at time.Time) (bars []fx.Candle) {
	for day := -42; day <= 0; day++ {
		for minute := -90; minute <= 150; minute++ {
			price := fx.Rate{Unscaled: int64(750000 + 10*(minute%7)), Scale: 4}
			if day == 0 && minute >= 0 {
				price.Unscaled += 7500
			}
			bars = append(bars, fx.Candle{Series: fx.MOEXUSD1, Start: at.AddDate(0, 0, day).Add(time.Duration(minute) * time.Minute), Open: price, High: price, Low: price, Close: price})
		}
	}
	return bars
}

// METHODS 10: a session with another timed event within two hours of the same clock time is nothing to compare with, and responses
// over less than the uncertainty of the event's time are greyed. The event itself takes no session away.
func TestComparisonKeepsAwayFromOtherEvents(t *testing.T) {
	t.Parallel()
	db := open(t)
	at := time.Date(2022, 2, 7, 11, 34, 0, 0, time.UTC)
	if _, err := db.PutCandles(t.Context(), sessions(at), store.Origin{Author: "collect"}, at.AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
	timed := func(id string, when time.Time) event.Event {
		return event.Event{ID: id, OccurredAt: when, Precision: event.PrecisionMinute, Status: event.StatusConfirmed}
	}
	days := func(e event.Event, others ...event.Event) analysis.IntradayReport {
		got, ok, err := inquiry.Response(t.Context(), db, fx.MOEXUSD1, e, append(event.Timeline{e}, others...), time.Time{})
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		return got
	}
	this := timed("a", at)
	alone := days(this)
	if with := days(this, timed("b", at.AddDate(0, 0, -7)), timed("c", at.AddDate(0, 0, -9).Add(6*time.Hour))); alone.PlaceboDays != 42 || with.PlaceboDays != 41 {
		t.Errorf("%d earlier sessions, %d beside another event; want 42 and 41", alone.PlaceboDays, with.PlaceboDays)
	}
	hour := this
	hour.Precision = event.PrecisionHour
	for i, r := range days(hour).Responses {
		if r.Greyed != (r.Minutes > 0 && r.Minutes < 60) || alone.Responses[i].Greyed {
			t.Errorf("%d minutes of a time known to the hour: greyed %v, to the minute %v", r.Minutes, r.Greyed, alone.Responses[i].Greyed)
		}
	}
	if _, ok, err := inquiry.Response(t.Context(), db, fx.MOEXUSD1, timed("d", at.AddDate(0, 0, 6)), nil, time.Time{}); ok || err != nil {
		t.Errorf("six days after the last bar: %v %v", ok, err)
	}
}

// Closes of daily candles are studied with their volumes, and compared with the official rate of their pair; nothing is compared with
// a rate that is no rouble's, nor with the closes themselves.
func TestDailyCandlesAreReadAsCloses(t *testing.T) {
	t.Parallel()
	db := open(t)
	price := func(p int64) fx.Rate { return fx.Rate{Unscaled: p, Scale: 2} }
	day := func(n int, p int64) fx.Candle {
		return fx.Candle{Series: fx.MOEXUSDD, Start: civil.New(2022, 2, n).At(0, 0, fx.CalendarOf(fx.MOEXUSDD).Zone).UTC(), Open: price(7500), High: price(p + 10), Low: price(7400), Close: price(p), Volume: price(int64(100 * n))}
	}
	if _, err := db.PutCandles(t.Context(), []fx.Candle{day(7, 7544), day(8, 7501)}, store.Origin{Author: "collect"}, time.Date(2022, 3, 1, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	in, err := inquiry.Study(t.Context(), db, analysis.DefaultStudy(fx.MOEXUSDD))
	if err != nil || len(in.Fixings) != 2 || in.Fixings[0].Value != price(7544) || in.Fixings[0].Set != civil.New(2022, 2, 7) || len(in.Volumes) != 2 || in.Volumes[1] != 8 || in.Market != nil {
		t.Errorf("%+v %v %v %v", in.Fixings, in.Volumes, in.Market, err)
	}
	for id, want := range map[fx.SeriesID]int{fx.CBRUSD: 2, fx.CBREUR: 0, fx.ECBUSD: 0} {
		if in, err = inquiry.Study(t.Context(), db, analysis.DefaultStudy(id)); err != nil || len(in.Market) != want || len(in.Volumes) > 0 {
			t.Errorf("%s is compared with %d closes, want %d: %v", id, len(in.Market), want, err)
		}
	}
	for name, id := range map[string]fx.SeriesID{"daily": fx.MOEXUSDD, "official": fx.CBRUSD} {
		if _, err := inquiry.Intraday(t.Context(), db, id, analysis.Selection{}, time.Time{}); !errors.Is(err, analysis.ErrInvalid) {
			t.Errorf("%s by the minute: %v", name, err)
		}
	}
}
