package chart

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/tension"
	"detente/internal/testkit"
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

var update = flag.Bool("update", false, "write the golden options anew")

// golden compares an option, indented, with testdata/name.json. Read the difference before committing it.
func golden(t *testing.T, name string, option json.RawMessage) {
	t.Helper()
	var got bytes.Buffer
	if err := json.Indent(&got, option, "", " "); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(path, append(got.Bytes(), '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != strings.TrimSpace(string(want)) {
		t.Errorf("option of %s differs from %s: run with -update and read the difference", name, path)
	}
}

// made is n fixings a pair from 1 January 2020, and m events an hour apart.
func made(n, m int) OverviewInput {
	usd, _ := fx.Known(fx.CBRUSD)
	eur, _ := fx.Known(fx.CBREUR)
	in := OverviewInput{USD: Rates{Series: usd}, EUR: Rates{Series: eur}}
	for i := range n {
		set := civil.New(2020, 1, 1).AddDays(i)
		in.USD.Fixings = append(in.USD.Fixings, fx.Fixing{Series: usd.ID, Set: set, Effective: set.AddDays(1), Value: fx.Rate{Unscaled: int64(750000 + i), Scale: 4}, Nominal: 1})
		in.EUR.Fixings = append(in.EUR.Fixings, fx.Fixing{Series: eur.ID, Set: set, Effective: set.AddDays(1), Value: fx.Rate{Unscaled: int64(850000 + i), Scale: 4}, Nominal: 1})
	}
	for i := range m {
		in.Events = append(in.Events, event.Event{ID: fmt.Sprintf("event-%d", i), Title: "Foreign ministers meet in a third country",
			OccurredAt: time.Date(2020, 1, 1, i, 0, 0, 0, time.UTC), Precision: event.PrecisionMinute, Category: event.Talks,
			Goldstein: float64(i%9) - 4, Importance: 1 + i%5, Status: event.StatusConfirmed})
	}
	in.Tension = tension.Index(in.Events, civil.New(2020, 1, 1), civil.New(2020, 1, 1).AddDays(max(n-1, 0)), tension.Options{})
	return in
}
