package export

import (
	"testing"
	"time"

	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/runlog"
)

// What a file says of itself names every limit that was set, in this order, and none that was not.
func TestWordsNameEveryLimit(t *testing.T) {
	t.Parallel()
	from, to := civil.New(2022, 2, 1), civil.New(2022, 2, 28)
	talks := analysis.DefaultStudy(fx.CBRUSD)
	talks.Selection.Categories = []string{"talks"}
	for want, q := range map[string]Query{
		"": {Units: fx.Levels, Frequency: fx.Daily, Filter: event.Filter{MinImportance: 1}},
		"series cbr:USDRUB, cbr:EURRUB; comparison gpr:GPRD; from 2022-02-01; to 2022-02-28; bounds the day the rate was set; newest of each source 3; " +
			"category sanctions, talks; actor RUS; direction escalation; importance at least 2; text red lines; id a, b; status draft; " +
			"units percent change; by week, avg; index of 100 on 2022-02-01": {
			Series: []fx.SeriesID{fx.CBRUSD, fx.CBREUR}, Gauges: []string{"gpr:GPRD"}, BySet: true, Newest: 3, Units: fx.PctChange, Frequency: fx.Weekly, Rebase: from,
			Filter: event.Filter{From: from, To: to, Categories: []event.Category{event.Sanctions, event.Talks}, Actors: []string{"RUS"}, MinImportance: 2,
				Directions: []event.Direction{event.Escalation}, Text: "red lines", IDs: []string{"a", "b"}, Statuses: []event.Status{event.StatusDraft}},
		},
		"units level; by month, eop": {Frequency: fx.Monthly, Aggregation: fx.EndOfPeriod},
		"category talks":             {Study: &talks, Filter: event.Filter{Text: "is not looked at"}},
	} {
		if got := q.Words(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTransformationInWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		q          Query
		want, unit string
	}{
		{Query{Units: fx.PctChange}, "percent change", "percent"},
		{Query{Units: fx.Change, Frequency: fx.Daily}, "change", "roubles per dollar"},
		{Query{Units: fx.Logarithm, Frequency: fx.Weekly}, "natural logarithm of the mean of the rates published for the week", "log of roubles per dollar"},
		{Query{Frequency: fx.Monthly, Aggregation: fx.EndOfPeriod}, "level of the last rate of the month", "roubles per dollar"},
		{Query{Units: fx.YearChange, Frequency: fx.Yearly, Aggregation: fx.Sum}, "change from a year before of the sum over the year", "roubles per dollar"},
	} {
		if said, unit := tt.q.transformation(), tt.q.unit(fx.CBRUSD); said != tt.want || unit != tt.unit {
			t.Errorf("%+v: %q in %q, want %q in %q", tt.q, said, unit, tt.want, tt.unit)
		}
	}
}

func TestRunsOfDaysAndOfAnInstant(t *testing.T) {
	t.Parallel()
	began := time.Date(2022, 2, 7, 23, 59, 0, 0, time.UTC)
	ended := began.Add(2 * time.Minute)
	day := civil.New(2022, 2, 7)
	for _, tt := range []struct {
		name string
		f    event.Filter
		want bool
	}{
		{"all", event.Filter{}, true},
		{"from its day", event.Filter{From: day}, true},
		{"from the next", event.Filter{From: day.AddDays(1)}, false},
		{"to its day", event.Filter{To: day}, true},
		{"to the day before", event.Filter{To: day.AddDays(-1)}, false},
		{"as of its end", event.Filter{AsOf: ended}, true},
		{"while it went on", event.Filter{AsOf: ended.Add(-time.Second)}, false},
	} {
		if got := (taker{query: Query{Filter: tt.f}}).tells(runlog.Run{Started: began, Finished: ended}); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	if (taker{query: Query{Filter: event.Filter{AsOf: ended}}}).tells(runlog.Run{Started: began}) {
		t.Error("a run that has not ended is told as of an instant")
	}
}

func TestFirstSetOfTwoLists(t *testing.T) {
	t.Parallel()
	early, late := []fx.Fixing{{Set: civil.New(2022, 2, 7)}}, []fx.Fixing{{Set: civil.New(2022, 2, 8)}}
	for name, got := range map[string]civil.Date{"both": firstSet(early, late), "the other way": firstSet(late, early), "one": firstSet(early, nil), "the other": firstSet(nil, early)} {
		if got != civil.New(2022, 2, 7) {
			t.Errorf("%s: %s", name, got)
		}
	}
}
