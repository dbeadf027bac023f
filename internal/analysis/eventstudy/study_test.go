package eventstudy

import (
	"errors"
	"math"
	"strings"
	"testing"

	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
)

var nan = math.NaN()

func noise(seed uint64, n int) []float64 {
	s := simulate(seed)
	return s.series(n, s.normal)
}

func mustNew(t *testing.T, series []Series, places []Place, spec Spec) *Study {
	t.Helper()
	study, err := New(series, places, spec)
	if err != nil {
		t.Fatal(err)
	}
	return study
}

func TestNewRefusesImpossibleStudies(t *testing.T) {
	t.Parallel()
	r := noise(1, 200)
	good := []Series{{R: r}}
	spec := Headline()
	with := func(change func(*Spec)) Spec {
		s := spec
		change(&s)
		return s
	}
	withRow := func(v float64) []Series {
		bad := append([]float64{}, r...)
		bad[7] = v
		return []Series{{R: bad}}
	}
	for _, tt := range []struct {
		name   string
		series []Series
		place  Place
		spec   Spec
		says   string
	}{
		{"window backwards", good, Place{}, with(func(s *Spec) { s.Window = [2]int{1, 0} }), "event window [1 0]"},
		{"estimation backwards", good, Place{}, with(func(s *Spec) { s.Estimation = [2]int{-11, -130} }), "estimation window [-11 -130]"},
		{"windows meet", good, Place{}, with(func(s *Spec) { s.Window = [2]int{-11, 1} }), "must end before"},
		{"windows too far", good, Place{}, with(func(s *Spec) { s.Estimation[0] = math.MinInt }), "rows from day 0"},
		{"negative least", good, Place{}, with(func(s *Spec) { s.MinObservations = -1 }), "negative"},
		{"no such series", good, Place{Series: 1}, spec, "series 1 of 1"},
		{"strange sign", good, Place{Sign: 2}, spec, "sign 2"},
		{"control of another length", []Series{{R: r, C: r[:9]}}, Place{}, spec, "9 of the control"},
		{"series of another length", []Series{{R: r}, {R: r[:9]}}, Place{}, spec, "series 1 has 9 rows"},
		{"infinite return", withRow(math.Inf(-1)), Place{}, spec, "row 7"},
		{"price for a return", withRow(1e12), Place{}, spec, "row 7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(tt.series, []Place{tt.place}, tt.spec)
			if !errors.Is(err, ErrSpec) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want an error that says %q", err, tt.says)
			}
		})
	}
}

func TestStatusesOfEvents(t *testing.T) {
	t.Parallel()
	plain := noise(2, 300)
	flat := make([]float64, 300)
	hole := append([]float64{}, plain...)
	hole[200], hole[201] = nan, nan
	doubled := append([]float64{}, plain...)
	for i := range doubled {
		doubled[i] *= 2
	}
	for _, tt := range []struct {
		name   string
		series Series
		t0     int
		status Status
		says   string
	}{
		{"edge.event_outside_series: before", Series{R: plain}, -1, OutsideSeries, "outside the series"},
		{"edge.event_outside_series: after", Series{R: plain}, 300, OutsideSeries, "outside the series"},
		{"far outside", Series{R: plain}, math.MaxInt, OutsideSeries, "outside the series"},
		{"edge.est_too_short", Series{R: plain}, 29, TooFewObservations, "too few observations"},
		{"just enough", Series{R: plain}, 30, Used, ""},
		{"no estimation at all", Series{R: plain}, 0, TooFewObservations, "too few observations"},
		{"nothing observed in the window", Series{R: hole}, 200, OutsideSeries, "no observation in the event window"},
		{"edge.zero_variance", Series{R: flat}, 200, TooFewObservations, "no variance"},
		{"edge.constant_x", Series{R: plain, C: flat}, 200, TooFewObservations, "control does not vary"},
		{"control explains all", Series{R: doubled, C: plain}, 200, TooFewObservations, "no variance"},
		{"last row", Series{R: plain}, 299, Used, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			study := mustNew(t, []Series{tt.series}, []Place{{T0: tt.t0}}, Headline())
			e := study.Events()[0]
			if e.Status != tt.status || !strings.Contains(e.Reason, tt.says) || (tt.status == Used) != (e.Reason == "") {
				t.Errorf("status %s, reason %q", e.Status, e.Reason)
			}
			checkNoNaN(t, e, study.Aggregate(Options{}), study.Placebo(nil, 10, resample.New(1)))
		})
	}
}

func TestShortEstimationIsToldApart(t *testing.T) { // edge.est_short
	t.Parallel()
	study := mustNew(t, []Series{{R: noise(3, 300)}}, []Place{{T0: 55}, {T0: 200}}, Headline())
	short, full := study.Events()[0], study.Events()[1]
	if short.M != 45 || !short.Few() || full.Few() {
		t.Errorf("M = %d few %v, M = %d few %v", short.M, short.Few(), full.M, full.Few())
	}
}

func TestPartialWindowsAreLeftOut(t *testing.T) { // edge.window_runs_off_end
	t.Parallel()
	r := noise(4, 300)
	places := []Place{{T0: 299}, {T0: 250}, {T0: 200}}
	spec := Headline()
	study := mustNew(t, []Series{{R: r}}, places, spec)
	if e := study.Events()[0]; !e.Partial() || e.L != 1 || !e.CAR.OK || e.Status != Used {
		t.Errorf("L = %d, CAR %v, status %s", e.L, e.CAR, e.Status)
	}
	if got := study.Aggregate(Options{}); got.N != 2 || got.Averaged[0] != 1 {
		t.Errorf("averaged %v", got.Averaged)
	}
	spec.KeepPartial = true
	if got := mustNew(t, []Series{{R: r}}, places, spec).Aggregate(Options{}); got.N != 3 || got.Path[0].N != 3 || got.Path[1].N != 2 {
		t.Errorf("kept %d, path %+v", got.N, got.Path)
	}
}

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

func TestCleaningLeavesOutOtherEventsOnly(t *testing.T) {
	t.Parallel()
	r := noise(11, 400)
	spec := Headline()
	clean := mustNew(t, []Series{{R: r}}, []Place{{T0: 200}, {T0: 250}, {T0: 249}}, spec).Events()
	// Of the estimation rows 120..239 of the second event, rows 200 and 201 belong to the first.
	for i, want := range []int{120, 118, 118} {
		if clean[i].M != want {
			t.Errorf("event %d: M = %d, want %d", i, clean[i].M, want)
		}
	}
	r[200], r[201] = 50, -50
	moved := mustNew(t, []Series{{R: r}}, []Place{{T0: 200}, {T0: 250}, {T0: 249}}, spec).Events()
	if moved[1].CAR != clean[1].CAR || moved[1].S != clean[1].S {
		t.Error("a move in the window of another event reached the estimation")
	}
}

func TestSignedStudyLeavesOutEventsOfNoSign(t *testing.T) {
	t.Parallel()
	places := []Place{{T0: 160, Sign: 1}, {T0: 200, Sign: -1}, {T0: 250}}
	spec := Headline()
	spec.Signed = true
	study := mustNew(t, []Series{{R: noise(12, 300)}}, places, spec)
	got, events := study.Aggregate(Options{}), study.Events()
	want := (events[0].CAR.Value - events[1].CAR.Value) / 2
	if got.N != 2 || math.Abs(got.CAAR.Value-want) > 1e-15 {
		t.Errorf("N = %d, CAAR %v, want 2 and %g", got.N, got.CAAR, want)
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
