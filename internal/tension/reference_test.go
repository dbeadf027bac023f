package tension

import (
	"math"
	"strconv"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/testkit"
)

// curated is the curated table; its column severity is the Goldstein value.
func curated(t *testing.T) event.Timeline {
	t.Helper()
	rows := testkit.SharedCSV(t, "data", "events_curated.csv")
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	var timeline event.Timeline
	for _, row := range rows[1:] {
		at, err := time.Parse(time.RFC3339, row[column["occurred_at"]])
		if err != nil {
			t.Fatal(err)
		}
		importance, err := strconv.Atoi(row[column["importance"]])
		if err != nil {
			t.Fatal(err)
		}
		timeline = append(timeline, event.Event{ID: row[column["id"]], OccurredAt: at, Category: event.Category(row[column["category"]]),
			Goldstein: parse(t, row[column["severity"]]), Importance: importance, Status: event.StatusConfirmed})
	}
	timeline.Sort()
	return timeline
}

func parse(t *testing.T, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// The reference file prints four decimals.
const printed = 0.5e-4 + 1e-9

func TestIndexAgainstReferenceOnEveryDay(t *testing.T) {
	t.Parallel()
	timeline := curated(t)
	rows := testkit.SharedCSV(t, "reference", "tension_index_reference.csv")[1:]
	from, to := civil.MustParse(rows[0][0]), civil.MustParse(rows[len(rows)-1][0])
	days := Index(timeline, from, to, Options{})
	weighted := Index(timeline, from, to, Options{ImportanceWeight: true})
	if len(days) != len(rows) || len(weighted) != len(rows) {
		t.Fatalf("%d days, the reference has %d", len(days), len(rows))
	}
	for i, row := range rows {
		if days[i].Date.String() != row[0] || strconv.Itoa(days[i].Events) != row[1] {
			t.Fatalf("%s with %d events, want %s with %s", days[i].Date, days[i].Events, row[0], row[1])
		}
		near(t, row[0]+" tension", days[i].Tension, parse(t, row[2]))
		near(t, row[0]+" diplomacy", days[i].Diplomacy, parse(t, row[3]))
		near(t, row[0]+" weighted", weighted[i].Tension, parse(t, row[4]))
	}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > printed {
		t.Errorf("%s = %.6f, want %.4f", what, got, want)
	}
}

// DESIGN 5 gives these four days; each is asked for alone, so the stock is carried into the range.
func TestIndexOfTheDaysInTheDesign(t *testing.T) {
	t.Parallel()
	timeline := curated(t)
	for _, tt := range []struct {
		day     string
		tension float64
	}{{"2022-02-06", 42.5690}, {"2022-02-07", 64.7127}, {"2022-02-24", 137.3001}, {"2022-02-28", 159.2525}} {
		day := civil.MustParse(tt.day)
		got := Index(timeline, day, day, Options{})
		if len(got) != 1 {
			t.Fatalf("%d days", len(got))
		}
		near(t, tt.day, got[0].Tension, tt.tension)
		if tt.day == "2022-02-07" {
			near(t, "diplomacy", got[0].Diplomacy, 29.9517)
		}
	}
	highest := Day{}
	for _, d := range Index(timeline, civil.Date{}, civil.Date{}, Options{}) {
		if d.Tension > highest.Tension {
			highest = d
		}
	}
	if highest.Date != civil.New(2022, 2, 28) {
		t.Errorf("the peak is on %s", highest.Date)
	}
}

func TestFlowAndStockAgainstReference(t *testing.T) {
	t.Parallel()
	reference := testkit.ReferenceCase(t, "alignment_records_intraday.json", "tension.index")
	var in struct {
		Events   [][3]any
		Sets     []civil.Date `json:"set_dates"`
		HalfLife float64      `json:"half_life"`
	}
	var want struct {
		T, A []float64
		Lam  float64
	}
	testkit.Decode(t, reference.Inputs, &in)
	testkit.Decode(t, reference.Expected, &want)
	var timeline event.Timeline
	for _, e := range in.Events {
		at, err := time.Parse(time.RFC3339, e[0].(string))
		if err != nil {
			t.Fatal(err)
		}
		timeline = append(timeline, event.Event{OccurredAt: at, Goldstein: -e[1].(float64) * e[2].(float64), Status: event.StatusConfirmed})
	}
	flow := Flow(timeline, in.Sets, fx.CBRCalendar(), Options{})
	stock := Stock(flow, in.HalfLife)
	for i := range in.Sets {
		if math.Abs(flow[i]-want.T[i]) > 1e-12 || math.Abs(stock[i]-want.A[i]) > 1e-10*(1+want.A[i]) {
			t.Errorf("%s: flow %v, stock %v, want %v, %v", in.Sets[i], flow[i], stock[i], want.T[i], want.A[i])
		}
	}
	if math.Abs(Decay(in.HalfLife)-want.Lam) > 1e-12 {
		t.Errorf("lambda %v, want %v", Decay(in.HalfLife), want.Lam)
	}
}
