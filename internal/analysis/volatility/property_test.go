package volatility

import (
	"errors"
	"math"
	"strings"
	"testing"

	"detente/internal/analysis/stat/stattest"
)

// simulate draws n returns of a GARCH(1,1) with unit unconditional variance.
func simulate(seed uint64, n int, alpha, beta float64) []float64 {
	random := stattest.NewRandom(seed)
	h, out := 1.0, make([]float64, n)
	for t := range out {
		out[t] = math.Sqrt(h) * random.NormFloat64()
		h = 1 - alpha - beta + alpha*out[t]*out[t] + beta*h
	}
	return out
}

// TestDerivativesAreThoseOfTheLikelihood compares with central differences.
func TestDerivativesAreThoseOfTheLikelihood(t *testing.T) {
	t.Parallel()
	l := likelihood(simulate(1, 300, 0.1, 0.8))
	theta := [4]float64{0.05, 0.12, 0.13, 0.74}
	d := l.derivatives(theta)
	const step = 1e-5
	move := func(i int, by float64) [4]float64 {
		moved := theta
		moved[i] += by
		return moved
	}
	for i := range 4 {
		up, down := move(i, step), move(i, -step)
		if got, want := d.gradient[i], (l.value(up)-l.value(down))/(2*step); math.Abs(got-want) > 1e-4*max(1, math.Abs(want)) {
			t.Errorf("gradient %d: %g, by differences %g", i, got, want)
		}
		a, b := l.derivatives(up).gradient, l.derivatives(down).gradient
		for j := range 4 {
			if got, want := d.hessian[j][i], (a[j]-b[j])/(2*step); math.Abs(got-want) > 1e-4*max(1, math.Abs(want)) {
				t.Errorf("Hessian %d,%d: %g, by differences %g", i, j, got, want)
			}
		}
	}
}

func TestGARCHFollowsTheUnit(t *testing.T) {
	t.Parallel()
	percent := simulate(2, 1500, 0.1, 0.85)
	fraction := make([]float64, len(percent))
	for i, r := range percent {
		fraction[i] = r / 100
	}
	a, errA := FitGARCH(percent)
	b, errB := FitGARCH(fraction)
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	for _, x := range [][2]float64{{a.Alpha, b.Alpha}, {a.Beta, b.Beta}, {a.Omega, 1e4 * b.Omega}, {a.Next, 1e4 * b.Next},
		{a.QML[3].Value, b.QML[3].Value}, {a.Hessian[1].Value, 1e4 * b.Hessian[1].Value}} {
		if math.Abs(x[0]-x[1]) > 1e-6*math.Abs(x[0]) {
			t.Errorf("percent %g, fractions %g", x[0], x[1])
		}
	}
	if math.Abs(a.Alpha-0.1) > 4*a.Hessian[2].Value || math.Abs(a.Beta-0.85) > 4*a.Hessian[3].Value {
		t.Errorf("simulated with .10 and .85, estimated %.3f (%.3f) and %.3f (%.3f)", a.Alpha, a.Hessian[2].Value, a.Beta, a.Hessian[3].Value)
	}
}

// TestGARCHWithoutClusters: on independent returns the fit may lie on the boundary or fail by name, but gives no NaN.
func TestGARCHWithoutClusters(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		g, err := FitGARCH(stattest.NewRandom(seed).AR1(200, 0))
		if errors.Is(err, ErrNoGARCH) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range []float64{g.Mu, g.Omega, g.Alpha, g.Beta, g.LogLik, g.Next, g.Unconditional} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("seed %d: %+v", seed, g)
				break
			}
		}
		if !(g.Omega > 0 && g.Alpha >= 0 && g.Beta >= 0 && g.Persistence < 1) {
			t.Errorf("seed %d: outside the bounds: %+v", seed, g)
		}
	}
}

func TestRangesOfAStillBarAreZero(t *testing.T) {
	t.Parallel()
	r, err := FromRanges([]Bar{{5, 5, 5, 5}, {5, 5, 5, 5}, {5, 5, 5, 5}})
	if err != nil || r.Parkinson != 0 || r.GarmanKlass != 0 || r.RogersSatchell != 0 || !r.YangZhang.OK || r.YangZhang.Value != 0 {
		t.Errorf("got %+v, %v", r, err)
	}
	two, err := FromRanges([]Bar{{5, 6, 4, 5}, {5, 6, 4, 5}})
	if err != nil || two.YangZhang.OK || two.CloseClose.OK {
		t.Errorf("two bars: got %+v, %v", two, err)
	}
	// ln(6/4)^2 / (4 ln 2) by hand
	if want := math.Log(1.5) * math.Log(1.5) / (4 * math.Ln2); math.Abs(two.Parkinson-want) > 1e-15 {
		t.Errorf("Parkinson %g, want %g", two.Parkinson, want)
	}
}

func TestAJumpShows(t *testing.T) {
	t.Parallel()
	random := stattest.NewRandom(3)
	var rejected, found float64
	const runs = 500
	for range runs {
		returns := random.AR1(300, 0)
		s, err := FromSession(returns)
		if err != nil {
			t.Fatal(err)
		}
		if s.P.Value < 0.05 {
			rejected += 1.0 / runs
		}
		returns[150] += 20
		if s, err = FromSession(returns); err == nil && s.P.Value < 0.05 {
			found += 1.0 / runs
		}
	}
	if found < 0.95 {
		t.Errorf("finds %.3f of the jumps by 20 standard deviations", found)
	}
	if rejected < 0.03 || rejected > 0.09 { // Huang and Tauchen (2005): .05 to .06 at these sizes
		t.Errorf("rejects %.3f of smooth sessions", rejected)
	}
	flat, err := FromSession([]float64{0, 0, 0, 0})
	if err != nil || flat.Z.OK || flat.P.Reason == "" {
		t.Errorf("a still session: %+v, %v", flat, err)
	}
}

func TestRealisedLeavesOutWindowsWithAHole(t *testing.T) {
	t.Parallel()
	out, err := Realised([]float64{1, -1, math.NaN(), 2, 2, 2}, 2, 1, ZeroMean)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{-1, 1, -1, -1, 2, 2} { // -1: missing
		if out[i].OK != (want >= 0) || (out[i].OK && out[i].Value != want) || (!out[i].OK && out[i].Reason == "") {
			t.Errorf("value %d: %+v, want %g", i, out[i], want)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	r := stattest.NewRandom(2).AR1(120, 0)
	bad := append([]float64{math.Inf(1)}, r[1:]...)
	for name, tt := range map[string]struct {
		call func() error
		want string
	}{
		"narrow window": {func() error { _, err := Realised(r, 1, 252, Sample); return err }, "window of 1"},
		"no year":       {func() error { _, err := Realised(r, 5, 0, Sample); return err }, "0 a year"},
		"lambda":        {func() error { _, err := Weighted(r, 1, 20); return err }, "lambda is 1"},
		"burn":          {func() error { _, err := Weighted(r[:5], 0.94, 20); return err }, "20 returns to start from, 5 given"},
		"EWMA infinite": {func() error { _, err := Weighted(bad, 0.94, 20); return err }, "return 0"},
		"no bars":       {func() error { _, err := FromRanges(nil); return err }, "no bars"},
		"negative":      {func() error { _, err := FromRanges([]Bar{{1, 1, -1, 1}}); return err }, "bar 0"},
		"outside":       {func() error { _, err := FromRanges([]Bar{{1, 1, 1, 1}, {1, 2, 1, 3}}); return err }, "bar 1"},
		"GARCH few":     {func() error { _, err := FitGARCH(r[:99]); return err }, "at least 100"},
		"GARCH flat":    {func() error { _, err := FitGARCH(make([]float64, 120)); return err }, "constant"},
		"GARCH bad":     {func() error { _, err := FitGARCH(bad); return err }, "return 0"},
		"session few":   {func() error { _, err := FromSession(r[:2]); return err }, "too few"},
		"session bad":   {func() error { _, err := FromSession(bad); return err }, "return 0"},
	} {
		if err := tt.call(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error with %q", name, err, tt.want)
		}
	}
}

func BenchmarkFitGARCH(b *testing.B) {
	returns := simulate(1, 6800, 0.1, 0.85)
	for b.Loop() {
		if _, err := FitGARCH(returns); err != nil {
			b.Fatal(err)
		}
	}
}
