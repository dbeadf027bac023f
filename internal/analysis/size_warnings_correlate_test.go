package analysis_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"detente/internal/analysis"
	"detente/internal/event"
)

// With all embedded events the period to February 2022 has p 0.035 by effective days and 0.28 by Newey-West: it is named, and its
// q to read is of the larger. Expected: R 4.2, p.adjust(pmax(p_neff, p_shift, p_newey_west), "BH") on the periods of the same table.
func TestPeriodsAreReadByTheLargestP(t *testing.T) {
	t.Parallel()
	ask := tense(embedded(t, event.Filter{}))
	ask.Question.Draws = 19
	got := correlated(t, ask)
	var largest, q []float64
	for _, p := range got.Periods {
		if p.QRobust.OK != p.Pearson.PEff.OK {
			t.Errorf("%s: p %v, q %v", p.From, p.Pearson.PEff, p.QRobust)
		}
		if p.QRobust.OK {
			largest = append(largest, max(p.Pearson.PEff.Value, p.Pearson.PShift.Value, p.Pearson.PHAC.Value))
			q = append(q, p.QRobust.Value)
		}
		if p.QRobust.OK && p.QRobust.Value < p.Q.Value {
			t.Errorf("%s: q %v below that of one p alone, %v", p.From, p.QRobust, p.Q)
		}
	}
	want := []float64{0.47145514, 0.8, 0.47145514, 0.76472208, 0.47145514}
	if len(q) != len(want) {
		t.Fatalf("%d periods with q, want %d", len(q), len(want))
	}
	for i := range q {
		if math.Abs(q[i]-want[i]) > 1e-8 {
			t.Errorf("period %d: q %.8f, want %.8f; largest p %v", i, q[i], want[i], largest)
		}
	}
	if text := allOf(got.Warnings, analysis.WarnAC); !strings.Contains(text, "Significance in the period from 21 Nov 2013 disappears") {
		t.Errorf("W-AC: %q", text)
	}
}

// A band of the response that leaves zero out, and a regression on the stock, say how often they do so by chance.
func TestCorrelationNamesItsSizes(t *testing.T) {
	t.Parallel()
	in := embedded(t, event.Filter{})
	ask := tense(in)
	ask.Question.Draws = 19
	if got := correlated(t, ask); warned(got.Warnings, analysis.WarnSize) {
		t.Errorf("raised though no band leaves zero out: %s", allOf(got.Warnings, analysis.WarnSize))
	}
	ask.Question.Tension, ask.Question.Target = analysis.TensionStock, analysis.TargetVolatility
	got := correlated(t, ask)
	if text := allOf(got.Warnings, analysis.WarnSize); !strings.Contains(text, "33 to 42 of 100") {
		t.Errorf("the stock against volatility: %q", text)
	}
	ask.Question.Tension, ask.Question.Target = analysis.TensionFlow, analysis.TargetReturn
	for seed := range uint64(20) {
		ask.Fixings = turned(in.Fixings, seed)
		got := correlated(t, ask)
		beyond := slices.ContainsFunc(got.Projection, func(h analysis.ProjectionRow) bool { return h.H > 0 && h.Lo95.Value*h.Hi95.Value > 0 })
		if text := allOf(got.Warnings, analysis.WarnSize); beyond != strings.Contains(text, "bands of the response") {
			t.Errorf("seed %d: beyond zero %v, W-SIZE %q", seed, beyond, text)
		}
		if beyond {
			return
		}
	}
	t.Error("no draw of twenty has a band beyond zero")
}

// The table of Kwiatkowski et al. ends at 0.01 and 0.1, between which the statistics of 0.739 and 0.347 lie: beyond it the p is a bound, as
// R's kpss.test warns. R 4.2, tseries 0.10: flow 0.8929 ("p-value smaller than printed"), returns 0.1550 ("greater").
func TestKPSSBeyondItsTableIsABound(t *testing.T) {
	t.Parallel()
	ask := tense(embedded(t, event.Filter{}))
	ask.Question.Draws = 19
	s := correlated(t, ask).Stationary
	if math.Abs(s.Tension.KPSS.Value-0.892872843339) > 1e-9 || s.Tension.Bound != "at_most" || s.Tension.KPSSText() != "≤0.010" {
		t.Errorf("tension: %+v, %s", s.Tension, s.Tension.KPSSText())
	}
	if math.Abs(s.Target.KPSS.Value-0.154964213488) > 1e-9 || s.Target.Bound != "at_least" || s.Target.KPSSText() != "≥0.10" {
		t.Errorf("returns: %+v, %s", s.Target, s.Target.KPSSText())
	}
	ask.Question.Tension, ask.Question.Target = analysis.TensionStock, analysis.TargetVolatility
	got := correlated(t, ask)
	if text := allOf(got.Warnings, analysis.WarnLevel); !strings.Contains(text, "the rate p ≤ 0.010, tension p ≤ 0.010") {
		t.Errorf("%q", text)
	}
}
