package event

import (
	"errors"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
)

func macron() Event {
	return Event{ID: "20220207-macron-in-moscow", OccurredAt: time.Date(2022, 2, 7, 0, 0, 0, 0, time.UTC),
		Precision: PrecisionDay, Title: "Macron in Moscow", Summary: "Talks in the Kremlin.", Category: Talks, Goldstein: 7, Cameo: "046",
		Importance: 3, Location: "Moscow", Actors: []string{"FRA", "RUS"}, Status: StatusConfirmed, SourceURL: "http://kremlin.ru/x"}
}

// A title of 10 kB is odd but taken; a page, a chart and a file must stand it.
func TestALongTitleIsTaken(t *testing.T) {
	t.Parallel()
	e := macron()
	e.Title = strings.Repeat("<script>", 1280)
	if err := e.Validate(); err != nil {
		t.Error(err)
	}
}

func TestValidateNamesTheField(t *testing.T) {
	t.Parallel()
	if err := macron().Validate(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		field string
		spoil func(*Event)
	}{
		{"id", func(e *Event) { e.ID = "Macron in Moscow" }},
		{"occurred_at", func(e *Event) { e.OccurredAt = time.Time{} }},
		{"title", func(e *Event) { e.Title = " " }},
		{"title", func(e *Event) { e.Title = strings.Repeat("x", 16<<10+1) }},
		{"title", func(e *Event) { e.Title = "a\x1b[31mb" }},
		{"summary", func(e *Event) { e.Summary = "a\x00b" }},
		{"precision", func(e *Event) { e.Precision = "second" }},
		{"status", func(e *Event) { e.Status = "maybe" }},
		{"category", func(e *Event) { e.Category = "gossip" }},
		{"goldstein", func(e *Event) { e.Goldstein = -10.5 }},
		{"goldstein", func(e *Event) { e.Category = Market }},
		{"importance", func(e *Event) { e.Importance = 0 }},
		{"cameo", func(e *Event) { e.Cameo = "4x" }},
		{"ended_at", func(e *Event) { e.EndedAt = e.OccurredAt.Add(-time.Hour) }},
		{"source_url", func(e *Event) { e.SourceURL = "javascript:alert(1)" }},
		{"actor", func(e *Event) { e.Actors = []string{"Россия"} }},
	} {
		e := macron()
		tt.spoil(&e)
		err := e.Validate()
		if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), tt.field) {
			t.Errorf("%s: %v", tt.field, err)
		}
	}
}

func TestDirectionHasANeutralMiddle(t *testing.T) {
	t.Parallel()
	for goldstein, want := range map[float64]Direction{-8: Escalation, -0.5: Escalation, -0.4: Neutral, 0: Neutral, 0.4: Neutral, 0.5: DeEscalation, 7: DeEscalation} {
		if got := (Event{Goldstein: goldstein}).Direction(); got != want {
			t.Errorf("%v is %s, want %s", goldstein, got, want)
		}
	}
}

func TestWhenHidesAClockThatIsNotMeant(t *testing.T) {
	t.Parallel()
	e := macron()
	if got := e.When(); got != "7 Feb 2022" {
		t.Fatalf("When = %q", got)
	}
	e.Precision, e.OccurredAt = PrecisionMinute, time.Date(2022, 2, 7, 11, 34, 0, 0, time.UTC)
	if got := e.When(); got != "7 Feb 2022, 11:34 UTC" {
		t.Fatalf("When = %q", got)
	}
}

func TestFilterMatch(t *testing.T) {
	t.Parallel()
	day := civil.New(2022, 2, 7)
	for _, tt := range []struct {
		name string
		f    Filter
		want bool
	}{
		{"zero", Filter{}, true},
		{"both ends of the range", Filter{From: day, To: day}, true},
		{"a day later", Filter{From: day.AddDays(1)}, false},
		{"category", Filter{Categories: []Category{Sanctions}}, false},
		{"one of two actors", Filter{Actors: []string{"USA", "FRA"}}, true},
		{"another actor", Filter{Actors: []string{"USA"}}, false},
		{"direction", Filter{Directions: []Direction{DeEscalation}}, true},
		{"importance", Filter{MinImportance: 4}, false},
		{"every word, case aside", Filter{Text: "KREMLIN macron"}, true},
		{"a word that is not there", Filter{Text: "macron paris"}, false},
		{"drafts only", Filter{Statuses: []Status{StatusDraft}}, false},
	} {
		if got := tt.f.Match(macron()); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
	if err := (Filter{Categories: []Category{"gossip"}}).Validate(); !errors.Is(err, ErrInvalid) {
		t.Errorf("unknown category: %v", err)
	}
}

// An end at midnight is exclusive where it is a clock time (RFC 5545, 3.6.1) and a whole day where only the day is known.
func TestDaysOfAnEvent(t *testing.T) {
	t.Parallel()
	seventh := time.Date(2022, 2, 7, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name      string
		precision Precision
		at, end   time.Time
		want      civil.Date
	}{
		{"a point in time", PrecisionMinute, seventh.Add(time.Hour), time.Time{}, civil.New(2022, 2, 7)},
		{"a day", PrecisionDay, seventh, time.Time{}, civil.New(2022, 2, 7)},
		{"an end on the same instant", PrecisionMinute, seventh, seventh, civil.New(2022, 2, 7)},
		{"days", PrecisionDay, seventh, seventh.AddDate(0, 0, 3), civil.New(2022, 2, 10)},
		{"to midnight", PrecisionMinute, seventh.Add(20 * time.Hour), seventh.Add(24 * time.Hour), civil.New(2022, 2, 7)},
		{"past midnight", PrecisionHour, seventh.Add(20 * time.Hour), seventh.Add(24*time.Hour + time.Second), civil.New(2022, 2, 8)},
		{"an end in Moscow", PrecisionMinute, seventh.Add(20 * time.Hour), time.Date(2022, 2, 8, 1, 0, 0, 0, time.FixedZone("", 3*3600)), civil.New(2022, 2, 7)},
	} {
		e := Event{OccurredAt: tt.at, EndedAt: tt.end, Precision: tt.precision}
		if got := e.LastDay(); got != tt.want {
			t.Errorf("%s: last day %s, want %s", tt.name, got, tt.want)
		}
		after := tt.want.AddDays(1)
		if !e.GoesOn(tt.want, after) || e.GoesOn(after, after.AddDays(5)) || e.GoesOn(e.Day().AddDays(-5), e.Day().AddDays(-1)) {
			t.Errorf("%s: goes on beyond its days, or not on them", tt.name)
		}
	}
}
