package breaks

import (
	"math"
	"testing"

	"detente/internal/analysis/stat/stattest"
)

// Expected numbers: numpy programmes, checked against R strucchange, as each case says.

func TestReferenceMeanBreaks(t *testing.T) {
	t.Parallel()
	for id, in := range map[string][2]string{"breaks.nile": {"ext_nile.csv", "flow"}, "breaks.breaks_mean": {"breaks_mean.csv", "y"},
		"breaks.breaks_none": {"breaks_none.csv", "y"}} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			c := stattest.Load(t, "timeseries.json", id)
			s := Mean(stattest.Columns(t, in[0])[in[1]])
			checkPartitions(t, c, s)
			ols, err := OLSCUSUM(s)
			if err != nil {
				t.Fatal(err)
			}
			c.Equal("ols_cusum.stat", ols.Stat.Value)
			c.Equal("ols_cusum.p", ols.P.Value)
			c.Equal("ols_cusum.argmax", float64(ols.At))
			rec, err := RecursiveCUSUM(s)
			if err != nil {
				t.Fatal(err)
			}
			c.Equal("rec_cusum.stat", rec.Stat.Value)
			c.Close("rec_cusum.p_R", rec.P.Value, "T")
			c.Equal("rec_cusum.crit05", RecursiveCritical)
			f, err := SupF(s, 0.15)
			if err != nil {
				t.Fatal(err)
			}
			c.Equal("supF.stat", f.Stat.Value)
			c.Equal("supF.at", float64(f.At))
			c.Close("supF.p_R", f.P.Value, "T")
		})
	}
}

func checkPartitions(t *testing.T, c stattest.Case, s Sample) {
	t.Helper()
	b, err := Partitions(s, 0.15, 5)
	if err != nil {
		t.Fatal(err)
	}
	c.Equal("h", float64(b.MinSegment))
	c.Equal("chosen_m", float64(b.Chosen))
	c.EqualAll("chosen", asFloats(b.Best().Breaks))
	list, _ := c.At("breaks_by_m")
	var rss, bic []float64
	for m, p := range b.ByNumber {
		rss, bic = append(rss, p.RSS), append(bic, p.BIC)
		if m == 0 {
			continue
		}
		row := c
		row.Expected = map[string]any{"breaks": list.([]any)[m-1]}
		row.EqualAll("breaks", asFloats(p.Breaks))
	}
	c.EqualAll("rss", rss)
	c.EqualAll("bic", bic)
}

func asFloats(x []int) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

func TestReferenceRegressionBreaks(t *testing.T) {
	t.Parallel()
	c := stattest.Load(t, "timeseries.json", "breaks.reg")
	columns := stattest.Columns(t, "breaks_reg.csv")
	s := Regression([][]float64{Mean(columns["y"]).Columns[0], columns["x"]}, columns["y"])
	checkPartitions(t, c, s)
	chow, err := ChowAt(s, 120)
	if err != nil {
		t.Fatal(err)
	}
	c.Equal("chow_120.F", chow.Stat.Value)
	c.EqualAll("chow_120.df", []float64{float64(chow.DF1), float64(chow.DF2)})
	c.Equal("chow_120.p", chow.P.Value)
}

func TestReferenceChanges(t *testing.T) {
	t.Parallel()
	for id, in := range map[string]struct {
		file  string
		cost  Cost
		least int
	}{"pelt.mean": {"breaks_mean.csv", MeanShift, 2}, "pelt.none": {"breaks_none.csv", MeanShift, 2},
		"pelt.meanvar": {"breaks_var.csv", MeanVarianceShift, 5}, "pelt.var": {"breaks_var.csv", VarianceShift, 5}} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			c := stattest.Load(t, "timeseries.json", id)
			y := stattest.Columns(t, in.file)["y"]
			penalty := Penalty(y, in.cost)
			if want := c.Inputs["penalty"].(float64); !stattest.Within(penalty, want, "B") {
				t.Errorf("penalty %.12g, want %.12g", penalty, want)
			}
			got, err := PELT(y, in.cost, penalty, in.least)
			if err != nil {
				t.Fatal(err)
			}
			c.EqualAll("changepoints", asFloats(got.Breaks))
			c.Equal("objective", got.Objective)
		})
	}
}

func TestReferenceVarianceChange(t *testing.T) {
	t.Parallel()
	c := stattest.Load(t, "timeseries.json", "breaks.icss")
	v, err := VarianceChange(stattest.Columns(t, "breaks_var.csv")["y"])
	if err != nil {
		t.Fatal(err)
	}
	c.Equal("IT", v.InclanTiao.Stat.Value)
	c.Equal("argmax", float64(v.InclanTiao.At))
	c.Equal("kappa1", v.Kappa1.Stat.Value)
	c.Equal("kappa2", v.Kappa2.Stat.Value)
	c.Equal("lag", float64(v.Lag))
	c.Equal("p_IT", v.InclanTiao.P.Value)
	c.Equal("p_kappa1", v.Kappa1.P.Value)
	c.Equal("p_kappa2", v.Kappa2.P.Value)
}

func TestVarianceChangesFindsTheSimulatedOnes(t *testing.T) {
	t.Parallel()
	// reference pelt.var finds 155 and 206 in the same series.
	y := stattest.Columns(t, "breaks_var.csv")["y"]
	got, err := VarianceChanges(y, 0.05)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(got)
	if len(got) != 2 || math.Abs(float64(got[0]-155)) > 5 || math.Abs(float64(got[1]-206)) > 5 {
		t.Errorf("got %v, want about 155 and 206", got)
	}
	none, err := VarianceChanges(stattest.Columns(t, "breaks_none.csv")["y"], 0.05)
	if err != nil || len(none) != 0 {
		t.Errorf("got %v, %v, want no change", none, err)
	}
	if _, err := VarianceChanges(y, 1); err == nil {
		t.Error("level 1 accepted")
	}
}
