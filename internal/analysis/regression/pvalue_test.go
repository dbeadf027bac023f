package regression

import (
	"math"
	"testing"
)

// Two short columns whose figures were computed in R 4.2.
var (
	pi20 = []float64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4}
	e20  = []float64{2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0, 4, 5, 2, 3, 5, 3}
)

// R 4.2, as tseries kpss.test does: approx(c(.739, .574, .463, .347), c(.01, .025, .05, .1), x, rule = 2).
func TestKPSSPInterpolates(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		value, p float64
		clamped  bool
	}{{0.2, 0.1, true}, {0.347, 0.1, false}, {0.4, 0.07715517, false}, {0.463, 0.05, false}, {0.5, 0.04166667, false}, {0.6, 0.02263636, false},
		{0.7, 0.01354545, false}, {0.739, 0.01, false}, {0.9, 0.01, true}} {
		if p, clamped := kpssP(tt.value); math.Abs(p.Value-tt.p) > 1e-8 || clamped != tt.clamped {
			t.Errorf("KPSS %g: p %g, clamped %v; want %g, %v", tt.value, p.Value, clamped, tt.p, tt.clamped)
		}
	}
}

// R 4.2: pnorm of the two polynomials of MacKinnon (1994), which meet at -1.61.
func TestMacKinnonP(t *testing.T) {
	t.Parallel()
	for x, want := range map[float64]float64{-4: 0.0014105113, -1.65: math.NaN(), -1.7: 0.4311124769, -1.6: 0.4835934697, 3: 1, -20: 0} {
		if math.IsNaN(want) { // by the polynomial that holds from -1.61 down, on the normal scale
			want = 0.5 * math.Erfc(-(2.1659-1.65*(1.4412-1.65*0.038269))/math.Sqrt2)
		}
		if got := mackinnonP(x); math.Abs(got-want) > 1e-9 {
			t.Errorf("MacKinnon p of %g = %.10g, want %.10g", x, got, want)
		}
	}
}

// R 4.2, sandwich: NeweyWest(lm(y ~ x), lag = 6, prewhite = FALSE, adjust = TRUE), coefficients plus and minus the critical value of
// METHODS 6.2 times the error. No p-value exists in this form.
func TestFixedBIntervals(t *testing.T) {
	t.Parallel()
	fit, err := New([][]float64{Ones(20), pi20}, e20)
	if err != nil {
		t.Fatal(err)
	}
	b := fit.FixedB()
	want := [2][2]float64{{0.945609837683, 5.930608134169}, {-0.276428506647, 0.652466038224}}
	for i, c := range b.Coefficients {
		if c.P.OK || math.Abs(c.Lo.Value-want[i][0]) > 1e-10 || math.Abs(c.Hi.Value-want[i][1]) > 1e-10 {
			t.Errorf("coefficient %d: %+v, want %v", i, c, want[i])
		}
	}
}

// R 4.2, sandwich: bwNeweyWest(lm(x ~ 1), prewhite = FALSE). A mean alone is weighed by its constant.
func TestBandwidthOfAMean(t *testing.T) {
	t.Parallel()
	fit, err := New([][]float64{Ones(20)}, pi20)
	if err != nil {
		t.Fatal(err)
	}
	if got := fit.AutomaticBandwidth(); math.Abs(got.Value-1.32204658221) > 1e-10 {
		t.Errorf("bandwidth %+v", got)
	}
}
