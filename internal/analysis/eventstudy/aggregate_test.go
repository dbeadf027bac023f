package eventstudy

import (
	"math"
	"strings"
	"testing"

	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
)

func TestOneEventHasNoTest(t *testing.T) { // edge.one_event
	t.Parallel()
	study := mustNew(t, []Series{{R: noise(5, 300)}}, []Place{{T0: 200}}, Headline())
	got := study.Aggregate(Options{})
	if !got.CAAR.OK || got.CAAR.Value != study.Events()[0].CAR.Value || got.Lo.OK {
		t.Errorf("CAAR %v, lower end %v", got.CAAR, got.Lo)
	}
	for _, test := range got.Tests {
		if test.Statistic.OK || test.P.OK || test.P.Reason != needsTwo {
			t.Errorf("%s: %+v", test.Name, test)
		}
	}
}

func TestTwoEventsHaveTests(t *testing.T) { // edge.two_events
	t.Parallel()
	got := mustNew(t, []Series{{R: noise(6, 300)}}, []Place{{T0: 200}, {T0: 250}}, Headline()).Aggregate(Options{})
	cross, _ := got.Test(CrossSectionalT)
	if cross.DF.Value != 1 || got.SignFlips.SmallestP.Value != 0.5 {
		t.Errorf("df %v, least p %v", cross.DF, got.SignFlips.SmallestP)
	}
	for _, test := range got.Tests {
		if !test.P.OK {
			t.Errorf("%s is missing: %s", test.Name, test.P.Reason)
		}
	}
}

func TestPatellNeedsDegreesOfFreedom(t *testing.T) { // edge.patell_df: M = 4, K = 2
	t.Parallel()
	spec := Spec{Estimation: [2]int{-4, -1}, Window: [2]int{0, 0}, MinObservations: 3}
	series := []Series{{R: noise(7, 60), C: noise(8, 60)}}
	got := mustNew(t, series, []Place{{T0: 20}, {T0: 30}, {T0: 40}}, spec).Aggregate(Options{})
	for name, ok := range map[string]bool{PatellZ: false, AdjustedPatellZ: false, BMPT: true} {
		if test, _ := got.Test(name); test.P.OK != ok {
			t.Errorf("%s: %+v", name, test)
		}
	}
}

func TestNoEventsHaveAPathWithoutValues(t *testing.T) {
	t.Parallel()
	for _, places := range [][]Place{nil, {{T0: 5}}} {
		study := mustNew(t, []Series{{R: noise(9, 300)}}, places, Headline())
		got := study.Aggregate(Options{})
		if got.N != 0 || got.CAAR.OK || len(got.Path) != 2 || got.Path[1].CAAR.OK || len(got.Tests) != 13 {
			t.Errorf("got %+v", got)
		}
		placebo := study.Placebo(nil, 10, resample.New(1))
		if placebo.P.OK || placebo.P.Reason == "" {
			t.Errorf("placebo %+v", placebo)
		}
		checkNoNaN(t, got, placebo)
	}
	empty := mustNew(t, nil, nil, Headline())
	checkNoNaN(t, empty.Aggregate(Options{}), empty.Placebo(nil, 10, resample.New(1)))
}

func TestEqualCARsHaveNoCrossSection(t *testing.T) {
	t.Parallel()
	r := noise(10, 400)
	copy(r[200:], r[:200]) // the second half repeats the first, so both events look the same
	got := mustNew(t, []Series{{R: r}}, []Place{{T0: 150}, {T0: 350}}, Headline()).Aggregate(Options{})
	for _, name := range []string{CrossSectionalT, BMPT, KPT, CorradoZivneyZ, GRankT} {
		if test, _ := got.Test(name); test.P.OK || test.P.Reason == "" {
			t.Errorf("%s: %+v", name, test)
		}
	}
}

func TestIntervalOfTheAverage(t *testing.T) {
	t.Parallel()
	// t quantile .975 with 7 degrees of freedom at 40 digits (mpmath): 2.36462425159278534
	x := []float64{1, 2, 3, 4, 5, 6, 7, 9}
	mean, se, lo, hi := interval(x)
	half := 2.36462425159278534 * stat.SD(x) / math.Sqrt(8)
	if mean.Value != 4.625 || math.Abs(hi.Value-4.625-half) > 1e-12 || math.Abs(lo.Value-4.625+half) > 1e-12 || !se.OK {
		t.Errorf("got %v %v %v %v", mean, se, lo, hi)
	}
}

func TestRandomFlipsNeedASeed(t *testing.T) {
	t.Parallel()
	study := mustNew(t, []Series{{R: noise(13, 500)}}, apart(21, 10), Headline())
	if test, _ := study.Aggregate(Options{}).Test(SignFlipExact); test.P.OK || !strings.Contains(test.P.Reason, "seed") {
		t.Errorf("got %+v", test)
	}
	if test, _ := study.Aggregate(Options{Rng: resample.New(1)}).Test(SignFlipExact); !test.P.OK {
		t.Errorf("got %+v", test)
	}
}
