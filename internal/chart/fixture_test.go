package chart

import (
	"testing"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/tension"
	"detente/internal/testkit"
	"strconv"
	"time"
)

// curated is the overview of the reference figures, December 2021 to March 2022.
func curated(t testing.TB) OverviewInput {
	t.Helper()
	var usd, eur []fx.Fixing
	for _, row := range testkit.SharedCSV(t, "reference", "data", "cbr_2021-12_2022-05.csv")[1:] {
		effective := civil.MustParse(row[0])
		usd = append(usd, fx.Fixing{Series: fx.CBRUSD, Effective: effective, Set: effective.AddDays(-1), Value: fx.MustRate(row[2]), Nominal: 1})
		eur = append(eur, fx.Fixing{Series: fx.CBREUR, Effective: effective, Set: effective.AddDays(-1), Value: fx.MustRate(row[3]), Nominal: 1})
	}
	events := curatedEvents(t)
	a, _ := fx.Known(fx.CBRUSD)
	b, _ := fx.Known(fx.CBREUR)
	from, to := civil.New(2021, 12, 1), civil.New(2022, 3, 15)
	return OverviewInput{
		USD: Rates{a, usd}, EUR: Rates{b, eur},
		Events: events, Tension: tension.Index(events, civil.New(2021, 12, 1), civil.New(2022, 5, 31), tension.Options{}),
		Breaks: []fx.Break{{Date: civil.New(2022, 2, 28), What: "capital controls"}, {Series: fx.CBRUSD, Date: civil.New(2022, 3, 14), What: "averaging window 10:00-16:30"}},
		Quotes: []fx.Quote{{Series: fx.PressUSD, At: time.Date(2022, 2, 7, 9, 0, 0, 0, time.UTC), Value: fx.MustRate("75.44"), SourceName: "Reuters"}},
		From:   from, To: to, Important: MostImportant(events, from, to, 4),
	}
}

func curatedEvents(t testing.TB) event.Timeline {
	t.Helper()
	rows := testkit.SharedCSV(t, "data", "events_curated.csv")
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	var events event.Timeline
	for _, row := range rows[1:] {
		when, err := time.Parse(time.RFC3339, row[at["occurred_at"]])
		if err != nil {
			t.Fatal(err)
		}
		if when.Before(time.Date(2021, 12, 1, 0, 0, 0, 0, time.UTC)) || when.After(time.Date(2022, 6, 1, 0, 0, 0, 0, time.UTC)) {
			continue
		}
		goldstein, err := strconv.ParseFloat(row[at["severity"]], 64)
		if err != nil {
			t.Fatal(err)
		}
		importance, _ := strconv.Atoi(row[at["importance"]])
		events = append(events, event.Event{ID: row[at["id"]], OccurredAt: when, Precision: event.Precision(row[at["precision"]]),
			Title: row[at["title"]], Category: event.Category(row[at["category"]]), Goldstein: goldstein, Importance: importance,
			Status: event.StatusConfirmed})
	}
	events.Sort()
	return events
}
