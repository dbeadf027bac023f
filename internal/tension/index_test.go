package tension

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

var origin = time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)

// timelines draws up to 40 events in the hundred days from 2022-01-01, of every status.
func timelines(t *rapid.T) event.Timeline {
	var timeline event.Timeline
	for i := range rapid.IntRange(0, 40).Draw(t, "n") {
		timeline = append(timeline, event.Event{
			ID:         fmt.Sprintf("e%d", i),
			OccurredAt: origin.Add(time.Duration(rapid.IntRange(0, 2399).Draw(t, "hour")) * time.Hour),
			Goldstein:  float64(rapid.IntRange(-1000, 1000).Draw(t, "goldstein")) / 100, // as a table prints them: none is subnormal
			Importance: rapid.IntRange(1, 5).Draw(t, "importance"),
			Category:   rapid.SampledFrom(event.Categories()).Draw(t, "category"),
			Status:     rapid.SampledFrom([]event.Status{event.StatusConfirmed, event.StatusConfirmed, event.StatusDraft, event.StatusScheduled}).Draw(t, "status"),
		})
	}
	return timeline
}

var first, last = civil.New(2021, 12, 20), civil.New(2022, 5, 1)

func TestIndexDoesNotDependOnTheOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		timeline := timelines(t)
		shuffled := slices.Clone(timeline)
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if !slices.Equal(Index(timeline, first, last, Options{}), Index(shuffled, first, last, Options{})) {
			t.Fatal("the order of the timeline changes the index")
		}
	})
}

func TestAnOpenRangeRunsFromTheFirstEventToTheLast(t *testing.T) {
	t.Parallel()
	var timeline event.Timeline
	for _, day := range []int{9, 2, 5} {
		timeline = append(timeline, event.Event{ID: fmt.Sprint(day), OccurredAt: origin.AddDate(0, 0, day), Goldstein: -1, Status: event.StatusConfirmed})
	}
	days := Index(timeline, civil.Date{}, civil.Date{}, Options{})
	if len(days) != 8 || days[0].Date != civil.New(2022, 1, 3) || days[7].Date != civil.New(2022, 1, 10) {
		t.Errorf("got %d days, want the 8 from 2022-01-03 to 2022-01-10: %v", len(days), days)
	}
}

func TestLaterEventsChangeNoEarlierDay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		timeline := timelines(t)
		day := civil.Of(origin).AddDays(rapid.IntRange(0, 100).Draw(t, "day"))
		before := Index(timeline, first, last, Options{})
		added := event.Event{ID: "added", OccurredAt: day.UTC(), Goldstein: -10, Status: event.StatusConfirmed}
		after := Index(append(slices.Clone(timeline), added), first, last, Options{})
		for i := range before {
			if before[i].Date.Before(day) && before[i] != after[i] {
				t.Fatalf("an event of %s changes %s", day, before[i].Date)
			}
			if before[i].Date == day && !(after[i].Tension > before[i].Tension) {
				t.Fatalf("an event of %s is not in that day's index", day)
			}
		}
	})
}

func TestIndexScalesWithTheWeights(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		timeline := timelines(t)
		doubled := map[event.Category]float64{}
		for _, c := range event.Categories() {
			doubled[c] = 2
		}
		once, twice := Index(timeline, first, last, Options{}), Index(timeline, first, last, Options{CategoryWeights: doubled})
		for i := range once { // doubling is exact in binary
			if twice[i].Tension != 2*once[i].Tension || twice[i].Diplomacy != 2*once[i].Diplomacy {
				t.Fatalf("%s: %v is not twice %v", once[i].Date, twice[i], once[i])
			}
		}
	})
}

func TestIndexOfADayDoesNotDependOnTheRange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		timeline := timelines(t)
		whole := Index(timeline, first, last, Options{})
		i := rapid.IntRange(0, len(whole)-1).Draw(t, "from")
		if part := Index(timeline, whole[i].Date, last, Options{}); !slices.Equal(part, whole[i:]) {
			t.Fatalf("from %s the index differs", whole[i].Date)
		}
	})
}

func TestIndexHalvesInAHalfLife(t *testing.T) {
	t.Parallel()
	timeline := event.Timeline{{ID: "a", OccurredAt: origin.Add(23 * time.Hour), Goldstein: -8, Status: event.StatusConfirmed}}
	days := Index(timeline, civil.Of(origin), civil.Of(origin).AddDays(7), Options{HalfLife: 7})
	if days[0].Tension != 8 || days[0].FlowTension != 8 || days[0].Events != 1 || math.Abs(days[7].Tension-4) > 1e-12 {
		t.Errorf("%+v", days)
	}
}

func TestIndexWithoutEvents(t *testing.T) {
	t.Parallel()
	if got := Index(nil, civil.Date{}, last, Options{}); len(got) != 0 {
		t.Errorf("an open range without events has %d days", len(got))
	}
	if got := Index(nil, last.AddDays(-2), last, Options{}); len(got) != 3 || got[2] != (Day{Date: last}) {
		t.Errorf("%+v", got)
	}
	if got := Index(nil, last, civil.Date{}, Options{}); len(got) != 0 {
		t.Errorf("a range without an end and without events has %d days", len(got))
	}
	if got := Index(nil, last, first, Options{}); len(got) != 0 {
		t.Errorf("a range that ends before it begins has %d days", len(got))
	}
}

func TestUntilKeepsTheLastDay(t *testing.T) {
	t.Parallel()
	days := Index(nil, first, first.AddDays(2), Options{})
	if got := Until(slices.Clone(days), first.AddDays(1)); !slices.Equal(got, days[:2]) {
		t.Errorf("%+v", got)
	}
	if got := Until(days, civil.Date{}); len(got) != 3 {
		t.Errorf("no last day left %d of 3", len(got))
	}
}

func TestOnlyOneSide(t *testing.T) {
	t.Parallel()
	timeline := event.Timeline{
		{ID: "a", OccurredAt: origin, Goldstein: -3, Status: event.StatusConfirmed},
		{ID: "b", OccurredAt: origin, Goldstein: 2, Status: event.StatusConfirmed},
	}
	sets := []civil.Date{civil.New(2021, 12, 30), civil.New(2022, 1, 3)}
	for _, tt := range []struct {
		only       Side
		t, d, flow float64
	}{{BothSides, 3, 2, 1}, {OnlyTension, 3, 0, 3}, {OnlyDiplomacy, 0, 2, -2}} {
		o := Options{Only: tt.only}
		day := Index(timeline, civil.Date{}, civil.Date{}, o)[0]
		flow := Flow(timeline, sets, fx.CBRCalendar(), o)
		if day.Tension != tt.t || day.Diplomacy != tt.d || flow[1] != tt.flow {
			t.Errorf("%q: %+v, flow %v", tt.only, day, flow)
		}
	}
}

func TestFlowLeavesOutWhatLiesOutsideTheSeries(t *testing.T) {
	t.Parallel()
	sets := []civil.Date{civil.New(2022, 2, 8), civil.New(2022, 2, 9)}
	at := func(day int, hour int) event.Event {
		return event.Event{OccurredAt: time.Date(2022, 2, day, hour, 0, 0, 0, time.UTC), Goldstein: -1, Status: event.StatusConfirmed}
	}
	// Cut-off 11:30 in Moscow is 08:30 UTC: the first lies before the series, the last after it.
	flow := Flow(event.Timeline{at(7, 8), at(7, 9), at(8, 9), at(9, 9)}, sets, fx.CBRCalendar(), Options{})
	if !slices.Equal(flow, []float64{1, 1}) {
		t.Errorf("flow %v", flow)
	}
	if got := Flow(nil, nil, fx.CBRCalendar(), Options{}); len(got) != 0 {
		t.Errorf("no fixings, flow %v", got)
	}
}

func TestOptionsValidateAndCaption(t *testing.T) {
	t.Parallel()
	for _, bad := range []Options{
		{HalfLife: -1}, {HalfLife: math.NaN()}, {HalfLife: math.Inf(1)}, {Only: "both"},
		{CategoryWeights: map[event.Category]float64{event.Talks: -1}},
		{CategoryWeights: map[event.Category]float64{event.Talks: math.Inf(1)}},
		{CategoryWeights: map[event.Category]float64{event.Talks: math.NaN()}},
		{CategoryWeights: map[event.Category]float64{"weather": 1}},
	} {
		if err := bad.Validate(); !errors.Is(err, ErrInvalid) {
			t.Errorf("%+v passes: %v", bad, err)
		}
	}
	for _, tt := range []struct {
		o    Options
		want string
	}{
		{Options{}, "half-life 14 days"},
		{Options{HalfLife: 1}, "half-life 1 day"},
		{Options{HalfLife: 7.5, ImportanceWeight: true, Only: OnlyTension,
			CategoryWeights: map[event.Category]float64{event.Talks: 0.5, event.MilitaryAction: 2, event.Market: 1}},
			"half-life 7.5 days; weights: military action 2, talks 0.5; times importance; tension only"},
		{Options{CategoryWeights: map[event.Category]float64{event.Talks: 0}}, "half-life 14 days; weights: talks 0"},
	} {
		if got := tt.o.Caption(); got != tt.want || tt.o.Validate() != nil {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
