package event_test

import (
	"testing"
	"time"

	"detente/data"
	"detente/internal/event"
)

func titled(id, title string, actors ...string) event.Event {
	return event.Event{ID: id, OccurredAt: time.Date(2022, 2, 7, 0, 0, 0, 0, time.UTC), Title: title, Actors: actors}
}

func TestSimilarFindsOneEventToldTwice(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"Macron arrives in Moscow for talks with Putin", "French president Macron lands in Moscow to meet Putin", true},
		{"Germany sends 350 troops to Lithuania", "Germany to send 350 more soldiers to Lithuania", true},
		{"Kuleba: no red lines will be crossed", "Ukraine's Kuleba sets out red lines", true},
		{"EU adopts sixth package of sanctions", "EU adopts 6th sanctions package", true},
		{"UK to send 350 more troops to Poland", "The British defence minister has told parliament that another 350 troops will be sent to Poland within days", true},
		{"Kuleba sets out Kyiv's red lines", "Ukraine’s foreign minister has set out some of Kyiv’s “red lines” while talks go on", true},
		{"Talks fail", "Officials of both states said that the talks had not failed and would go on in Geneva", false},
		{"Зеленский встретился с Шольцем", "Зеленский и Шольц: встреча", true},
		{"Scholz meets Biden in Washington", "Macron meets Putin in Moscow", false},
		{"Macron arrives in Moscow", "", false},
	} {
		a, b := titled("a", tt.a, "RUS", "FRA"), titled("b", tt.b, "FRA")
		if alike(a, b) != tt.want || alike(b, a) != tt.want {
			t.Errorf("%q and %q: alike %v", tt.a, tt.b, !tt.want)
		}
	}
}

func TestSimilarNeedsTheDayAndAnActor(t *testing.T) {
	t.Parallel()
	a := titled("a", "Talks in Moscow", "RUS", "FRA")
	for name, tt := range map[string]struct {
		change func(*event.Event)
		want   bool
	}{
		"told twice":     {func(*event.Event) {}, true},
		"itself":         {func(e *event.Event) { e.ID = "a" }, false},
		"next day":       {func(e *event.Event) { e.OccurredAt = e.OccurredAt.Add(47 * time.Hour) }, true},
		"two days later": {func(e *event.Event) { e.OccurredAt = e.OccurredAt.Add(48 * time.Hour) }, false},
		"day before":     {func(e *event.Event) { e.OccurredAt = e.OccurredAt.Add(-24 * time.Hour) }, true},
		"other actors":   {func(e *event.Event) { e.Actors = []string{"USA"} }, false},
		"no actors":      {func(e *event.Event) { e.Actors = nil }, true},
	} {
		b := a
		b.ID = "b"
		tt.change(&b)
		if alike(a, b) != tt.want {
			t.Errorf("%s: %v", name, !tt.want)
		}
	}
}

// Of a long timeline those of the day and its neighbours are found, the most alike first.
func TestSimilarInATimeline(t *testing.T) {
	t.Parallel()
	var timeline event.Timeline
	for i, title := range []string{"Talks in Moscow end", "Sanctions on banks", "Putin and Macron hold talks in Moscow today", "Talks in Moscow", "Troops leave", "Talks in Moscow"} {
		e := titled(string(rune('a'+i)), title, "RUS")
		e.OccurredAt = e.OccurredAt.AddDate(0, 0, i-3)
		timeline = append(timeline, e)
	}
	timeline[2].Title = "Talks in Moscow go on"
	var got string
	for _, e := range event.NewTellings(timeline).Similar(titled("x", "Talks in Moscow", "RUS")) {
		got += e.ID
	}
	if got != "dc" { // the words themselves, then those of the day before; a and f are too far off in time
		t.Errorf("found %q, want d and c", got)
	}
}

func alike(a, b event.Event) bool {
	return len(event.NewTellings(event.Timeline{b}).Similar(a)) == 1
}

// The curated table holds no event twice: few of its pairs may look so, or the desk would cry wolf.
func TestSimilarSeldomCriesWolf(t *testing.T) {
	t.Parallel()
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	all, pairs := event.Timeline(set.Events), 0
	all.Sort()
	tellings := event.NewTellings(all)
	for _, e := range all {
		pairs += len(tellings.Similar(e))
	}
	if pairs /= 2; pairs > 5 {
		t.Errorf("%d pairs of %d different events look alike", pairs, len(all))
	}
}
