package regression

import (
	"fmt"
	"strings"
	"testing"

	"detente/internal/analysis/stat/stattest"
)

func TestReferenceGranger(t *testing.T) {
	t.Parallel()
	c := stattest.Load(t, "timeseries.json", "granger.sim")
	columns := stattest.Columns(t, "granger_sim.csv")
	for lag := 1; lag <= 4; lag++ {
		checkGranger(t, c, fmt.Sprintf("lag%d.x_causes_y", lag), columns["y"], columns["x"], lag)
		checkGranger(t, c, fmt.Sprintf("lag%d.y_causes_x", lag), columns["x"], columns["y"], lag)
	}
}

func checkGranger(t *testing.T, c stattest.Case, at string, y, x []float64, lag int) {
	t.Helper()
	g, err := HelpsPredict(y, x, lag)
	if err != nil {
		t.Fatal(err)
	}
	c.Equal(at+".F", g.Stat.Value)
	c.Equal(at+".df1", float64(g.DF1))
	c.Equal(at+".df2", float64(g.DF2))
	c.Equal(at+".p", g.P.Value)
	c.Equal(at+".rss_r", g.RSSRestricted)
	c.Equal(at+".rss_u", g.RSSFull)
	c.Equal(at+".T", float64(g.Rows))
}

func TestThurmanFisherChickenOrEgg(t *testing.T) {
	t.Parallel()
	// Thurman and Fisher (1988): at three lags eggs help to predict chickens, not the reverse.
	c := stattest.Load(t, "timeseries.json", "granger.published.chickegg")
	columns := stattest.Columns(t, "ext_chickegg.csv")
	checkGranger(t, c, "chicken_causes_egg", columns["egg"], columns["chicken"], 3)
	checkGranger(t, c, "egg_causes_chicken", columns["chicken"], columns["egg"], 3)
}

func TestReferenceLagChoice(t *testing.T) {
	t.Parallel()
	c := stattest.Load(t, "timeseries.json", "granger.lag_choice")
	columns := stattest.Columns(t, "granger_sim.csv")
	got, err := ChooseLag(columns["y"], columns["x"], 8)
	if err != nil {
		t.Fatal(err)
	}
	c.EqualAll("AIC", got.AIC)
	c.EqualAll("BIC", got.BIC)
	c.Equal("best_AIC", float64(got.ByAIC))
	c.Equal("best_BIC", float64(got.ByBIC))
}

func TestReferenceProjections(t *testing.T) {
	t.Parallel()
	for name, cumulative := range map[string]bool{"cumulative": true, "level_return": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := stattest.Load(t, "timeseries.json", "lp."+name)
			columns := stattest.Columns(t, "lp_sim.csv")
			q := Projection{Return: columns["ret"], Shock: columns["shock"], Control: columns["ctrl"], Lags: 4, Horizon: 10, Cumulative: cumulative}
			path, err := q.Run()
			if err != nil {
				t.Fatal(err)
			}
			list, _ := c.At("horizons")
			for h, want := range list.([]any) {
				row := c
				row.Expected = want.(map[string]any)
				checkResponse(row, path[h])
			}
		})
	}
}

func checkResponse(c stattest.Case, r Response) {
	c.Equal("h", float64(r.Horizon))
	c.Equal("b", r.NeweyWest.Value)
	c.Equal("se", r.NeweyWest.SE)
	c.Equal("t", r.NeweyWest.T.Value)
	c.Equal("p", r.NeweyWest.P.Value)
	c.Equal("T", float64(r.Rows))
	c.Equal("L", float64(r.Lag))
	c.Equal("df", float64(r.NeweyWest.DF))
	c.EqualAll("ci90", []float64{r.Lo90.Value, r.Hi90.Value})
	c.EqualAll("ci95", []float64{r.NeweyWest.Lo.Value, r.NeweyWest.Hi.Value})
	c.Equal("se_hc1", r.HC1.SE)
}

func TestReferenceUnitRoots(t *testing.T) {
	t.Parallel()
	c := stattest.Load(t, "timeseries.json", "unitroot")
	for name, x := range stattest.Columns(t, "rw_levels.csv") {
		fixed, err := DickeyFuller(x, 4)
		if err != nil {
			t.Fatal(err)
		}
		c.Equal(name+".adf_c_lag4.stat", fixed.Stat.Value)
		c.Equal(name+".adf_c_lag4.nobs", float64(fixed.Rows))
		c.Close(name+".adf_c_lag4.p_mackinnon", fixed.P.Value, "T")
		c.Equal(name+".adf_c_lag4.crit.1%", fixed.Crit1)
		c.Equal(name+".adf_c_lag4.crit.5%", fixed.Crit5)
		c.Equal(name+".adf_c_lag4.crit.10%", fixed.Crit10)
		chosen, err := DickeyFullerAIC(x, 12)
		if err != nil {
			t.Fatal(err)
		}
		c.Equal(name+".adf_c_aic12.stat", chosen.Stat.Value)
		c.Equal(name+".adf_c_aic12.lag", float64(chosen.Lag))
		c.Close(name+".adf_c_aic12.p", chosen.P.Value, "T")
		level, err := Stationarity(x)
		if err != nil {
			t.Fatal(err)
		}
		c.Equal(name+".kpss_level.stat", level.Stat.Value)
		c.Equal(name+".kpss_level.lag", float64(level.Lag))
		c.Close(name+".kpss_level.p_table", level.P.Value, "T")
	}
}

func TestGrangerWithTooFewRowsIsMissing(t *testing.T) {
	t.Parallel()
	// reference edge.granger_short: T = 8 observations with p = 4 lags leave no degrees of freedom.
	y, x := []float64{1, 3, 2, 5, 4, 6, 8, 7}, []float64{2, 1, 4, 3, 6, 5, 7, 9}
	g, err := HelpsPredict(y, x, 4)
	if err != nil || g.Stat.OK || !strings.Contains(g.Stat.Reason, "degrees of freedom") {
		t.Errorf("got %+v, %v", g, err)
	}
}

// Expected from R 4.2 on granger_sim.csv, two lags: sandwich 3.0 vcovHC(lm(y ~ own lags + other lags), type = "HC3"), b' V^-1 b / 2.
func TestGrangerWithRobustErrors(t *testing.T) {
	t.Parallel()
	columns := stattest.Columns(t, "granger_sim.csv")
	for _, tt := range []struct {
		y, x string
		f, p float64
	}{{"y", "x", 48.0262205647228, 2.18672387885985e-19}, {"x", "y", 0.109949171772974, 0.895907217841369}} {
		g, err := HelpsPredict(columns[tt.y], columns[tt.x], 2)
		if err != nil {
			t.Fatal(err)
		}
		if !near(g.Robust.Stat.Value, tt.f, 1e-9) || !near(g.Robust.P.Value, tt.p, 1e-8) {
			t.Errorf("%s from %s: F %.15g, p %.15g; want %.15g, %.15g", tt.y, tt.x, g.Robust.Stat.Value, g.Robust.P.Value, tt.f, tt.p)
		}
	}
}
