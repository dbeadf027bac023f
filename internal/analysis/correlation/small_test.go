package correlation

import (
	"math"
	"testing"

	"detente/internal/analysis/resample"
)

// Two short columns whose figures were computed in R 4.2.
var (
	pi20 = []float64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4}
	e20  = []float64{2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0, 4, 5, 2, 3, 5, 3}
)

// R 4.2: Box.test(x, 3, "Ljung-Box"), and "Box-Pierce".
func TestPortmanteauP(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		test func([]float64, int) (Portmanteau, error)
		q, p float64
	}{"Ljung-Box": {LjungBox, 0.698297063445, 0.873604423716}, "Box-Pierce": {BoxPierce, 0.602716189393, 0.895810283264}} {
		if got, err := tt.test(pi20, 3); err != nil || math.Abs(got.Stat-tt.q) > 1e-11 || math.Abs(got.P-tt.p) > 1e-11 {
			t.Errorf("%s: %+v %v, want %g with p %g", name, got, err, tt.q, tt.p)
		}
	}
}

// R 4.2, sandwich and lmtest: coefci(lm(zy ~ zx), vcov. = NeweyWest(lag = 2, prewhite = FALSE, adjust = TRUE), df = 18).
func TestRobustSlopeInterval(t *testing.T) {
	t.Parallel()
	p, err := Complete(pi20, e20)
	if err != nil {
		t.Fatal(err)
	}
	got := p.HAC(2)
	for what, pair := range map[string][2]float64{"r": {got.Slope.Value.Value, 0.180369907539}, "se": {got.SlopeSE, 0.231006210458},
		"lo": {got.Slope.Lo.Value, -0.304956131446}, "hi": {got.Slope.Hi.Value, 0.665695946524}} {
		if math.Abs(pair[0]-pair[1]) > 1e-10 {
			t.Errorf("%s = %.12g, want %.12g", what, pair[0], pair[1])
		}
	}
}

// A series against itself two rows later stands far outside the bounds at that lag; the count is taken again from the printed lags.
func TestLagsBeyondTheBoundsAreCounted(t *testing.T) {
	t.Parallel()
	p, err := Complete(pi20[2:], pi20[:18])
	if err != nil {
		t.Fatal(err)
	}
	c, err := p.CCF(8)
	if err != nil {
		t.Fatal(err)
	}
	beyond := 0
	for _, l := range c.Lags {
		if math.Abs(l.R) > 1.959963984540054/math.Sqrt(18) {
			beyond++
		}
	}
	if c.Beyond != beyond || beyond == 0 {
		t.Errorf("%d beyond, by hand %d", c.Beyond, beyond)
	}
	e, err := p.MaxCCF(8, 99, resample.New(1))
	if n := e.Permutation; err != nil || n.Total != 99 || n.P.Value != float64(1+n.Extreme)/100 {
		t.Errorf("%+v %v", n, err)
	}
}

// By the definition, without standardising, transforms or slices: Pearson's r of x[t] and y[(t+s) mod n], the largest over a span of
// rotations, and how many spans that do not overlap the observed one are as large. Few pairs and the lags that just fit are among them.
func TestLargestLagAmongRotationsByDefinition(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ n, maxLag int }{{20, 0}, {20, 1}, {20, 2}, {18, 4}, {17, 4}} {
		x, y := pi20[:tt.n], e20[:tt.n]
		r := func(s int) float64 {
			var mx, my, xy, xx, yy float64
			for i := range x {
				mx, my = mx+x[i]/float64(tt.n), my+y[i]/float64(tt.n)
			}
			for i := range x {
				a, b := x[i]-mx, y[((i+s)%tt.n+tt.n)%tt.n]-my
				xy, xx, yy = xy+a*b, xx+a*a, yy+b*b
			}
			return math.Abs(xy / math.Sqrt(xx*yy))
		}
		span := func(s int) (top float64) {
			for k := s - tt.maxLag; k <= s+tt.maxLag; k++ {
				top = math.Max(top, r(k))
			}
			return top
		}
		extreme, total := 0, 0
		for s := range tt.n {
			if apart := min(s, tt.n-s); apart > 2*tt.maxLag {
				total++
				if span(s) >= span(0)-1e-12 {
					extreme++
				}
			}
		}
		p, err := Complete(x, y)
		if err != nil {
			t.Fatal(err)
		}
		got := p.shiftMax(tt.maxLag)
		if tt.n < 2*(2*tt.maxLag+1) {
			if got.P.OK {
				t.Errorf("%d pairs, lags to %d: %+v", tt.n, tt.maxLag, got)
			}
			continue
		}
		if got.Extreme != extreme || got.Total != total || got.P.Value != float64(1+extreme)/float64(1+total) {
			t.Errorf("%d pairs, lags to %d: %+v, by definition %d of %d", tt.n, tt.maxLag, got, extreme, total)
		}
	}
}

// Ten draws whose orders are followed here from the same generator: Fisher and Yates from the end.
func TestPermuteCountsItsOrders(t *testing.T) {
	t.Parallel()
	p, err := Complete(pi20[:7], e20[:7])
	if err != nil {
		t.Fatal(err)
	}
	random, order, extreme := resample.New(5), append([]float64(nil), p.Y...), 0
	product := func(y []float64) (s float64) {
		for i := range y {
			s += (p.X[i] - 25.0/7) * (y[i] - 29.0/7) // the means of 3 1 4 1 5 9 2 and of 2 7 1 8 2 8 1
		}
		return math.Abs(s)
	}
	for range 10 {
		for i := 6; i > 0; i-- {
			j := random.Intn(i + 1)
			order[i], order[j] = order[j], order[i]
		}
		if product(order) >= product(p.Y)-1e-9 {
			extreme++
		}
	}
	if got := p.Permute(10, resample.New(5)); got.Extreme != extreme || got.Total != 10 || got.P.Value != float64(1+extreme)/11 {
		t.Errorf("%+v, by hand %d", got, extreme)
	}
}
