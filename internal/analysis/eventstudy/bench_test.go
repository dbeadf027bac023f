package eventstudy

import (
	"testing"

	"detente/internal/analysis/resample"
)

func BenchmarkNew(b *testing.B) {
	series, places := history()
	for b.Loop() {
		if _, err := New(series, places, Headline()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAggregate(b *testing.B) {
	series, places := history()
	study, err := New(series, places, Headline())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		study.Aggregate(Options{Rng: resample.New(1)})
	}
}

func BenchmarkPlacebo(b *testing.B) {
	series, places := history()
	study, err := New(series, places, Headline())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		study.Placebo(nil, 2000, resample.New(1))
	}
}

// BenchmarkWhole is what one page asks for: 500 events in 27 years of fixings, every test, 2,000 placebos, a bootstrap interval.
func BenchmarkWhole(b *testing.B) {
	series, places := history()
	for b.Loop() {
		study, err := New(series, places, Headline())
		if err != nil {
			b.Fatal(err)
		}
		result := study.Aggregate(Options{Rng: resample.New(1)})
		resample.Mean(study.CARs(Options{}), resample.Plan{Draws: 2000, Level: 0.95, Rng: resample.New(1)})
		study.Placebo(nil, 2000, resample.New(1))
		if result.N == 0 {
			b.Fatal("no event was averaged")
		}
	}
}
