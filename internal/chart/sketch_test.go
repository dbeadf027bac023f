package chart

import (
	"strings"
	"testing"

	"detente/internal/civil"
	"detente/internal/fx"
)

func TestSketchKeepsEveryExtreme(t *testing.T) {
	t.Parallel()
	in := made(4_000, 1_000)
	in.From, in.To = in.USD.Fixings[0].Set, in.USD.Fixings[3_999].Set
	for i := range in.USD.Fixings {
		in.USD.Fixings[i].Value = fx.MustRate("75")
	}
	in.USD.Fixings[1_234].Value, in.USD.Fixings[2_345].Value = fx.MustRate("100"), fx.MustRate("50")
	s := SketchOf(in)
	if strings.Count(s.USD, " 0.0") != 1 || strings.Count(s.USD, " 100.0") != 1 { // the top of 50 to 100 and its foot
		t.Errorf("%d and %d extremes of one each", strings.Count(s.USD, " 0.0"), strings.Count(s.USD, " 100.0"))
	}
	if s.Events == "" || len(s.USD) > 60_000 || strings.Count(s.USD, "M") != 1 {
		t.Errorf("%d bytes of line, events %.40q", len(s.USD), s.Events)
	}
	in.Rebase = in.From
	if got := SketchOf(in); got != (Sketch{}) {
		t.Error("an index is not sketched")
	}
}

func TestSketchOfNothing(t *testing.T) {
	t.Parallel()
	for _, in := range []OverviewInput{{}, {From: civil.New(2022, 1, 1), To: civil.New(2022, 1, 1)}, {From: civil.New(2022, 1, 1), To: civil.New(2022, 3, 1)}} {
		if got := SketchOf(in); got != (Sketch{}) {
			t.Errorf("%+v", got)
		}
	}
}

// The ends that ECharts gives these ranges.
func TestNice(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ low, high, from, to float64 }{{73.1, 80.9, 72, 82}, {50, 100, 50, 100}, {0, 159.25, 0, 180}, {76.2, 76.9, 76.2, 76.9}} {
		from, to := nice(tt.low, tt.high)
		if from-tt.from > 0.11 || tt.from-from > 0.11 || to-tt.to > 0.11 || tt.to-to > 0.11 {
			t.Errorf("%g to %g: %g to %g, want %g to %g", tt.low, tt.high, from, to, tt.from, tt.to)
		}
	}
}
