package event

import (
	"errors"
	"math"
	"slices"
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
		{"goldstein", func(e *Event) { e.Goldstein = 10.1 }},
		{"goldstein", func(e *Event) { e.Goldstein = math.NaN() }},
		{"goldstein", func(e *Event) { e.Category = Market }},
		{"importance", func(e *Event) { e.Importance = 0 }},
		{"importance", func(e *Event) { e.Importance = 6 }},
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

func TestValidateTakesTheEnds(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Event){
		"goldstein -10":  func(e *Event) { e.Goldstein = -10 },
		"goldstein 10":   func(e *Event) { e.Goldstein = 10 },
		"importance 1":   func(e *Event) { e.Importance = 1 },
		"importance 5":   func(e *Event) { e.Importance = 5 },
		"longest title":  func(e *Event) { e.Title = strings.Repeat("x", 16<<10) },
		"long summary":   func(e *Event) { e.Summary = strings.Repeat("x", 20_000) },
		"lines and tabs": func(e *Event) { e.Summary = "a\r\n\tb" },
		"a moment":       func(e *Event) { e.EndedAt = e.OccurredAt },
	} {
		e := macron()
		if change(&e); e.Validate() != nil {
			t.Errorf("%s: %v", name, e.Validate())
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
	const text = Field(0) // which Misses does not look at
	for _, tt := range []struct {
		name   string
		f      Filter
		want   bool
		misses Field
	}{
		{"zero", Filter{}, true, 0},
		{"both ends of the range", Filter{From: day, To: day}, true, 0},
		{"from that day", Filter{From: day}, true, 0},
		{"to that day", Filter{To: day}, true, 0},
		{"from a day later", Filter{From: day.AddDays(1)}, false, FieldDays},
		{"to a day before", Filter{To: day.AddDays(-1)}, false, FieldDays},
		{"category", Filter{Categories: []Category{Sanctions}}, false, FieldCategory},
		{"one of two categories", Filter{Categories: []Category{Sanctions, Talks}}, true, 0},
		{"one of two actors", Filter{Actors: []string{"USA", "FRA"}}, true, 0},
		{"another actor", Filter{Actors: []string{"USA"}}, false, FieldActor},
		{"direction", Filter{Directions: []Direction{DeEscalation}}, true, 0},
		{"another direction", Filter{Directions: []Direction{Escalation, Neutral}}, false, FieldDirection},
		{"its importance", Filter{MinImportance: 3}, true, 0},
		{"importance", Filter{MinImportance: 4}, false, FieldImportance},
		{"id", Filter{IDs: []string{"x", "20220207-macron-in-moscow"}}, true, 0},
		{"another id", Filter{IDs: []string{"x"}}, false, FieldID},
		{"every word, case aside", Filter{Text: "KREMLIN macron"}, true, text},
		{"a word that is not there", Filter{Text: "macron paris"}, false, text},
		{"drafts only", Filter{Statuses: []Status{StatusDraft}}, false, FieldStatus},
		{"drafts and confirmed", Filter{Statuses: []Status{StatusDraft, StatusConfirmed}}, true, 0},
		{"two at once", Filter{IDs: []string{"x"}, MinImportance: 5}, false, FieldID | FieldImportance},
	} {
		e := macron()
		if got := tt.f.Match(e); got != tt.want || tt.f.Misses(&e) != tt.misses || len(Timeline{e}.Where(tt.f)) == 1 != tt.want {
			t.Errorf("%s: %v (%b), want %v (%b)", tt.name, got, tt.f.Misses(&e), tt.want, tt.misses)
		}
	}
}

func TestFilterMeansConfirmedAndScheduled(t *testing.T) {
	t.Parallel()
	wanted := Filter{}.WantedStatuses()
	for status, want := range map[Status]bool{StatusConfirmed: true, StatusScheduled: true, StatusDraft: false, StatusRejected: false} {
		e := macron()
		e.Status = status
		if (Filter{}).Match(e) != want || slices.Contains(wanted, status) != want {
			t.Errorf("%s: %v", status, !want)
		}
	}
	if got := (Filter{Statuses: []Status{StatusDraft}}).WantedStatuses(); len(got) != 1 || got[0] != StatusDraft {
		t.Errorf("drafts: %v", got)
	}
}

func TestFilterIsChecked(t *testing.T) {
	t.Parallel()
	day := civil.New(2022, 2, 7)
	for _, tt := range []struct {
		f    Filter
		want string // of the error; empty for none
	}{
		{Filter{}, ""},
		{Filter{From: day, To: day, MinImportance: 5, Directions: []Direction{Neutral}, Statuses: []Status{StatusDraft}, Categories: []Category{Talks}}, ""},
		{Filter{From: day}, ""},
		{Filter{To: day}, ""},
		{Filter{From: day, To: day.AddDays(-1)}, "to 2022-02-06 is before from 2022-02-07"},
		{Filter{Categories: []Category{"gossip"}}, "gossip"},
		{Filter{Directions: []Direction{"up"}}, "up"},
		{Filter{Statuses: []Status{"maybe"}}, "maybe"},
		{Filter{MinImportance: -1}, "min-importance -1"},
		{Filter{MinImportance: 6}, "min-importance 6"},
	} {
		err := tt.f.Validate()
		if tt.want == "" && err != nil || tt.want != "" && (!errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%+v: %v, want %q", tt.f, err, tt.want)
		}
	}
}

func TestFollowsIsTheOrderOfATimeline(t *testing.T) {
	t.Parallel()
	a, b := macron(), macron()
	b.ID = "20220207-z"
	if a.Follows(a) || a.Follows(b) || !b.Follows(a) {
		t.Error("of two events of one instant the later id follows")
	}
	if b.OccurredAt = b.OccurredAt.Add(-time.Second); b.Follows(a) || !a.Follows(b) {
		t.Error("the later instant follows, whatever the id")
	}
}

func TestConflictTellsWhoChangedWhat(t *testing.T) {
	t.Parallel()
	c := &Conflict{Base: macron(), Mine: macron(), Theirs: macron(), Author: "anna"}
	c.Mine.Title, c.Theirs.Importance = "Macron and Putin", 4
	theirs, mine := c.Changes()
	if len(theirs) != 1 || theirs[0] != (Change{"importance", "3", "4"}) || len(mine) != 1 || mine[0] != (Change{"title", "Macron in Moscow", "Macron and Putin"}) {
		t.Errorf("theirs %v, mine %v", theirs, mine)
	}
	want := `event "20220207-macron-in-moscow": changed by somebody else: anna stored a version at 0001-01-01T00:00:00Z (importance): look at it and change that one`
	if c.Error() != want {
		t.Error(c)
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

func TestLastingSaysUntilWhen(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 10, 22, 30, 0, 0, time.UTC)
	for want, e := range map[string]Event{
		"10 Mar 2026":                                     {OccurredAt: at.Truncate(24 * time.Hour), Precision: PrecisionDay},
		"10 Mar 2026 – 12 Mar 2026":                       {OccurredAt: at.Truncate(24 * time.Hour), EndedAt: at.Truncate(24*time.Hour).AddDate(0, 0, 2), Precision: PrecisionDay},
		"10 Mar 2026, 22:30 UTC":                          {OccurredAt: at, EndedAt: at, Precision: PrecisionMinute},
		"10 Mar 2026, 22:30 UTC – 11 Mar 2026, 01:15 UTC": {OccurredAt: at, EndedAt: at.Add(165 * time.Minute), Precision: PrecisionMinute},
	} {
		if got := e.Lasting(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
