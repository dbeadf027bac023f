package analysis_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"detente/internal/analysis"
	"detente/internal/analysis/resample"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// history makes working days of a walk whose volatility clusters as GARCH(1,1) has it, as official rates do.
func history(n int, seed uint64) []fx.Fixing {
	rng := resample.New(seed)
	out := make([]fx.Fixing, 0, n)
	price, variance, step, set := 50.0, 1e-4, 0.0, civil.New(1999, time.January, 4)
	for len(out) < n {
		if d := set.Weekday(); d != time.Saturday && d != time.Sunday {
			variance = 4e-6 + 0.08*step*step + 0.88*variance
			step = 2 * (rng.Float64() + rng.Float64() + rng.Float64() - 1.5) * math.Sqrt(variance)
			price = min(500, max(5, price*(1+step)))
			out = append(out, fx.Fixing{Series: fx.CBRUSD, Set: set, Effective: set.AddDays(1), Nominal: 1, Value: fx.Rate{Unscaled: int64(price * 1e8), Scale: 8}})
		}
		set = set.AddDays(1)
	}
	return out
}

// happenings makes n events on days of the fixings from a row on, at ten in the morning, in both directions.
func happenings(fixings []fx.Fixing, from, n int, seed uint64) event.Timeline {
	rng := resample.New(seed)
	var out event.Timeline
	for i := range n {
		set := fixings[from+rng.Intn(len(fixings)-from-5)].Set
		goldstein := -5.0
		if rng.Intn(3) == 0 {
			goldstein = 4
		}
		out = append(out, event.Event{ID: fmt.Sprintf("e%05d", i), OccurredAt: set.UTC().Add(6 * time.Hour), Precision: event.PrecisionMinute, Title: "e",
			Category: event.Sanctions, Goldstein: goldstein, Importance: 2, Status: event.StatusConfirmed, CodedAt: set.UTC()})
	}
	out.Sort()
	return out
}

func rouble(fixings []fx.Fixing, timeline event.Timeline) analysis.StudyInput {
	series, _ := fx.Known(fx.CBRUSD)
	return analysis.StudyInput{Question: analysis.DefaultStudy(fx.CBRUSD), Series: series, Fixings: fixings, Timeline: timeline}
}

// 500 events on 27 years of fixings, the whole battery, 2,000 placebos.
func BenchmarkStudy(b *testing.B) {
	fixings := history(6800, 1)
	in := rouble(fixings, happenings(fixings, 200, 500, 2))
	for b.Loop() {
		if _, err := analysis.Study(in); err != nil {
			b.Fatal(err)
		}
	}
}

// The memory of a study must not grow with the number of placebos.
func BenchmarkStudyPlacebos(b *testing.B) {
	fixings := history(6800, 1)
	in := rouble(fixings, happenings(fixings, 200, 500, 2))
	for _, n := range []int{2000, 20_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			in.Question.Placebos = n
			b.ReportAllocs()
			for b.Loop() {
				if _, err := analysis.Study(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// 500 events on 13 years of fixings, all permutations; then the 27 years.
func BenchmarkCorrelate(b *testing.B) {
	for _, n := range []int{3200, 6800} {
		fixings := history(n, 1)
		in := tense(rouble(fixings, happenings(fixings, 1, 500, 2)))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := analysis.Correlate(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func tense(s analysis.StudyInput) analysis.CorrelateInput {
	return analysis.CorrelateInput{Question: analysis.DefaultCorrelate(s.Question.Series), Series: s.Series, Fixings: s.Fixings,
		Timeline: s.Timeline, Breaks: s.Breaks, Control: s.Control}
}
