package eventstudy

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
)

// scattered draws a small study whose events all fit.
func scattered(t *rapid.T) ([]Series, []Place, Spec) {
	s := simulate(rapid.Uint64().Draw(t, "seed"))
	one := Series{R: s.series(320, s.t5)}
	if rapid.Bool().Draw(t, "market model") {
		one.C = s.series(320, s.normal)
	}
	rows := rapid.SliceOfNDistinct(rapid.IntRange(140, 310), 2, 9, rapid.ID[int]).Draw(t, "rows")
	var places []Place
	for _, t0 := range rows {
		places = append(places, Place{T0: t0, Sign: 2*s.rng.Intn(2) - 1})
	}
	return []Series{one}, places, Spec{
		Estimation: [2]int{-130, -11},
		Window:     [2]int{rapid.IntRange(-3, 0).Draw(t, "from"), rapid.IntRange(0, 4).Draw(t, "to")},
		Clean:      rapid.Bool().Draw(t, "clean"),
		Signed:     rapid.Bool().Draw(t, "signed"),
	}
}

func aggregate(t *rapid.T, series []Series, places []Place, spec Spec) (Result, []Event) {
	study, err := New(series, places, spec)
	if err != nil {
		t.Fatal(err)
	}
	return study.Aggregate(Options{}), study.Events()
}

func alike(a, b, size float64) bool { return math.Abs(a-b) <= 1e-9*(size+math.Abs(b)) }

// sameTests compares the statistics and p of all tests but those that depend on the scale of the returns.
func sameTests(t *rapid.T, got, want Result) {
	for i, w := range want.Tests {
		g := got.Tests[i]
		if w.P.OK != g.P.OK || !alike(g.P.Value, w.P.Value, 1e-3) {
			t.Fatalf("%s: p %v, want %v", w.Name, g.P, w.P)
		}
	}
}

func TestSumOfAbnormalReturnsIsCAR(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		series, places, spec := scattered(t)
		got, events := aggregate(t, series, places, spec)
		for _, e := range events {
			var sum float64
			for _, d := range e.Days {
				sum += d.AR
			}
			if !alike(sum, e.CAR.Value, 1) {
				t.Fatalf("sum %g, CAR %v", sum, e.CAR)
			}
		}
		last := got.Path[len(got.Path)-1]
		if got.N == len(places) && (!alike(last.CAAR.Value, got.CAAR.Value, 1) || !alike(last.Lo.Value, got.Lo.Value, 1)) {
			t.Fatalf("the path ends at %v from %v, CAAR %v from %v", last.CAAR, last.Lo, got.CAAR, got.Lo)
		}
	})
}

func TestScaleChangesNoTest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		series, places, spec := scattered(t)
		want, _ := aggregate(t, series, places, spec)
		factor := rapid.Float64Range(1e-4, 1e4).Draw(t, "factor")
		scaled := slices.Clone(series[0].R)
		for i := range scaled {
			scaled[i] *= factor
		}
		got, _ := aggregate(t, []Series{{R: scaled, C: series[0].C}}, places, spec)
		if !alike(got.CAAR.Value, factor*want.CAAR.Value, factor) {
			t.Fatalf("CAAR %v, want %g times %v", got.CAAR, factor, want.CAAR)
		}
		sameTests(t, got, want)
	})
}

func TestShiftAndControlDropOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		series, places, spec := scattered(t)
		want, _ := aggregate(t, series, places, spec)
		level, slope := rapid.Float64Range(-5, 5).Draw(t, "level"), rapid.Float64Range(-5, 5).Draw(t, "slope")
		moved := slices.Clone(series[0].R)
		for i := range moved {
			moved[i] += level
			if series[0].C != nil {
				moved[i] += slope * series[0].C[i]
			}
		}
		got, _ := aggregate(t, []Series{{R: moved, C: series[0].C}}, places, spec)
		if !alike(got.CAAR.Value, want.CAAR.Value, 10) {
			t.Fatalf("CAAR %v, want %v", got.CAAR, want.CAAR)
		}
		for _, name := range []string{CrossSectionalT, PatellZ, BMPT, KPT, TimeSeriesT} {
			g, _ := got.Test(name)
			w, _ := want.Test(name)
			if g.P.OK != w.P.OK || !alike(g.P.Value, w.P.Value, 10) {
				t.Fatalf("%s: p %v, want %v", name, g.P, w.P)
			}
		}
	})
}

func TestOrderOfEventsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		series, places, spec := scattered(t)
		want, _ := aggregate(t, series, places, spec)
		got, _ := aggregate(t, series, rapid.Permutation(places).Draw(t, "order"), spec)
		if !alike(got.CAAR.Value, want.CAAR.Value, 1) || len(got.Overlaps) != len(want.Overlaps) || !alike(got.RBar.Value, want.RBar.Value, 1) {
			t.Fatalf("CAAR %v, overlaps %v; want %v, %v", got.CAAR, got.Overlaps, want.CAAR, want.Overlaps)
		}
		sameTests(t, got, want)
	})
}

func TestTurningEverySignTurnsTheAverage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		series, places, spec := scattered(t)
		spec.Signed = true
		want, _ := aggregate(t, series, places, spec)
		turned := slices.Clone(places)
		for i := range turned {
			turned[i].Sign = -turned[i].Sign
		}
		got, _ := aggregate(t, series, turned, spec)
		if !alike(got.CAAR.Value, -want.CAAR.Value, 1) {
			t.Fatalf("CAAR %v, want minus %v", got.CAAR, want.CAAR)
		}
		sameTests(t, got, want)
	})
}

// Whatever comes in (holes, constant stretches, events anywhere, tiny windows), no NaN comes out and every gap has its reason.
func TestNothingThatComesOutIsNaN(t *testing.T) {
	t.Parallel()
	value := rapid.OneOf(rapid.Float64Range(-3, 3), rapid.Just(nan), rapid.Just(0.0), rapid.SampledFrom([]float64{1e-300, 1e8, -1e8, 1e-9}))
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 60).Draw(t, "rows")
		column := func(name string) []float64 { return rapid.SliceOfN(value, n, n).Draw(t, name) }
		series := []Series{{R: column("r")}, {R: column("q"), C: column("c")}}
		from := rapid.IntRange(-6, 3).Draw(t, "from")
		last := rapid.IntRange(-12, from-1).Draw(t, "end of estimation")
		flag := rapid.Bool()
		spec := Spec{
			Estimation: [2]int{last - rapid.IntRange(0, 30).Draw(t, "estimation"), last}, Window: [2]int{from, from + rapid.IntRange(0, 5).Draw(t, "days")},
			MinObservations: rapid.IntRange(1, 10).Draw(t, "least"),
			Clean:           flag.Draw(t, "clean"), NonOverlapping: flag.Draw(t, "thin"), Signed: flag.Draw(t, "signed"), KeepPartial: flag.Draw(t, "partial"),
		}
		place := rapid.Custom(func(t *rapid.T) Place {
			return Place{Series: rapid.IntRange(0, 1).Draw(t, "series"), T0: rapid.IntRange(-5, 65).Draw(t, "t0"), Sign: rapid.IntRange(-1, 1).Draw(t, "sign")}
		})
		study, err := New(series, rapid.SliceOfN(place, 0, 24).Draw(t, "places"), spec)
		if err != nil {
			t.Fatal(err)
		}
		got, placebo := study.Aggregate(Options{Flips: 50, Rng: resample.New(1)}), study.Placebo(nil, 20, resample.New(1))
		checkNoNaN(t, study.Events(), got, placebo)
		for _, e := range study.Events() {
			checkNoNaN(t, placebo.Percentile(e))
		}
		for _, test := range append(got.Tests, placebo.Test()) {
			if test.P.OK && (test.P.Value < 0 || test.P.Value > 1) {
				t.Fatalf("%s: p = %g", test.Name, test.P.Value)
			}
		}
		if _, err := json.Marshal(got); err != nil {
			t.Fatal(err)
		}
	})
}

// Under no effect the placebo p is uniform: 400 studies of 5 events in noise.
func TestPlaceboPIsUniformWithoutEffect(t *testing.T) {
	t.Parallel()
	var ps []float64
	for seed := range uint64(400) {
		s := simulate(1000 + seed)
		study := mustNew(t, []Series{{R: s.series(320, s.t5)}}, apart(5, 30), Spec{Estimation: [2]int{-60, -11}, Window: [2]int{0, 1}})
		ps = append(ps, study.Placebo(nil, 199, s.rng).P.Value)
	}
	slices.Sort(ps)
	var farthest float64
	for i, p := range ps {
		farthest = max(farthest, math.Abs(p-float64(i)/400), math.Abs(p-float64(i+1)/400))
	}
	// Kolmogorov: P(sqrt(400) D > 1.95) = .001.
	if d := math.Sqrt(400) * farthest; stat.KolmogorovSF(d) < 0.001 {
		t.Errorf("the placebo p-values are not uniform: distance %g", farthest)
	}
}
