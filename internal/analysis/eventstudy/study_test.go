package eventstudy

import (
	"errors"
	"math"
	"strings"
	"testing"

	"detente/internal/analysis/resample"
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

// By hand: of the five rows before row 6 one lies in the window of the event on row 3, and of the other four three are zero.
func TestZerosAreCountedWhereTheModelIsFitted(t *testing.T) {
	t.Parallel()
	r := []float64{7, 0, 0, 0, 1, 0, 2}
	spec := Spec{Estimation: [2]int{-5, -1}, Window: [2]int{0, 0}, MinObservations: 2, Clean: true}
	if e := mustNew(t, []Series{{R: r}}, []Place{{T0: 6}, {T0: 3}}, spec).Events()[0]; e.M != 4 || e.Zeros != 3 {
		t.Errorf("%d zeros of %d, want 3 of 4", e.Zeros, e.M)
	}
}
