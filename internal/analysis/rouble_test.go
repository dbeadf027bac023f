package analysis_test

import (
	"math"
	"testing"

	"detente/internal/analysis"
	"detente/internal/analysis/stat"
)

// Origin: METHODS 1, case returns.conventions: 83.548 to 119.0 is the dollar +42.4 % and the rouble -29.8 %.
func TestRoubleChangeIsNoLogMove(t *testing.T) {
	t.Parallel()
	log := 100 * math.Log(119.0/83.548)
	row := analysis.EventRow{CAR: stat.Some(log), CI: [2]stat.Maybe{stat.Some(-log), stat.Some(2 * log)}}
	change, ci := row.RoubleChange()
	for _, tt := range []struct{ got, want float64 }{
		{change.Value, 100 * (83.548/119.0 - 1)},
		{ci[0].Value, 100 * (83.548/119.0*83.548/119.0 - 1)},
		{ci[1].Value, 100 * (119.0/83.548 - 1)},
	} {
		if math.Abs(tt.got-tt.want) > 1e-9 {
			t.Errorf("%g, want %g", tt.got, tt.want)
		}
	}
	row.CAR = stat.None("no fixing")
	if change, _ := row.RoubleChange(); change.OK || change.Reason != "no fixing" {
		t.Errorf("missing: %v", change)
	}
}
