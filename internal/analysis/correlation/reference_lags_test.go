package correlation

import (
	"testing"

	"detente/internal/analysis/stat/stattest"
)

func TestReferenceCCF(t *testing.T) {
	t.Parallel()
	c := stattest.Load(t, "correlation.json", "ccf.raw")
	p := load(t, "corr_autocorr.csv")
	acf, err := ACF(p.X, 20)
	if err != nil {
		t.Fatal(err)
	}
	c.EqualAll("acf_x", acf)
	pacf, err := PACF(p.X, 10)
	if err != nil {
		t.Fatal(err)
	}
	c.EqualAll("pacf_x_1_10", pacf)
	ccf, err := p.CCF(10)
	if err != nil {
		t.Fatal(err)
	}
	checkLags(c, ccf)
	c.Equal("bound_white", ccf.White)
	c.Equal("bound_bartlett", ccf.Bartlett)
}

func checkLags(c stattest.Case, ccf Cross) {
	var lags, values []float64
	for _, l := range ccf.Lags {
		lags = append(lags, float64(l.Lag))
		values = append(values, l.R)
	}
	c.EqualAll("lags", lags)
	c.EqualAll("ccf", values)
}

func TestReferencePrewhitened(t *testing.T) {
	t.Parallel()
	c := stattest.Load(t, "correlation.json", "ccf.prewhitened")
	w, err := load(t, "corr_autocorr.csv").Prewhitened(8, 10)
	if err != nil {
		t.Fatal(err)
	}
	c.Equal("order", float64(w.Order))
	c.EqualAll("ar", w.Coefficients)
	c.Equal("n", float64(w.N))
	checkLags(c, w.Cross)
	c.Equal("bound", w.White)
	c.EqualAll("aic_minus_min", w.AIC)
}

func TestReferencePortmanteau(t *testing.T) {
	t.Parallel()
	c := stattest.Load(t, "correlation.json", "diag.ljungbox")
	p := load(t, "corr_autocorr.csv")
	q, err := LjungBox(p.X, 10)
	if err != nil {
		t.Fatal(err)
	}
	c.Equal("Q10_x", q.Stat)
	c.Equal("p", q.P)
	b, err := BoxPierce(p.Y, 5)
	if err != nil {
		t.Fatal(err)
	}
	c.Equal("BP5_y", b.Stat)
}

func TestReferenceRolling(t *testing.T) {
	t.Parallel()
	c := stattest.Load(t, "correlation.json", "corr.rolling60")
	p := load(t, "corr_autocorr.csv")
	windows, err := Rolling(p.X, p.Y, 60, 48)
	if err != nil {
		t.Fatal(err)
	}
	c.Equal("first_index", float64(windows[0].Index))
	var values []float64
	for _, w := range windows {
		values = append(values, w.R.Value)
	}
	c.EqualAll("values", values)
	last := windows[len(windows)-1]
	c.EqualAll("ci_last", []float64{last.Lo.Value, last.Hi.Value})
}

func TestReferenceSpuriousLevels(t *testing.T) {
	t.Parallel()
	c := stattest.Load(t, "timeseries.json", "unitroot")
	levels := stattest.Columns(t, "rw_levels.csv")
	p := Pairs{X: levels["rw1"], Y: levels["rw2"]}
	e := p.Pearson()
	c.Equal("spurious.r_levels", e.Value.Value)
	c.Equal("spurious.p_levels_naive", e.P.Value)
	d := Pairs{X: differences(p.X), Y: differences(p.Y)}.Pearson()
	c.Equal("spurious.r_diff", d.Value.Value)
	c.Equal("spurious.p_diff", d.P.Value)
}

func differences(x []float64) []float64 {
	d := make([]float64, len(x)-1)
	for i := range d {
		d[i] = x[i+1] - x[i]
	}
	return d
}
