package analysis

import (
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

func days(from string, n int) []civil.Date {
	var out []civil.Date
	for d := civil.MustParse(from); len(out) < n; d = d.AddDays(1) {
		if wd := d.Weekday(); wd != time.Saturday && wd != time.Sunday {
			out = append(out, d)
		}
	}
	return out
}

func at(id, when string, goldstein float64) event.Event {
	t, err := time.Parse(time.RFC3339, when)
	if err != nil {
		panic(err)
	}
	return event.Event{ID: id, OccurredAt: t, Precision: event.PrecisionMinute, Goldstein: goldstein}
}

func TestAlignMergesEventsOfOneFixing(t *testing.T) {
	t.Parallel()
	a := Align(event.Timeline{
		at("before", "2022-01-30T12:00:00Z", -8),
		at("friday-evening", "2022-02-04T18:00:00Z", -8),
		at("sunday", "2022-02-06T10:00:00Z", -2),
		at("monday-noon", "2022-02-07T09:00:00Z", 7),
		at("tuesday-morning", "2022-02-08T06:00:00Z", -5),
		at("too-late", "2022-02-11T20:00:00Z", -8),
	}, days("2022-01-31", 10), fx.CBRCalendar())
	want := []EventStatus{StatusOutsideSeries, StatusUsed, StatusMerged, StatusUsed, StatusMerged, StatusNoDay0}
	for i, e := range a.Events {
		if e.Status != want[i] {
			t.Errorf("%s is %s, want %s (%s)", e.Event.ID, e.Status, want[i], e.Reason)
		}
	}
	if len(a.Episodes) != 2 || a.Episodes[0].Set != civil.New(2022, 2, 7) || a.Episodes[0].Sign != 1 || a.Episodes[0].Mixed {
		t.Fatalf("episodes %+v", a.Episodes)
	}
	if !a.Episodes[1].Mixed || a.Episodes[1].Sign != 0 {
		t.Fatalf("talks and a threat on one fixing are mixed: %+v", a.Episodes[1])
	}
}

func TestAlignFlagsWhatAFixingHoldsInPart(t *testing.T) {
	t.Parallel()
	sets := days("2022-01-31", 60)
	day := at("day", "2022-02-07T00:00:00Z", -8)
	day.Precision = event.PrecisionDay
	for _, tt := range []struct {
		e            event.Event
		part, unsure bool
	}{
		{at("before the window", "2022-02-07T06:59:00Z", -8), false, false},
		{at("in the window", "2022-02-07T07:30:00Z", -8), true, false},
		{day, true, false},
		{at("at the window's first minute", "2022-02-07T07:00:00Z", -8), true, false},
		{at("near the switch", "2022-03-14T06:00:00Z", -8), false, true},
		{at("the Friday before it", "2022-03-11T06:00:00Z", -8), false, false}, // 15 March 2022, a Tuesday: METHODS 2.3
		{at("two days after", "2022-03-17T06:00:00Z", -8), false, true},
		{at("three days after", "2022-03-18T06:00:00Z", -8), false, false},
	} {
		a := Align(event.Timeline{tt.e}, sets, fx.CBRCalendar())
		if got := a.Events[0]; got.InPart != tt.part || got.Unsure != tt.unsure {
			t.Errorf("%s: in part %v, unsure %v", tt.e.ID, got.InPart, got.Unsure)
		}
	}
}

// The date from 2024 on is a published one: nothing is inferred there.
func TestAPublishedRuleIsSure(t *testing.T) {
	t.Parallel()
	a := Align(event.Timeline{at("new rule", "2024-06-13T06:00:00Z", -8)}, days("2024-06-01", 20), fx.CBRCalendar())
	if e := a.Events[0]; e.Unsure || e.Set != civil.New(2024, 6, 13) {
		t.Errorf("%+v", e)
	}
}

// Once mixed an episode stays so, and episodes stand in order of their days whatever the order of the events.
func TestAlignOfHandPickedEvents(t *testing.T) {
	t.Parallel()
	a := Align(event.Timeline{at("late", "2022-02-09T06:00:00Z", -8), at("up", "2022-02-07T06:00:00Z", -8), at("down", "2022-02-07T06:10:00Z", 7),
		at("up again", "2022-02-07T06:20:00Z", -8), at("neutral", "2022-02-09T06:10:00Z", 0)}, days("2022-01-31", 40), fx.CBRCalendar())
	if len(a.Episodes) != 2 || !a.Episodes[0].Mixed || a.Episodes[0].Sign != 0 || a.Episodes[1].Mixed || a.Episodes[1].Sign != 1 {
		t.Fatalf("%+v", a.Episodes)
	}
	for i, want := range []int{1, 0, 0, 0, 1} {
		if a.Events[i].Episode != want {
			t.Errorf("%s is in episode %d, want %d", a.Events[i].Event.ID, a.Events[i].Episode, want)
		}
	}
}

func TestAlignKeepsEventsOutOfHoles(t *testing.T) {
	t.Parallel()
	sets := append(days("2022-01-31", 5), days("2022-06-01", 5)...)
	a := Align(event.Timeline{at("in the hole", "2022-04-01T10:00:00Z", -8)}, sets, fx.CBRCalendar())
	if a.Events[0].Status != StatusOutsideSeries {
		t.Fatalf("%+v", a.Events[0])
	}
}
