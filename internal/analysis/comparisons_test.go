package analysis_test

import (
	"testing"

	"detente/internal/analysis"
	"detente/internal/analysis/stat"
)

// Of 7,781 dates one that moved further is 0.013 percent: "larger than on 100 % of other dates" would be untrue.
func TestPercentileReachesAHundredOnlyWhereNoDateMovedFurther(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		value float64
		want  string
	}{{0, "0"}, {76.6, "77"}, {99.4, "99"}, {99.5, "99.5"}, {99.96, "99.96"}, {100 * 7780.0 / 7781, "99.99"}, {100, "100"}} {
		if got := analysis.FormatPercentile(stat.Some(tt.value)); got != tt.want {
			t.Errorf("%g: %s, want %s", tt.value, got, tt.want)
		}
	}
	if got := analysis.FormatPercentile(stat.None("no date")); got != "–" {
		t.Errorf("missing: %s", got)
	}
}

// At the 5 percent level: a p of 0.05 is not below it, and on the 95th percentile one date in twenty moved further.
func TestComparisonsOfAnEvent(t *testing.T) {
	t.Parallel()
	none := stat.None("not measured")
	for _, tt := range []struct {
		p, percentile stat.Maybe
		want          analysis.Comparisons
		differ        bool
	}{
		{stat.Some(0.049), stat.Some(95.1), analysis.Comparisons{Days: true, Dates: true, Both: true}, false},
		{stat.Some(0.05), stat.Some(95), analysis.Comparisons{Both: true}, false},
		{stat.Some(0.049), stat.Some(95), analysis.Comparisons{Days: true, Both: true}, true},
		{stat.Some(0.05), stat.Some(95.1), analysis.Comparisons{Dates: true, Both: true}, true},
		{none, stat.Some(99), analysis.Comparisons{Dates: true}, false},
		{stat.Some(0.01), none, analysis.Comparisons{Days: true}, false},
	} {
		got := analysis.EventRow{P: tt.p, Percentile: tt.percentile}.Comparisons()
		if got != tt.want || got.Differ() != tt.differ {
			t.Errorf("p %v, percentile %v: %+v", tt.p, tt.percentile, got)
		}
	}
}
