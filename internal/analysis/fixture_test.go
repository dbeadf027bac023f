package analysis_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

func day(s string) civil.Date { return civil.MustParse(s) }

const testSeries fx.SeriesID = "test:USDRUB"

// fromReturns makes prices of returns in percent: the first is 80, set the day before the first date.
func fromReturns(id fx.SeriesID, days []civil.Date, pct []float64) []fx.Fixing {
	price := 80.0
	at := func(set civil.Date) fx.Fixing {
		return fx.Fixing{Series: id, Set: set, Effective: set, Nominal: 1, Value: fx.Rate{Unscaled: int64(math.Round(price * 1e12)), Scale: 12}}
	}
	out := []fx.Fixing{at(days[0].AddDays(-1))}
	for i, r := range pct {
		price *= math.Exp(r / 100)
		out = append(out, at(days[i]))
	}
	return out
}

func number(t testing.TB, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// happening is an event at noon UTC, coded that morning.
func happening(id string, day civil.Date, goldstein float64) event.Event {
	return event.Event{ID: id, OccurredAt: day.UTC().Add(12 * time.Hour), Precision: event.PrecisionMinute, Title: id, Category: event.Sanctions,
		Goldstein: goldstein, Importance: 2, Status: event.StatusConfirmed, CodedAt: day.UTC()}
}

func near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Max(1, math.Abs(want))) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

func flat(in *analysis.StudyInput) {
	in.Fixings = slices.Clone(in.Fixings)
	for i := range in.Fixings {
		in.Fixings[i].Value = fx.MustRate("75.5")
	}
}

// checkReport asks what every report must hold: statuses add up, JSON can be written, text and tables hold no NaN, a null
// has a reason near it, and warnings are in the fixed order.
func checkReport(t testing.TB, r analysis.StudyReport) {
	t.Helper()
	sum := 0
	for _, n := range r.Statuses {
		sum += n
	}
	if sum != r.NEvents || len(r.Events) != r.NEvents || r.Statuses[analysis.StatusUsed] != r.NUsed {
		t.Errorf("statuses %v do not add up to %d events, %d used", r.Statuses, r.NEvents, r.NUsed)
	}
	for _, e := range r.Events {
		if (e.Status == analysis.StatusUsed) != (e.Reason == "") || (e.Status == analysis.StatusUsed && !e.CAR.OK) {
			t.Errorf("%s is %s with reason %q", e.ID, e.Status, e.Reason)
		}
	}
	for _, test := range r.Tests {
		if !test.P.OK && test.Reason == "" {
			t.Errorf("%s is missing without a reason", test.Name)
		}
	}
	want := 14
	if len(r.Overlaps) > 0 {
		want = 16 // those that keep overlapping windows together
	}
	if len(r.Tests) != want {
		t.Errorf("%d tests, want the %d names of the schema", len(r.Tests), want)
	}
	checkWritten(t, r, r.Text(), r.Tables(), r.Warnings)
}

func checkWritten(t testing.TB, report any, text string, tables []analysis.Table, warnings []analysis.Warning) {
	t.Helper()
	if _, err := json.Marshal(report); err != nil {
		t.Errorf("JSON: %v", err)
	}
	for _, table := range tables {
		text += fmt.Sprint(table.Columns, table.Rows)
		for _, row := range table.Rows {
			if len(row) != len(table.Columns) {
				t.Errorf("%s: a row has %d cells under %d columns", table.Name, len(row), len(table.Columns))
			}
		}
	}
	for _, bad := range []string{"NaN", "Inf", "%!", " because of", " caused", " led to", " due to"} {
		if strings.Contains(text, bad) {
			t.Errorf("the text holds %q", bad)
		}
	}
	last := -1
	for _, w := range warnings {
		at := slices.Index(analysis.WarningCodes(), w.Code)
		if at < last || w.Text == "" {
			t.Errorf("warning %s is unknown, empty or out of order", w.Code)
		}
		last = at
	}
}
