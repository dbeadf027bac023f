package correlation

import (
	"cmp"
	"math"
	"testing"

	"pgregory.net/rapid"

	"detente/internal/analysis/stat"
	"detente/internal/analysis/stat/stattest"
)

// drawPairs draws series that vary, with ties now and then.
func drawPairs(t *rapid.T, least, most int) Pairs {
	n := rapid.IntRange(least, most).Draw(t, "n")
	value := rapid.Custom(func(t *rapid.T) float64 {
		if rapid.Bool().Draw(t, "whole") {
			return float64(rapid.IntRange(-3, 3).Draw(t, "v"))
		}
		return rapid.Float64Range(-10, 10).Draw(t, "v")
	})
	p := Pairs{X: rapid.SliceOfN(value, n, n).Draw(t, "x"), Y: rapid.SliceOfN(value, n, n).Draw(t, "y")}
	if stat.SD(p.X) < 1e-3 || stat.SD(p.Y) < 1e-3 {
		t.Skip("hardly varies")
	}
	return p
}

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

func same(a, b stat.Maybe, tolerance float64) bool {
	return a.OK == b.OK && near(a.Value, b.Value, tolerance)
}

func TestEstimatesAreSymmetric(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPairs(t, 4, 40)
		q := Pairs{X: p.Y, Y: p.X}
		if !same(p.Pearson().Value, q.Pearson().Value, 1e-12) || !same(p.Spearman().Value, q.Spearman().Value, 1e-12) {
			t.Fatalf("r %v and %v, rho %v and %v", p.Pearson(), q.Pearson(), p.Spearman(), q.Spearman())
		}
		if a, b := p.Kendall(), q.Kendall(); a.S != b.S || !same(a.Tau, b.Tau, 1e-12) || !same(a.P, b.P, 1e-12) {
			t.Fatalf("tau %+v and %+v", a, b)
		}
		if !near(p.Effective().Size, q.Effective().Size, 1e-8) {
			t.Fatalf("N_eff %v and %v", p.Effective().Size, q.Effective().Size)
		}
		if p.Shift() != q.Shift() {
			t.Fatalf("shift %+v and %+v", p.Shift(), q.Shift())
		}
	})
}

func TestEstimatesIgnoreLevelAndScale(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPairs(t, 4, 40)
		level, scale := rapid.Float64Range(-1000, 1000).Draw(t, "level"), rapid.Float64Range(0.01, 100).Draw(t, "scale")
		q := Pairs{X: make([]float64, p.N()), Y: p.Y}
		for i, v := range p.X {
			q.X[i] = level - scale*v
		}
		if a, b := p.Pearson(), q.Pearson(); !near(a.Value.Value, -b.Value.Value, 1e-7) {
			t.Fatalf("r %v and %v", a.Value, b.Value)
		}
		if a, b := p.Effective().Size, q.Effective().Size; !near(a, b, 1e-4*a) {
			t.Fatalf("N_eff %v and %v", a, b)
		}
	})
}

func TestKendallCountsLikeTheDefinition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPairs(t, 2, 60)
		var s int64
		for i := range p.X {
			for j := range i {
				s += int64(cmp.Compare(p.X[i], p.X[j]) * cmp.Compare(p.Y[i], p.Y[j]))
			}
		}
		if got := p.Kendall().S; got != s {
			t.Fatalf("S = %d, counted %d", got, s)
		}
	})
}

func TestCCFMirrors(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPairs(t, 6, 50)
		lags := rapid.IntRange(0, 5).Draw(t, "lags")
		a, err := p.CCF(lags)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Pairs{X: p.Y, Y: p.X}.CCF(lags)
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range a.Lags {
			if mirror := b.Lags[len(b.Lags)-1-i]; mirror.Lag != -l.Lag || !near(mirror.R, l.R, 1e-10) {
				t.Fatalf("lag %d: %g, mirrored %g", l.Lag, l.R, mirror.R)
			}
		}
		if !near(a.Lags[lags].R, p.Pearson().Value.Value, 1e-10) {
			t.Fatalf("lag 0 is %g, r is %g", a.Lags[lags].R, p.Pearson().Value.Value)
		}
	})
}

func TestPermuteApproachesTheExactP(t *testing.T) {
	t.Parallel()
	// reference corr.permutation_exact: 20238 of 40320; the standard error of 20,000 draws is 0.0035.
	got := load(t, "corr_small_n.csv").Permute(20000, stattest.NewRandom(1)).P.Value
	if !near(got, 0.5019345238095239, 0.012) {
		t.Errorf("got %g", got)
	}
}

func TestTheSameSeedGivesTheSameP(t *testing.T) {
	t.Parallel()
	p := load(t, "corr_autocorr.csv")
	a, errA := p.MaxCCF(10, 199, stattest.NewRandom(9))
	b, errB := p.MaxCCF(10, 199, stattest.NewRandom(9))
	if errA != nil || errB != nil || a != b {
		t.Errorf("%+v %v, %+v %v", a, errA, b, errB)
	}
	if a.Lag != 0 || !stattest.Within(a.R, 0.24139888543512492, "A") { // reference ccf.raw: the largest is at lag 0
		t.Errorf("got %+v", a.Lagged)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	random := stattest.NewRandom(2)
	p := Pairs{X: random.AR1(30, 0), Y: random.AR1(30, 0)}
	for name, call := range map[string]func() error{
		"unequal lengths":    func() error { _, err := Complete([]float64{1}, nil); return err },
		"infinite":           func() error { _, err := Complete([]float64{1, math.Inf(1)}, []float64{1, 2}); return err },
		"lag beyond":         func() error { _, err := p.CCF(30); return err },
		"negative lag":       func() error { _, err := p.CCF(-1); return err },
		"no draws":           func() error { _, err := p.MaxCCF(2, 0, random); return err },
		"order beyond":       func() error { _, err := p.Prewhitened(28, 5); return err },
		"rolling unequal":    func() error { _, err := Rolling(p.X, p.Y[1:], 10, 8); return err },
		"rolling narrow":     func() error { _, err := Rolling(p.X, p.Y, 3, 3); return err },
		"rolling least":      func() error { _, err := Rolling(p.X, p.Y, 10, 11); return err },
		"portmanteau lag 0":  func() error { _, err := LjungBox(p.X, 0); return err },
		"acf of a constant":  func() error { _, err := ACF([]float64{2, 2, 2}, 1); return err },
		"acf of not numbers": func() error { _, err := ACF([]float64{2, math.NaN(), 2}, 1); return err },
	} {
		if call() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestSmallSamplesSayWhatIsMissing(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 2, 3, 4} {
		p := Pairs{X: []float64{1, 2, 4, 3}[:n], Y: []float64{2, 1, 5, 3}[:n]}
		e := p.Pearson()
		if e.Value.OK != (n >= 2) || e.T.OK != (n >= 3) || e.Lo.OK != (n >= 4) {
			t.Errorf("n = %d: %+v", n, e)
		}
		for _, m := range []stat.Maybe{e.Value, e.P, e.Lo, p.Spearman().Lo, p.Kendall().Tau, p.Effective().P, p.HAC(1).Slope.P, p.Shift().P} {
			if !m.OK && m.Reason == "" {
				t.Errorf("n = %d: missing without a reason", n)
			}
		}
	}
}

func TestVanishingVarianceIsMissingNotNaN(t *testing.T) {
	t.Parallel()
	p := Pairs{X: []float64{0, 1e-200, 0, 1e-200, 0}, Y: []float64{1, 2, 3, 5, 4}}
	e := p.Effective()
	if e.Value.OK || math.IsNaN(e.Size) || p.Shift().P.OK || p.HAC(1).Slope.P.OK {
		t.Errorf("got %+v", e)
	}
}

func TestRollingCountsMissingPairs(t *testing.T) {
	t.Parallel()
	random := stattest.NewRandom(4)
	x, y := random.AR1(20, 0), random.AR1(20, 0)
	x[7], y[8], x[9] = math.NaN(), math.NaN(), math.NaN()
	windows, err := Rolling(x, y, 10, 8)
	if err != nil {
		t.Fatal(err)
	}
	if len(windows) != 11 || windows[0].R.OK || windows[0].N != 7 || windows[0].R.Reason != "7 complete pairs, 8 needed" {
		t.Errorf("got %+v", windows[0])
	}
	if w := windows[8]; w.Index != 17 || w.N != 8 || !w.R.OK {
		t.Errorf("got %+v", w)
	}
}
