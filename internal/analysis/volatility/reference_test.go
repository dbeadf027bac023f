package volatility

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"detente/internal/analysis/stat"
	"detente/internal/analysis/stat/stattest"
)

// Expected numbers: numpy after the papers, checked against pandas and fGarch, as each case says.

func TestReferenceVolatility(t *testing.T) {
	t.Parallel()
	c := stattest.Load(t, "timeseries.json", "vol.basic")
	returns := stattest.Columns(t, "garch_sim.csv")["ret"]
	e, err := Weighted(returns, 0.94, 20)
	if err != nil {
		t.Fatal(err)
	}
	if e.Variance[19].OK {
		t.Errorf("a value at 19: %v", e.Variance[19])
	}
	for _, at := range []int{20, 21, 100, 1499} {
		c.Equal("ewma_var_at."+strconv.Itoa(at), e.Variance[at].Value)
	}
	c.Equal("ewma_var_next", e.Next)
	c.Equal("ewma_vol_ann_next", Annual(e.Next, 252))
	zero, err := Realised(returns, 22, 252, ZeroMean)
	if err != nil {
		t.Fatal(err)
	}
	if zero[20].OK {
		t.Errorf("a value at 20: %v", zero[20])
	}
	c.Equal("rv22_at_21", zero[21].Value)
	c.Equal("rv22_last", zero[len(zero)-1].Value)
	sample, err := Realised(returns, 22, 252, Sample)
	if err != nil {
		t.Fatal(err)
	}
	c.Equal("sd22_last", sample[len(sample)-1].Value)
}

func TestReferenceRanges(t *testing.T) {
	t.Parallel()
	c := stattest.Load(t, "timeseries.json", "vol.range")
	columns := stattest.Columns(t, "ohlc.csv")
	var bars []Bar
	for i := range columns["open"] {
		bars = append(bars, Bar{columns["open"][i], columns["high"][i], columns["low"][i], columns["close"][i]})
	}
	r, err := FromRanges(bars)
	if err != nil {
		t.Fatal(err)
	}
	c.Equal("parkinson_var", r.Parkinson)
	c.Equal("parkinson_vol_ann", Annual(r.Parkinson, 252))
	c.Equal("garman_klass_var", r.GarmanKlass)
	c.Equal("rogers_satchell_var", r.RogersSatchell)
	c.Equal("yang_zhang_var", r.YangZhang.Value)
	c.Equal("close_close_var", r.CloseClose.Value)
}

func TestReferenceGARCH(t *testing.T) {
	t.Parallel()
	for id, file := range map[string]string{"garch.dem2gbp": "ext_dem2gbp.csv", "garch.garch_sim": "garch_sim.csv"} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			c := stattest.Load(t, "timeseries.json", id)
			g, err := FitGARCH(stattest.Columns(t, file)["ret"])
			if err != nil {
				t.Fatal(err)
			}
			c.Equal("mu", g.Mu)
			c.Equal("omega", g.Omega)
			c.Equal("alpha", g.Alpha)
			c.Equal("beta", g.Beta)
			if want := c.Number("loglik"); math.Abs(g.LogLik-want) > 1e-7 {
				t.Errorf("log-likelihood %.10f, want %.10f", g.LogLik, want)
			}
			c.EqualAll("se_hessian", values(g.Hessian))
			c.EqualAll("se_opg", values(g.OPG))
			c.EqualAll("se_qml", values(g.QML))
			c.Equal("persistence", g.Persistence)
			c.Equal("uncond_var", g.Unconditional)
			c.Equal("next_var", g.Next)
			c.Equal("half_life", g.HalfLife.Value)
		})
	}
}

func values(m [4]stat.Maybe) []float64 {
	return []float64{m[0].Value, m[1].Value, m[2].Value, m[3].Value}
}

func TestGARCHBenchmark(t *testing.T) {
	t.Parallel()
	// Fiorentini, Calzolari and Panattoni (1996), DEM/GBP: published to six digits, wanted to 1e-5.
	g, err := FitGARCH(stattest.Columns(t, "ext_dem2gbp.csv")["ret"])
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ got, want float64 }{{g.Mu, -0.00619041}, {g.Omega, 0.0107613}, {g.Alpha, 0.153134}, {g.Beta, 0.805974},
		{g.LogLik, -1106.60788}, {g.Hessian[0].Value, 0.00846212}, {g.Hessian[1].Value, 0.00285271}, {g.Hessian[2].Value, 0.0265228},
		{g.Hessian[3].Value, 0.0335527}, {g.OPG[2].Value, 0.0139737}, {g.QML[0].Value, 0.00918935}} {
		if math.Abs(x.got-x.want) > 1.2e-5*math.Abs(x.want) {
			t.Errorf("got %.9g, published %.9g", x.got, x.want)
		}
	}
}

func TestReferenceSession(t *testing.T) {
	t.Parallel()
	c := stattest.Load(t, "alignment_records_intraday.json", "intraday.jump")
	f, err := os.Open("../../../../shared/reference/data/intraday_1m.csv")
	if err != nil {
		t.Skip("the intraday data is not in this checkout")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var returns []float64
	last := math.NaN()
	for _, row := range rows[1:] {
		if !strings.HasPrefix(row[0], "2024-02-14") {
			continue
		}
		price, err := strconv.ParseFloat(row[4], 64)
		if err != nil {
			t.Fatal(err)
		}
		if !math.IsNaN(last) {
			returns = append(returns, 100*(math.Log(price)-math.Log(last)))
		}
		last = price
	}
	s, err := FromSession(returns)
	if err != nil {
		t.Fatal(err)
	}
	c.Equal("n", float64(s.N))
	c.Equal("RV", s.Variance)
	c.Equal("BV", s.Bipower)
	c.Equal("TQ", s.Quarticity)
	c.Equal("z", s.Z.Value)
	c.Equal("p", s.P.Value)
}
