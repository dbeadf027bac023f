package correlation

import (
	"math"
	"testing"

	"detente/internal/analysis/stat"
	"detente/internal/analysis/stat/stattest"
)

// Expected numbers: numpy after the papers, checked against R cor.test, scipy and sandwich, as each case says.

func load(t *testing.T, file string) Pairs {
	t.Helper()
	columns := stattest.Columns(t, file)
	p, err := Complete(columns["x"], columns["y"])
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestReferenceCorrelations(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"corr_small_n", "corr_ties", "corr_autocorr", "corr_missing", "corr_perfect", "corr_n3", "corr_offset",
		"corr_sparse_index"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := stattest.Load(t, "correlation.json", "corr."+name)
			if name == "corr_offset" { // as the case's note asks
				c.Tol = "loose"
			}
			p := load(t, name+".csv")
			c.Equal("n", float64(p.N()))
			c.Equal("dropped_pairs", float64(p.Dropped))
			checkEstimate(t, c, "pearson", "r", "p", "ci95", p.Pearson())
			checkEstimate(t, c, "spearman", "rho", "p_t", "ci95_bonett_wright", p.Spearman())
			checkKendall(t, c, p.Kendall())
			checkRobust(t, c, p)
		})
	}
}

func checkEstimate(t *testing.T, c stattest.Case, at, value, pValue, interval string, e Estimate) {
	t.Helper()
	c.Equal(at+"."+value, e.Value.Value)
	checkMaybe(t, c, at+".t", e.T)
	c.Equal(at+".df", e.DF)
	checkMaybe(t, c, at+"."+pValue, e.P)
	if c.Has(at + "." + interval) {
		c.EqualAll(at+"."+interval, []float64{e.Lo.Value, e.Hi.Value})
	} else if e.Lo.OK || e.Hi.OK {
		t.Errorf("%s: interval %v %v, want none", at, e.Lo, e.Hi)
	}
}

func checkMaybe(t *testing.T, c stattest.Case, path string, m stat.Maybe) {
	t.Helper()
	if c.Has(path) != m.OK {
		t.Errorf("%s: got %+v", path, m)
	} else if m.OK {
		c.Equal(path, m.Value)
	}
}

func checkKendall(t *testing.T, c stattest.Case, k Rank) {
	t.Helper()
	c.Equal("kendall.S", float64(k.S))
	c.Equal("kendall.tau_b", k.Tau.Value)
	c.Equal("kendall.var_S", k.Var)
	c.Equal("kendall.z", k.Z.Value)
	c.Equal("kendall.p_asymptotic", k.PNormal.Value)
	checkMaybe(t, c, "kendall.p_exact", k.PExact)
	if c.Has("kendall.ci95_fieller") {
		c.EqualAll("kendall.ci95_fieller", []float64{k.Lo.Value, k.Hi.Value})
	} else if k.Lo.OK {
		t.Errorf("kendall interval %v", k.Lo)
	}
}

func checkRobust(t *testing.T, c stattest.Case, p Pairs) {
	t.Helper()
	if !c.Has("neff") {
		return
	}
	e := p.Effective()
	c.Equal("neff.K", float64(e.Lags))
	c.Equal("neff.denominator", e.Denominator)
	c.Equal("neff.neff_raw", e.Raw)
	c.Equal("neff.neff", e.Size)
	c.Equal("neff.neff_ar1", e.SizeAR1)
	c.Equal("neff.r1x", e.FirstX)
	c.Equal("neff.r1y", e.FirstY)
	c.Equal("neff.t", e.T.Value)
	c.Equal("neff.df", e.DF)
	c.Equal("neff.p", e.P.Value)
	c.EqualAll("neff.ci95", []float64{e.Lo.Value, e.Hi.Value})
	s := p.Shift()
	c.Equal("circular_shift.count", float64(s.Extreme))
	c.Equal("circular_shift.p", s.P.Value)
	c.Equal("nw_default_lag", float64(RuleLag(p.N())))
	for name, lag := range map[string]int{"L0": 0, "L4": 4, "L8": 8} {
		at, h := "hac."+name, p.HAC(lag)
		c.Equal(at+".slope", h.Slope.Value.Value)
		c.Equal(at+".slope_se", h.SlopeSE)
		c.Equal(at+".slope_t", h.Slope.T.Value)
		c.Equal(at+".slope_p", h.Slope.P.Value)
		c.Equal(at+".delta_se_r", h.SE)
		c.Equal(at+".delta_z", h.Delta.T.Value)
		c.Equal(at+".delta_p", h.Delta.P.Value)
		c.EqualAll(at+".delta_ci95", []float64{h.Delta.Lo.Value, h.Delta.Hi.Value})
	}
}

func TestReferencePermutation(t *testing.T) {
	t.Parallel()
	c := stattest.Load(t, "correlation.json", "corr.permutation_exact")
	got := load(t, "corr_small_n.csv").Permutation()
	c.Equal("count", float64(got.Extreme))
	c.Equal("total", float64(got.Total))
	c.Equal("p", got.P.Value)
}

func TestHollanderWolfeTuna(t *testing.T) {
	t.Parallel()
	// Hollander and Wolfe (1973): T = 26 concordant pairs; R cor.test(exact = TRUE): p = 0.1194389329805996.
	p := Pairs{X: []float64{44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1}, Y: []float64{2.6, 3.1, 2.5, 5, 3.6, 4, 5.2, 2.8, 3.8}}
	k := p.Kendall()
	if k.S != 16 || !stattest.Within(k.PExact.Value, 0.11943893298059964, "A") || k.P != k.PExact {
		t.Errorf("got %+v", k)
	}
	if rho := p.Spearman().Value.Value; !stattest.Within(rho, 0.6, "A") {
		t.Errorf("rho %g, want 0.6", rho)
	}
	c := stattest.Load(t, "correlation.json", "corr.published.tuna")
	c.Equal("kendall.z", k.Z.Value)
	c.Equal("kendall.p_asymptotic", k.PNormal.Value)
	c.EqualAll("kendall.ci95_fieller", []float64{k.Lo.Value, k.Hi.Value})
}

func TestConstantSeriesHaveNoCorrelation(t *testing.T) {
	t.Parallel()
	p := load(t, "corr_constant.csv")
	for name, m := range map[string]stat.Maybe{"pearson": p.Pearson().Value, "spearman": p.Spearman().Value, "kendall": p.Kendall().Tau,
		"effective": p.Effective().Value, "shift": p.Shift().P, "permutation": p.Permutation().P, "hac": p.HAC(4).Slope.P} {
		if m.OK || m.Reason != zeroVariance {
			t.Errorf("%s: got %+v, want none for zero variance", name, m)
		}
	}
	if _, err := p.CCF(2); err == nil {
		t.Error("cross-correlation of a constant")
	}
}

// R 4.3 on these 60 pairs: a <- rank(x); b <- rank(y); r <- cor(a, b); acf(a), acf(b) to lag 12 in the formula of N_eff; pt() with N_eff;
// abs(cor(a, b rotated)) >= abs(r) - 1e-12 counted over all 59 rotations; the interval with N_eff in place of n.
func TestReferenceRanksThatAllowForMemory(t *testing.T) {
	t.Parallel()
	var x, y []float64
	for i := 1; i <= 60; i++ {
		x = append(x, math.Round(10*(float64(i*37%23)+6*math.Sin(float64(i)/5)))/10)
		v := max(0, float64(i*11%7)-4)
		if i%20 < 6 {
			v += 2
		}
		y = append(y, v)
	}
	p, err := Complete(x, y)
	if err != nil {
		t.Fatal(err)
	}
	e := p.EffectiveRanks()
	for name, pair := range map[string][2]float64{
		"rho": {e.Value.Value, -0.0232377930044947}, "n_eff": {e.Size, 41.0680694320531003}, "p": {e.P.Value, 0.8852322200121450},
		"lo": {e.Lo.Value, -0.3283240139273829}, "hi": {e.Hi.Value, 0.2862388874441036}, "p_shift": {p.Ranks().Shift().P.Value, 49.0 / 60},
	} {
		if math.Abs(pair[0]-pair[1]) > 1e-10 {
			t.Errorf("%s: got %.15g, R has %.15g", name, pair[0], pair[1])
		}
	}
}
