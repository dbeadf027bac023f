package eventstudy

import (
	"math"
	"testing"

	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
)

// es.overlap by hand: window of 3 rows; rows 200 and 201 share 2 of 3 rows, 201 and 203 one, 200 and 203 none:
// rbar = 2 (2/3 + 1/3) / (3*2) = 1/3; with signs +, -, + both products are negative.
func TestMeanCorrelationOfOneSeries(t *testing.T) {
	t.Parallel()
	places := []Place{{T0: 200, Sign: 1}, {T0: 201, Sign: -1}, {T0: 203, Sign: 1}}
	for _, tt := range []struct {
		signed bool
		want   float64
	}{{false, 1.0 / 3}, {true, -1.0 / 3}} {
		spec := Spec{Estimation: [2]int{-130, -11}, Window: [2]int{0, 2}, Signed: tt.signed}
		got := mustNew(t, []Series{{R: noise(20, 400)}}, places, spec).Aggregate(Options{})
		if math.Abs(got.RBar.Value-tt.want) > 1e-15 || len(got.Overlaps) != 2 {
			t.Errorf("signed %v: rbar %v, overlaps %v", tt.signed, got.RBar, got.Overlaps)
		}
	}
}

func TestMeanCorrelationOfPooledSeries(t *testing.T) {
	t.Parallel()
	dollar, other := noise(21, 400), noise(22, 400)
	euro := make([]float64, len(dollar))
	for i := range euro {
		euro[i] = 0.9*dollar[i] + 0.4*other[i]
	}
	spec := Spec{Estimation: [2]int{-130, -11}, Window: [2]int{0, 1}}
	places := []Place{{Series: 0, T0: 200}, {Series: 1, T0: 200}, {Series: 1, T0: 201}}
	got := mustNew(t, []Series{{R: dollar}, {R: euro}}, places, spec).Aggregate(Options{})
	rho := func(from, to int) float64 {
		sxx, syy, sxy := stat.CrossDeviation(dollar[from:to], euro[from:to])
		return sxy / math.Sqrt(sxx*syy)
	}
	// Both on row 200: rows 70..189 in common, all of the window; dollar on 200 and euro on 201: rows 71..189, half of it;
	// the euro with itself one row apart: half.
	want := 2 * (rho(70, 190) + 0.5*rho(71, 190) + 0.5) / 6
	if math.Abs(got.RBar.Value-want) > 1e-12 || got.RBar.Value < 0.6 {
		t.Errorf("rbar %v, want %g", got.RBar, want)
	}
	if len(got.Overlaps) != 1 || got.Overlaps[0] != [2]int{1, 2} {
		t.Errorf("overlaps within one series: %v", got.Overlaps)
	}
}

func TestFewCommonDaysHaveNoCorrelation(t *testing.T) {
	t.Parallel()
	a, b := noise(23, 120), noise(23, 120)
	for i := 0; i < 91; i++ { // 100 rows are estimated from; b has 29 of them
		if i < 71 {
			b[i] = nan
		}
	}
	spec := Spec{Estimation: [2]int{-100, -1}, Window: [2]int{0, 1}}
	got := mustNew(t, []Series{{R: a}, {R: b}}, []Place{{Series: 0, T0: 100}, {Series: 1, T0: 100}}, spec).Aggregate(Options{})
	if !got.RBar.OK || got.RBar.Value != 0 {
		t.Errorf("rbar %v, want 0", got.RBar)
	}
}

func TestOneSeriesTwiceLeavesNothingToAdjust(t *testing.T) {
	t.Parallel()
	a := noise(24, 300)
	twice := make([]float64, len(a))
	for i := range a {
		twice[i] = 2 * a[i]
	}
	got := mustNew(t, []Series{{R: a}, {R: twice}}, []Place{{Series: 0, T0: 200}, {Series: 1, T0: 200}}, Headline()).Aggregate(Options{})
	for _, name := range []string{KPT, AdjustedPatellZ} {
		if test, _ := got.Test(name); test.P.OK || test.P.Reason == "" {
			t.Errorf("%s: %+v", name, test)
		}
	}
}

func TestNonOverlappingKeepsTheFirstInTime(t *testing.T) {
	t.Parallel()
	spec := Headline()
	spec.NonOverlapping = true
	series := []Series{{R: noise(25, 400)}, {R: noise(26, 400)}}
	places := []Place{{T0: 203}, {T0: 201}, {T0: 200}, {T0: 202}, {Series: 1, T0: 201}, {T0: 5}}
	events := mustNew(t, series, places, spec).Events()
	for i, want := range []Status{Overlap, Overlap, Used, Used, Used, TooFewObservations} {
		if events[i].Status != want {
			t.Errorf("event %d is %s, want %s", i, events[i].Status, want)
		}
	}
	if events[0].M != 120 || !events[0].CAR.OK {
		t.Error("an event left out for overlap keeps its own measurement")
	}
}

// By hand: windows of two days overlap on neighbouring rows only. Unsigned, row 150 keeps 151 out; signed, 150 has no sign and takes no part.
func TestAnEventWithoutASignKeepsNobodyOut(t *testing.T) {
	t.Parallel()
	s := simulate(5)
	series := []Series{{R: s.series(200, s.normal)}}
	places := []Place{{T0: 150}, {T0: 151, Sign: 1}, {T0: 152, Sign: -1}}
	for signed, want := range map[bool][]Status{false: {Used, Overlap, Used}, true: {Used, Used, Overlap}} {
		spec := Headline()
		spec.Signed, spec.NonOverlapping = signed, true
		for i, e := range mustNew(t, series, places, spec).Events() {
			if e.Status != want[i] {
				t.Errorf("signed %v: event %d is %q, want %q", signed, i, e.Status, want[i])
			}
		}
	}
}

// A fall is as far from zero as the rise that mirrors it: every placebo average changes its sign and p stays.
func TestPlaceboPOfAFallIsThatOfTheRise(t *testing.T) {
	t.Parallel()
	s := simulate(6)
	rise := s.series(900, s.normal)
	fall := make([]float64, len(rise))
	places := apart(4, 140)
	for _, p := range places {
		rise[p.T0] += 2
	}
	for i, r := range rise {
		fall[i] = -r
	}
	up := mustNew(t, []Series{{R: rise}}, places, Headline()).Placebo(nil, 199, resample.New(1))
	down := mustNew(t, []Series{{R: fall}}, places, Headline()).Placebo(nil, 199, resample.New(1))
	if up.CAAR.Value < 1 || up.P.Value > 0.05 {
		t.Fatalf("a rise of two standard deviations has CAAR %g and p %g", up.CAAR.Value, up.P.Value)
	}
	if down.Count != up.Count || down.P != up.P {
		t.Errorf("the fall has p %g, its mirror %g", down.P.Value, up.P.Value)
	}
}

// By hand: of rows 200, 201 and 300 one pair of three shares one row of two, so rbar = 1/6 and the interval is wider by the root of
// (1 + 2/6)/(1 - 1/6) = 8/5. Without the neighbour nothing is shared.
func TestOverlapWidensTheInterval(t *testing.T) {
	t.Parallel()
	for second, want := range map[int]float64{201: math.Sqrt(1.6), 202: 1} {
		got := mustNew(t, []Series{{R: noise(27, 400)}}, []Place{{T0: 200}, {T0: second}, {T0: 300}}, Headline()).Aggregate(Options{})
		plain, wide := got.Hi.Value-got.Lo.Value, got.Wide[1].Value-got.Wide[0].Value
		if !got.Wide[0].OK || math.Abs(wide/plain-want) > 1e-12 || math.Abs(got.Wide[0].Value+wide/2-got.CAAR.Value) > 1e-12 {
			t.Errorf("row %d: %v is wider than %v to %v by %g, want %g", second, got.Wide, got.Lo, got.Hi, wide/plain, want)
		}
	}
}
