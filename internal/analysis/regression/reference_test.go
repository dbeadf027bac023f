package regression

import (
	"fmt"
	"math"
	"testing"

	"detente/internal/analysis/stat/stattest"
)

// Expected numbers: numpy after the papers, checked against R lm, sandwich, lmtest, tseries and statsmodels, as each case says.

func TestReferenceRegressions(t *testing.T) {
	t.Parallel()
	for name, regressors := range map[string][]string{"hac_reg": {"x1", "x2"}, "hac_small": {"x1"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := stattest.Load(t, "timeseries.json", "reg."+name)
			columns := stattest.Columns(t, name+".csv")
			design := [][]float64{Ones(len(columns["y"]))}
			for _, x := range regressors {
				design = append(design, columns[x])
			}
			fit, err := New(design, columns["y"])
			if err != nil {
				t.Fatal(err)
			}
			checkCovariances(c, fit)
			checkBandwidth(c, fit)
			checkSummary(c, fit)
			checkDiagnostics(c, fit)
		})
	}
}

func checkCovariances(c stattest.Case, fit Fit) {
	checkCoefficients(c, "ols", fit.Classical())
	for form := HC0; form <= HC3; form++ {
		checkCoefficients(c, fmt.Sprintf("HC%d", form), fit.Heteroskedastic(form))
	}
	for lag := range 9 {
		if at := fmt.Sprintf("NW_L%d", lag); c.Has(at) {
			checkCoefficients(c, at, fit.NeweyWestLarge(lag))
			checkCoefficients(c, at+"_adj", fit.NeweyWest(lag))
		}
	}
}

func checkCoefficients(c stattest.Case, at string, got []Coefficient) {
	var value, se, t, p []float64
	for _, k := range got {
		value, se, t, p = append(value, k.Value), append(se, k.SE), append(t, k.T.Value), append(p, k.P.Value)
	}
	if at != "" {
		at += "."
	}
	c.EqualAll(at+"coef", value)
	c.EqualAll(at+"se", se)
	c.EqualAll(at+"t", t)
	c.EqualAll(at+"p", p)
}

func checkBandwidth(c stattest.Case, fit Fit) {
	c.Equal("bw_NW94_noprewhite", fit.AutomaticBandwidth().Value)
	c.Equal("lag_NW94", float64(fit.AutomaticLag()))
	checkCoefficients(c, "NW_auto_noprewhite_adj", fit.NeweyWest(fit.AutomaticLag()))
	b := fit.FixedB()
	c.Equal("fixed_b_L13.L", float64(b.Lag))
	c.Equal("fixed_b_L13.b", b.B)
	c.Equal("fixed_b_L13.cv_5pct_two_sided", b.CV5)
	c.Equal("fixed_b_L13.cv_10pct_two_sided", b.CV10)
	want, _ := c.At("fixed_b_L13.reject_5pct")
	var se []float64
	for i, k := range b.Coefficients {
		se = append(se, k.SE)
		if want.([]any)[i] != b.Reject5[i] {
			panic(fmt.Sprintf("fixed-b decision %d: %v", i, b.Reject5[i]))
		}
	}
	c.EqualAll("fixed_b_L13.se", se)
}

func checkSummary(c stattest.Case, fit Fit) {
	s := fit.Summary()
	c.Equal("fit.n", float64(s.N))
	c.Equal("fit.k", float64(s.K))
	c.Equal("fit.L_rule", float64(RuleLag(s.N)))
	c.Equal("fit.r2", s.R2.Value)
	c.Equal("fit.adj_r2", s.AdjR2.Value)
	c.Equal("fit.sigma", s.Sigma.Value)
	c.Equal("fit.F", s.F.Stat.Value)
	c.Equal("fit.F_p", s.F.P.Value)
	c.Equal("fit.loglik", s.LogLik.Value)
	c.Equal("fit.aic_R", s.AIC.Value)
	c.Equal("fit.bic_R", s.BIC.Value)
	c.Equal("fit.dw", s.DW.Value)
}

func checkDiagnostics(c stattest.Case, fit Fit) {
	d := fit.Diagnostics()
	for at, got := range map[string]Test{"breusch_godfrey4": d.BreuschGodfrey, "breusch_pagan_koenker": d.BreuschPagan,
		"jarque_bera": d.JarqueBera, "arch_lm5": d.ARCH} {
		c.Equal(at+".stat", got.Stat.Value)
		c.Equal(at+".p", got.P.Value)
	}
}

func TestReferenceEventDays(t *testing.T) {
	t.Parallel()
	for name, count := range map[string]bool{"indicator": false, "count": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := stattest.Load(t, "event_study.json", "es.calendar_dummy."+name)
			series, events := stattest.Columns(t, "es_single_series.csv"), stattest.Columns(t, "es_single_events.csv")
			var days []int
			for _, day := range events["t"] {
				days = append(days, int(day))
			}
			dummy, err := Dummy(len(series["ret"]), days, [2]int{0, 1}, count)
			if err != nil {
				t.Fatal(err)
			}
			got, err := OnEventDays(series["ret"], [][]float64{series["ctrl"]}, dummy, RuleLag(len(dummy)))
			if err != nil {
				t.Fatal(err)
			}
			checkCoefficients(c, "", got.Coefficients)
			c.Equal("T", float64(got.N))
			c.Equal("lag", float64(got.Lag))
			c.Equal("n_event_days", float64(got.Days))
		})
	}
}

func TestAPerfectFitHasNoTests(t *testing.T) {
	t.Parallel()
	x := []float64{1, 2, 4, 8, 16, 32}
	y := make([]float64, len(x))
	for i := range x {
		y[i] = 3 - 2*x[i]
	}
	fit, err := New([][]float64{Ones(6), x}, y)
	if err != nil {
		t.Fatal(err)
	}
	if s := fit.Summary(); s.F.P.OK || s.R2.OK || s.DW.OK {
		t.Errorf("got %+v", s)
	}
	for _, list := range [][]Coefficient{fit.Classical(), fit.NeweyWest(2), fit.Heteroskedastic(HC3), fit.FixedB().Coefficients} {
		for _, c := range list {
			if c.T.OK || c.P.OK || c.Lo.OK || c.T.Reason == "" {
				t.Errorf("got %+v", c)
			}
		}
	}
	d := fit.Diagnostics()
	if d.ARCH.P.OK || d.BreuschGodfrey.P.OK || d.BreuschPagan.P.OK || d.JarqueBera.P.OK {
		t.Errorf("got %+v", d)
	}
}

func TestLeverageSumsToTheColumns(t *testing.T) {
	t.Parallel()
	x := []float64{1, 2, 4, 8, 16, 32}
	fit, err := New([][]float64{Ones(6), x}, []float64{1, 0, 3, 2, 7, 5})
	if err != nil {
		t.Fatal(err)
	}
	var sum float64
	for _, h := range fit.Leverage() {
		sum += h
	}
	if math.Abs(sum-2) > 1e-12 {
		t.Errorf("got %g, want 2", sum)
	}
}
