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
