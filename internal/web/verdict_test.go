package web

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"detente/internal/analysis"
	"detente/internal/analysis/stat"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/words"
)

func TestVerdictWeighsBothPairs(t *testing.T) {
	t.Parallel()
	small, large, none := stat.Some(0.04), stat.Some(0.05), stat.None("no fixing")
	for _, tt := range []struct {
		name string
		ps   []stat.Maybe
		want string
	}{
		{"neither", []stat.Maybe{large, large}, "Not distinguishable from chance."},
		{"both", []stat.Maybe{small, small}, "Larger than chance alone lets expect at the 5 % level."},
		{"one", []stat.Maybe{small, large}, "Larger than chance alone lets expect at the 5 % level in one pair, not in the other."},
		{"only one measured", []stat.Maybe{none, small}, "Larger than chance alone lets expect at the 5 % level."},
		{"none measured", []stat.Maybe{none, none}, ""},
	} {
		if got := verdictOn(tt.ps); got != tt.want {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}

// The p-values of several tests stand apart from what they say; that of one belongs to its sentence.
func TestConclusionPartsFromItsTests(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, said, tests string }{
		{"Over 2 episodes it moved. Not distinguishable from chance: BMP p = 0.20, sign-flip p = 0.51.",
			"Over 2 episodes it moved. Not distinguishable from chance:", "BMP p\u00a0=\u00a00.20, sign-flip p\u00a0=\u00a00.51."},
		{"In one episode the move was −1.05 %: p = 0.17 against the days before.", "In one episode the move was −1.05%: p\u00a0=\u00a00.17 against the days before.", ""},
		{"No event was selected, so there is nothing to measure.", "No event was selected, so there is nothing to measure.", ""},
	} {
		if got := weigh(words.English, tt.text); got.Said != tt.said || got.Tests != tt.tests {
			t.Errorf("%q became %q and %q", tt.text, got.Said, got.Tests)
		}
	}
}

// The head of a warning keeps the number that its clause ends with; a day after a colon is not one.
func TestHeadOfAWarning(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Earlier sessions at this clock time: 14, so no p is below 0.07. Read on.": "Earlier sessions at this clock time: 14.",
		"The rate is made otherwise: 24 Feb 2022, 14 Mar 2022.":                    "The rate is made otherwise.",
		"Nothing to cut":                      "Nothing to cut",
		"The headline tests disagree, by far": "The headline tests disagree.",
	} {
		if got, _ := inBrief(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// What is found outwards from an event is what comparing it with every other one finds.
func TestSharingFindsEveryNeighbour(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(2, 7))
	h := history{}
	for day := range 60 {
		if day%7 > 1 {
			h.USD.Sets = append(h.USD.Sets, civil.New(2022, 2, 1).AddDays(day))
		}
	}
	for i := range 80 {
		status := event.StatusConfirmed
		if i%9 == 0 {
			status = event.StatusScheduled
		}
		h.Events = append(h.Events, event.Event{ID: strconv.Itoa(i), Status: status, OccurredAt: civil.New(2022, 1, 25).UTC().Add(time.Duration(random.IntN(75*24)) * time.Hour)})
	}
	slices.SortStableFunc(h.Events, func(a, b event.Event) int { return a.OccurredAt.Compare(b.OccurredAt) })
	day0 := func(e event.Event) (int, bool) { return fx.CalendarOf(fx.CBRUSD).Day0(h.USD.Sets, e.OccurredAt) }
	for i, e := range h.Events {
		var want, got []string
		here, ok := day0(e)
		for _, other := range h.Events {
			at, known := day0(other)
			if ok && known && other.ID != e.ID && other.Status == event.StatusConfirmed && max(at-here, here-at) <= 1 {
				want = append(want, other.ID)
			}
		}
		for _, other := range h.sharing(i) {
			got = append(got, other.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("event %s of %s: %v, want %v", e.ID, e.OccurredAt, got, want)
		}
	}
}

// The rule is METHODS 4.11: where the readings disagree, say so.
func TestVerdictSaysWhereTheComparisonsDisagree(t *testing.T) {
	t.Parallel()
	row := func(p, percentile float64) analysis.EventRow {
		return analysis.EventRow{P: stat.Some(p), Percentile: stat.Some(percentile)}
	}
	none := analysis.EventRow{P: stat.None("no fixing"), Percentile: stat.None("no fixing")}
	unranked := analysis.EventRow{P: stat.Some(0.01), Percentile: stat.None("no eligible row to compare with")}
	calm, wild := row(0.01, 80), row(0.4, 97) // unusual after calm days alone; unusual among all dates, not after wild days
	for _, tt := range []struct {
		name string
		rows []analysis.EventRow
		want string
	}{
		{"neither", []analysis.EventRow{row(0.2, 95), row(0.05, 60)}, "Not distinguishable from chance."},
		{"both", []analysis.EventRow{row(0.04, 95.1), row(0.001, 99)}, "Larger than chance alone lets expect at the 5 % level."},
		{"one pair in both readings", []analysis.EventRow{row(0.04, 96), row(0.2, 90)}, "Larger than chance alone lets expect at the 5 % level in one pair, not in the other."},
		{"after calm days", []analysis.EventRow{calm, calm}, openDays},
		{"after wild days", []analysis.EventRow{wild, wild}, openDates},
		{"only one measured", []analysis.EventRow{none, wild}, openDates},
		{"one after calm days", []analysis.EventRow{calm, row(0.3, 50)}, openDaysOnce},
		{"one after wild days", []analysis.EventRow{row(0.01, 99), wild}, openDatesOnce},
		{"opposite ways", []analysis.EventRow{calm, wild}, openEither},
		{"no rank", []analysis.EventRow{unranked}, "Larger than chance alone lets expect at the 5 % level."},
		{"none measured", []analysis.EventRow{none, none}, ""},
	} {
		if got := verdictOf(tt.rows); got != tt.want {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}
