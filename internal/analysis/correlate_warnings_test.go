package analysis_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/analysis"
	"detente/internal/event"
	"detente/internal/fx"
)

func calmCorrelation() analysis.CorrelateInput {
	s := calm()
	in := tense(s)
	in.Question.Draws = 99
	return in
}

func TestCorrelateWarnings(t *testing.T) {
	t.Parallel()
	for code, raise := range map[string]func(*analysis.CorrelateInput){
		analysis.WarnN:      func(in *analysis.CorrelateInput) { in.Timeline = in.Timeline[:9] },
		analysis.WarnCutoff: func(in *analysis.CorrelateInput) { in.Timeline[0].Precision = event.PrecisionDay },
		analysis.WarnFix:    func(in *analysis.CorrelateInput) { in.Series.Kind = fx.KindReference },
		analysis.WarnRegime: func(in *analysis.CorrelateInput) {
			in.Breaks = []fx.Break{{Date: in.Fixings[400].Set, What: "another rule"}}
		},
		analysis.WarnThin: func(in *analysis.CorrelateInput) {
			in.Volumes = slices.Repeat([]float64{100}, len(in.Fixings))
			in.Volumes[300] = 20
		},
		analysis.WarnDual: func(in *analysis.CorrelateInput) {
			in.Series.Kind = fx.KindFixing
			in.Market = slices.Clone(in.Fixings)
			in.Market[300].Value.Unscaled = in.Market[300].Value.Unscaled * 103 / 100
		},
		analysis.WarnLook:  func(in *analysis.CorrelateInput) { in.Timeline[0].CodedAt = time.Time{} },
		analysis.WarnECB:   func(in *analysis.CorrelateInput) { in.Series.Ends = in.Timeline[10].Day() },
		analysis.WarnSel:   func(in *analysis.CorrelateInput) { in.Question.Selection.IDs = []string{"a"} },
		analysis.WarnLevel: func(in *analysis.CorrelateInput) { in.Question.Target = analysis.TargetLevel },
		analysis.WarnPartial: func(in *analysis.CorrelateInput) {
			in.Question.Control = "test:EURUSD"
			in.Control = slices.Delete(slices.Clone(in.Fixings), 300, 340)
		},
		analysis.WarnAC: trending,
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			in := calmCorrelation()
			if without := correlated(t, in); warned(without.Warnings, code) {
				t.Errorf("raised without cause: %v", without.Warnings)
			}
			raise(&in)
			if with := correlated(t, in); !warned(with.Warnings, code) {
				t.Errorf("not raised: %s, %+v", analysis.Codes(with.Warnings), with.Pearson)
			}
		})
	}
	if got := correlated(t, calmCorrelation()); !warned(got.Warnings, analysis.WarnCause) || !warned(got.Warnings, analysis.WarnMT) {
		t.Error("a correlation stands without W-CAUSE or W-MT")
	}
}

// A zero of days before anybody recorded events is the table's and not the world's.
func TestADecadeWithoutRecordedEventsIsSaid(t *testing.T) {
	t.Parallel()
	in := calmCorrelation()
	if got := correlated(t, in); warned(got.Warnings, analysis.WarnPartial) {
		t.Errorf("warned of the events' own range: %v", got.Warnings)
	}
	in.Timeline = in.Timeline[len(in.Timeline)/2:]
	in.Question.Selection.From = in.Fixings[1].Set
	if got := correlated(t, in); !warned(got.Warnings, analysis.WarnPartial) {
		t.Errorf("half of the sample lies before the first event, and nothing says so: %v", got.Warnings)
	}
}

// trending correlates two persistent series that have nothing to do with each other: slow stock, slow volatility.
func trending(in *analysis.CorrelateInput) {
	in.Question.Target, in.Question.Tension, in.Question.HalfLife = analysis.TargetVolatility, analysis.TensionStock, 60
}

// Volatility and the stock of tension both wander: small p-values of such a pair are no finding.
func TestDriftingSidesAreNoFinding(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		target, tension string
		drifts          bool
	}{
		{analysis.TargetVolatility, analysis.TensionStock, true},
		{analysis.TargetReturn, analysis.TensionStock, false},
	} {
		s := embedded(t, event.Filter{})
		in := tense(s)
		in.Question.Target, in.Question.Tension, in.Question.Draws = tt.target, tt.tension, 99
		got := correlated(t, in)
		if warned(got.Warnings, analysis.WarnLevel) != tt.drifts {
			t.Errorf("%s against %s: %s, %+v", tt.target, tt.tension, analysis.Codes(got.Warnings), got.Stationary)
		}
		if strings.Contains(got.Conclusion, "Larger than chance") || tt.drifts != strings.Contains(got.Conclusion, "Both sides drift") {
			t.Errorf("%s against %s: %s", tt.target, tt.tension, got.Conclusion)
		}
	}
}

// A close is no average: a market series names only the reasons that occur.
func TestCutOffWordsFitTheSeries(t *testing.T) {
	t.Parallel()
	in := calm()
	in.Timeline[0].Precision = event.PrecisionDay
	market := textOf(study(t, in).Warnings, analysis.WarnCutoff)
	if strings.Contains(market, "averaged") || !strings.Contains(market, "For 1 event ") || !strings.Contains(market, "no clock time") {
		t.Errorf("market: %q", market)
	}
	fixing := textOf(study(t, embedded(t, event.Filter{})).Warnings, analysis.WarnCutoff)
	if !strings.Contains(fixing, "averaged, ") || !strings.Contains(fixing, " or it is near an uncertain change") {
		t.Errorf("fixing: %q", fixing)
	}
}
