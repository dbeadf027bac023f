package analysis_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"detente/internal/analysis"
	"detente/internal/analysis/correlation"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/testkit"
)

func correlated(t testing.TB, in analysis.CorrelateInput) analysis.CorrelateReport {
	t.Helper()
	r, err := analysis.Correlate(in)
	if err != nil {
		t.Fatal(err)
	}
	checkWritten(t, r, r.Text(), r.Tables(), r.Warnings)
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var written map[string]any
	if err := json.Unmarshal(raw, &written); err != nil {
		t.Fatal(err)
	}
	for _, path := range unexplained(written, "", r.Reason != "") {
		t.Errorf("%s is null without a reason", path)
	}
	return r
}

// unexplained lists the nulls of a report beside or above which no reason stands. What was not asked for is null without one.
func unexplained(v any, path string, explained bool) (found []string) {
	switch v := v.(type) {
	case map[string]any:
		for key := range v {
			explained = explained || (strings.HasSuffix(key, "reason") && v[key] != "")
		}
		for key, one := range v {
			if !slices.Contains([]string{"half_life", "control", "as_of", "selection", "ci_bootstrap"}, key) {
				found = append(found, unexplained(one, path+"."+key, explained)...)
			}
		}
	case []any:
		for _, one := range v {
			found = append(found, unexplained(one, path+"[]", explained)...)
		}
	case nil:
		if !explained {
			found = append(found, path)
		}
	}
	return found
}

// Windows in which nothing happened have no correlation, and say why.
func TestWindowsWithoutEventsSayWhy(t *testing.T) {
	t.Parallel()
	in := calmCorrelation()
	in.Question.Window = 20
	in.Timeline = slices.DeleteFunc(slices.Clone(in.Timeline), func(e event.Event) bool {
		return e.OccurredAt.Before(in.Fixings[250].Set.UTC()) && e.OccurredAt.After(in.Fixings[200].Set.UTC())
	})
	got := correlated(t, in)
	missing := 0
	for _, w := range got.Rolling {
		if !w.R.OK {
			missing++
		}
	}
	if missing == 0 || missing == len(got.Rolling) {
		t.Errorf("%d of %d windows have no correlation", missing, len(got.Rolling))
	}
}

// corr.corr_sparse_index of shared/reference: the index there becomes Goldstein values here, the other column returns.
func TestCorrelateAgainstReference(t *testing.T) {
	t.Parallel()
	var want struct {
		Pearson struct {
			R, P float64
			CI   [2]float64 `json:"ci95"`
		}
		Spearman struct {
			Rho float64
			P   float64 `json:"p_t"`
		}
		Kendall struct {
			Tau float64 `json:"tau_b"`
			P   float64 `json:"p_asymptotic"`
		}
		Neff struct{ Neff, P float64 }
	}
	testkit.Decode(t, testkit.ReferenceCase(t, "correlation.json", "corr.corr_sparse_index").Expected, &want)
	in := referencePairs(t, "corr_sparse_index.csv")
	got := correlated(t, in)
	if got.N != 500 {
		t.Fatalf("%d pairs, want 500", got.N)
	}
	near(t, "r", got.Pearson.R.Value, want.Pearson.R, 1e-8)
	near(t, "p", got.Pearson.P.Value, want.Pearson.P, 1e-7)
	near(t, "lo", got.Pearson.CI[0].Value, want.Pearson.CI[0], 1e-8)
	near(t, "n_eff", got.Pearson.NEff.Value, want.Neff.Neff, 1e-7)
	near(t, "p_neff", got.Pearson.PEff.Value, want.Neff.P, 1e-7)
	near(t, "rho", got.Spearman.Rho.Value, want.Spearman.Rho, 1e-8)
	near(t, "p of rho", got.Spearman.P.Value, want.Spearman.P, 1e-7)
	near(t, "tau", got.Kendall.Tau.Value, want.Kendall.Tau, 1e-8)
	near(t, "p of tau", got.Kendall.P.Value, want.Kendall.P, 1e-7)
}

// referencePairs makes fixings whose returns are y and events whose flow is x, day by day.
func referencePairs(t testing.TB, file string) analysis.CorrelateInput {
	t.Helper()
	var days []civil.Date
	var y []float64
	in := analysis.CorrelateInput{Question: analysis.DefaultCorrelate(testSeries), Series: fx.Series{ID: testSeries, Kind: fx.KindCandle}}
	rows := testkit.SharedCSV(t, "reference", "data", file)
	xAt, yAt := slices.Index(rows[0], "x"), slices.Index(rows[0], "y")
	day := civil.MustParse("2015-01-01")
	for i, row := range rows[1:] {
		days = append(days, day.AddDays(i))
		y = append(y, number(t, row[yAt]))
		x := number(t, row[xAt])
		for part := 0; x != 0; part++ {
			piece := max(-10, min(10, x))
			in.Timeline = append(in.Timeline, happening(fmt.Sprintf("e%d-%d", i, part), day.AddDays(i), -piece))
			x -= piece
		}
	}
	in.Fixings = fromReturns(testSeries, days, y)
	in.Question.Selection.From, in.Question.Selection.To = days[0], days[len(days)-1]
	return in
}

func TestCorrelateFindsWhoLeads(t *testing.T) {
	t.Parallel()
	in := calmCorrelation()
	for i := range in.Timeline { // two fixings after each event the rate jumps
		at, _ := slices.BinarySearchFunc(in.Fixings, in.Timeline[i].Day(), func(f fx.Fixing, d civil.Date) int { return f.Set.Compare(d) })
		for j := at + 2; j < len(in.Fixings); j++ {
			in.Fixings[j].Value.Unscaled = in.Fixings[j].Value.Unscaled * 105 / 100
		}
	}
	in.Question.Selection.To = in.Fixings[len(in.Fixings)-1].Set
	got := correlated(t, in)
	if *got.CCFMax.Lag != 2 || got.CCFMax.R.Value < 0.3 || !strings.Contains(got.LagMeaning, "tension leads") {
		t.Errorf("largest at %d, r %v: planted two fixings after", *got.CCFMax.Lag, got.CCFMax.R)
	}
	p := got.Granger
	if !(p.TensionToRate.P.Value < 1e-6) || !(p.RateToTension.P.Value > 0.01) {
		t.Errorf("Granger %v and %v", p.TensionToRate, p.RateToTension)
	}
	if h := got.Projection[2]; !(h.Lo95.Value > 0) || math.Abs(h.Beta*5-100*math.Log(1.05)) > 2 {
		t.Errorf("response after two fixings %+v, planted %.2f a point", h, 100*math.Log(1.05)/5)
	}
}

func TestLevelsAreRefused(t *testing.T) {
	t.Parallel()
	in := calmCorrelation()
	in.Question.Target = analysis.TargetLevel
	got := correlated(t, in)
	if got.Reason == "" || got.Pearson.R.OK || len(got.CCF) > 0 || len(got.Rolling) > 0 || len(got.Projection) > 0 || got.OLS.R2.OK || !got.Stationary.Target.ADFP.OK {
		t.Errorf("a level with a unit root was correlated: %+v", got.Pearson)
	}
}

// edge.all_zero_tension, edge.constant_x and short samples: null with a reason, never NaN.
func TestCorrelateEdges(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*analysis.CorrelateInput){
		"no event":      func(in *analysis.CorrelateInput) { in.Timeline = nil },
		"zero tension":  zeroTension,
		"constant rate": constantRate,
		"three pairs":   func(in *analysis.CorrelateInput) { in.Question.Selection.To = in.Fixings[152].Set },
		"beyond the end": func(in *analysis.CorrelateInput) {
			in.Question.Selection.From = in.Fixings[len(in.Fixings)-1].Set.AddDays(9)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := calmCorrelation()
			change(&in)
			if got := correlated(t, in); got.Pearson.R.OK || got.Conclusion == "" {
				t.Errorf("r = %v", got.Pearson.R)
			}
		})
	}
}

func zeroTension(in *analysis.CorrelateInput) {
	for i := range in.Timeline {
		in.Timeline[i].Goldstein = 0
	}
}

func constantRate(in *analysis.CorrelateInput) {
	for i := range in.Fixings {
		in.Fixings[i].Value = fx.MustRate("70")
	}
}

func TestEveryTargetAndTension(t *testing.T) {
	t.Parallel()
	for _, target := range []string{analysis.TargetReturn, analysis.TargetAbsReturn, analysis.TargetVolatility} {
		for _, side := range []string{analysis.TensionFlow, analysis.TensionStock} {
			in := calmCorrelation()
			in.Question.Target, in.Question.Tension = target, side
			a, b := correlated(t, in), correlated(t, in)
			if !a.Pearson.R.OK || a.CCFMax.PPermutation != b.CCFMax.PPermutation || a.Pearson.Boot != b.Pearson.Boot {
				t.Errorf("%s, %s: r %v, or two runs differ", target, side, a.Pearson.R)
			}
			if len(a.CCF) != 41 || a.HalfLife.OK != (side == analysis.TensionStock) {
				t.Errorf("%s, %s: %d lags, half-life %v", target, side, len(a.CCF), a.HalfLife)
			}
		}
	}
}

func TestPeriodsSplitAtBreaks(t *testing.T) {
	t.Parallel()
	in := calmCorrelation()
	at := in.Fixings[700].Set
	in.Breaks = []fx.Break{{Date: at, What: "another rule"}, {Series: "cbr:EURRUB", Date: in.Fixings[800].Set, What: "not ours"}}
	got := correlated(t, in)
	if len(got.Periods) != 2 || got.Periods[1].From != at || got.Periods[0].To != at.AddDays(-1) || got.Periods[0].N+got.Periods[1].N != got.N {
		t.Fatalf("periods %+v of %d pairs", got.Periods, got.N)
	}
	first := correlation.Pairs{X: got.Scatter.Target[:got.Periods[0].N], Y: got.Scatter.Tension[:got.Periods[0].N]}
	near(t, "r of the first period", got.Periods[0].Pearson.R.Value, first.Pearson().Value.Value, 1e-12)
}

func TestCorrelateRefusesParametersOutOfRange(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*analysis.CorrelateInput){
		"target \"x\"":    func(in *analysis.CorrelateInput) { in.Question.Target = "x" },
		"tension \"x\"":   func(in *analysis.CorrelateInput) { in.Question.Tension = "x" },
		"half-life 0":     func(in *analysis.CorrelateInput) { in.Question.HalfLife = 0 },
		"half-life NaN":   func(in *analysis.CorrelateInput) { in.Question.HalfLife = math.NaN() },
		"max-lag 0":       func(in *analysis.CorrelateInput) { in.Question.MaxLag = 0 },
		"window 3":        func(in *analysis.CorrelateInput) { in.Question.Window = 3 },
		"horizon -1":      func(in *analysis.CorrelateInput) { in.Question.Horizon = -1 },
		"permutations 0":  func(in *analysis.CorrelateInput) { in.Question.Draws = 0 },
		"is draft":        func(in *analysis.CorrelateInput) { in.Timeline[0].Status = event.StatusDraft },
		"control cbr:EUR": func(in *analysis.CorrelateInput) { in.Question.Control = "cbr:EURRUB" },
	} {
		in := calmCorrelation()
		change(&in)
		_, err := analysis.Correlate(in)
		if !errors.Is(err, analysis.ErrInvalid) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
