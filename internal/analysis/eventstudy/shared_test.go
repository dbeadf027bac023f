package eventstudy

import (
	"math"
	"testing"
)

// By hand: windows of L = 2 rows, models of M = 4, so that a CAR has 2 + 4/4 = 3 times the variance of a day.
func TestVarianceOfASharedMean(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		second int
		sign   int
		clean  bool
		want   float64
	}{
		{"nothing in common", 60, 1, true, 1},
		// Two estimation rows in common: covariance 4 2/(4 4) = 1/2, correlation 1/6, and (1 + 1/6)/(1 - 1/6).
		{"a shared mean", 52, 1, true, 1.4},
		{"a shared mean and opposite signs", 52, -1, true, 1 / 1.4},
		// A window row and three estimation rows: covariance 1 + 4 3/(4 4) = 7/4, correlation 7/12, of which 1/2 is allowed for:
		// 19/5 of 3.
		{"a shared day too", 51, 1, true, 19.0 / 15},
		// The first window lies in the second's estimation window: covariance -2 2/4 = -1, correlation -1/3.
		{"not cleaned", 57, 1, false, 0.5},
		{"cleaned", 57, 1, true, 1},
	} {
		spec := Spec{Estimation: [2]int{-8, -5}, Window: [2]int{0, 1}, MinObservations: 2, Clean: tt.clean, Signed: true}
		series := []Series{{R: noise(90, 80)}, {R: noise(91, 80)}}
		places := []Place{{T0: 50, Sign: 1}, {T0: tt.second, Sign: tt.sign}}
		if got := mustNew(t, series, places, spec).Aggregate(Options{}).SharedMean; !got.OK || math.Abs(got.Value-tt.want) > 1e-12 {
			t.Errorf("%s: %v, want %g", tt.name, got, tt.want)
		}
		for _, p := range places[:2] { // measured in a second series, the events are no more of them
			places = append(places, Place{Series: 1, T0: p.T0, Sign: p.Sign})
		}
		if got := mustNew(t, series, places, spec).Aggregate(Options{}).SharedMean; !got.OK || math.Abs(got.Value-tt.want) > 1e-12 {
			t.Errorf("%s, two series: %v, want %g", tt.name, got, tt.want)
		}
	}
	if got := mustNew(t, nil, nil, Headline()).Aggregate(Options{}).SharedMean; got.OK || got.Reason != needsTwo {
		t.Errorf("without events: %+v", got)
	}
}
