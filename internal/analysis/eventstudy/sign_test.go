package eventstudy

import (
	"math"
	"testing"

	"detente/internal/analysis/stat"
)

// A zero counts as not positive: METHODS 4.6. By hand with an even share: none of five has p = 2/32, one of five 2 (1+5)/32.
func TestZeroIsNotPositive(t *testing.T) {
	t.Parallel()
	s := signs{stat.Some(0.5)}
	for _, tt := range []struct {
		x    []float64
		w, p float64
	}{
		{[]float64{0, 0, 0, -1, -1}, 0, 2.0 / 32},
		{[]float64{0, 0, 0, 0, 1}, 1, 12.0 / 32},
	} {
		exact, z := s.exact(tt.x), s.z(tt.x)
		if exact.Statistic.Value != tt.w || math.Abs(exact.P.Value-tt.p) > 1e-15 {
			t.Errorf("%v: %g positive, p %g, want %g and %g", tt.x, exact.Statistic.Value, exact.P.Value, tt.w, tt.p)
		}
		if want := (tt.w - 2.5) / math.Sqrt(1.25); math.Abs(z.Statistic.Value-want) > 1e-15 {
			t.Errorf("%v: z %g, want %g", tt.x, z.Statistic.Value, want)
		}
	}
}
