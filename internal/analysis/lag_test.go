package analysis_test

import (
	"math"
	"strings"
	"testing"

	"detente/data"
	"detente/internal/analysis"
	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
	"detente/internal/event"
	"detente/internal/fx"
)

// euro adds the embedded dollar price of the euro as a control.
func euro(t *testing.T, in *analysis.CorrelateInput) {
	t.Helper()
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	in.Question.Control = fx.ECBUSD
	for _, x := range set.Fixings {
		if x.Series == fx.ECBUSD {
			in.Control = append(in.Control, x)
		}
	}
}

func TestLagsAreAskedFor(t *testing.T) {
	t.Parallel()
	in := tense(embedded(t, event.Filter{}))
	in.Question.Draws = 9
	euro(t, &in)
	rule := correlated(t, in)
	if rule.OLS.LagBy != "rule" || rule.OLS.Lag != int(4*math.Pow(float64(rule.OLS.N)/100, 2.0/9)) {
		t.Errorf("lag %d by %s", rule.OLS.Lag, rule.OLS.LagBy)
	}
	younger := func(r analysis.CorrelateReport) bool {
		for _, w := range r.Warnings {
			if w.Code == analysis.WarnLook && strings.Contains(w.Text, "The control is younger") {
				return true
			}
		}
		return false
	}
	if !younger(rule) {
		t.Errorf("the ECB's rate of the day raised %s", analysis.Codes(rule.Warnings))
	}
	thirty := 30
	in.Question.NeweyWest, in.Question.ControlLag = &thirty, 1
	asked := correlated(t, in)
	if asked.OLS.Lag != 30 || asked.OLS.LagBy != "asked" || asked.OLS.Terms[1].SE == rule.OLS.Terms[1].SE || asked.Pearson.PHAC == rule.Pearson.PHAC ||
		asked.Projection[0].SE == rule.Projection[0].SE {
		t.Errorf("lag 30 gives %+v", asked.OLS)
	}
	if younger(asked) || asked.ControlLag != 1 || math.Abs(asked.OLS.Terms[2].Coef-rule.OLS.Terms[2].Coef) < 0.01 {
		t.Errorf("the day before's control: coefficient %v beside %v, %s", asked.OLS.Terms[2].Coef, rule.OLS.Terms[2].Coef, analysis.Codes(asked.Warnings))
	}
}

func TestLagsOutOfRangeAreNamed(t *testing.T) {
	t.Parallel()
	minus, far := -1, 501
	for _, tt := range []struct {
		says  string
		study func(*analysis.StudyQuestion)
	}{
		{"newey-west -1", func(q *analysis.StudyQuestion) { q.NeweyWest = &minus }},
		{"newey-west 501", func(q *analysis.StudyQuestion) { q.NeweyWest = &far }},
		{"control-lag 1 needs a control", func(q *analysis.StudyQuestion) { q.ControlLag = 1 }},
		{"control-lag 2", func(q *analysis.StudyQuestion) { q.Model, q.Control, q.ControlLag = analysis.ModelMarket, fx.ECBUSD, 2 }},
	} {
		q := analysis.DefaultStudy(fx.CBRUSD)
		tt.study(&q)
		c := analysis.DefaultCorrelate(fx.CBRUSD)
		c.Control, c.ControlLag, c.NeweyWest = q.Control, q.ControlLag, q.NeweyWest
		for _, err := range []error{q.Validate(), c.Validate()} {
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%v does not say %q", err, tt.says)
			}
		}
	}
}

func TestPeriodsHaveQValues(t *testing.T) {
	t.Parallel()
	in := tense(embedded(t, event.Filter{}))
	in.Question.Draws = 9
	got := correlated(t, in)
	var p []stat.Maybe
	for _, row := range got.Periods {
		p = append(p, row.Pearson.PEff)
	}
	for i, q := range resample.BenjaminiHochberg(p) {
		if got.Periods[i].Q != q || q.OK != p[i].OK {
			t.Errorf("period %s: q %v, want %v", got.Periods[i].From, got.Periods[i].Q, q)
		}
	}
	if k := got.Kendall; !k.PEff.OK || !k.PShift.OK || k.Shifts != 99 || k.PEff.Value < k.P.Value {
		t.Errorf("Kendall %+v", k)
	}
}
