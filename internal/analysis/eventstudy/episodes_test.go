package eventstudy

import (
	"math"
	"testing"

	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
)

// pairOf makes two series that share most of their noise, as the dollar and the euro in roubles do.
func pairOf(seed uint64, n int) []Series {
	a, own := noise(seed, n), noise(seed+1, n)
	b := make([]float64, n)
	for t := range b {
		b[t] = 0.9*a[t] + 0.3*own[t]
	}
	return []Series{{R: a}, {R: b}}
}

func pairPlaces(days ...int) []Place {
	var out []Place
	for _, t0 := range days {
		out = append(out, Place{Series: 0, T0: t0, Sign: 1}, Place{Series: 1, T0: t0, Sign: 1})
	}
	return out
}

// Two measurements of one day are one episode: the exact tests allow no smaller p than the days do, and equal the tests of the
// days' means.
func TestByRowCountsDays(t *testing.T) {
	t.Parallel()
	study := mustNew(t, pairOf(3, 900), pairPlaces(200, 300, 400, 500, 600, 700), Headline())
	naive := study.Aggregate(Options{})
	got := study.Aggregate(Options{ByRow: true})
	if got.N != 12 || got.Episodes != 6 || got.SignFlips.Total != 64 || naive.SignFlips.Total != 4096 {
		t.Fatalf("n %d, %d episodes, %d flips, naive %d", got.N, got.Episodes, got.SignFlips.Total, naive.SignFlips.Total)
	}
	var days []float64
	for i := 0; i < 12; i += 2 {
		days = append(days, (study.Events()[i].CAR.Value+study.Events()[i+1].CAR.Value)/2)
	}
	if math.Abs(stat.Mean(days)-got.CAAR.Value) > 1e-12 {
		t.Errorf("mean of the days %v, CAAR %v", stat.Mean(days), got.CAAR.Value)
	}
	_, _, wilcoxon := Wilcoxon(days)
	for name, want := range map[string]float64{SignFlipExact: SignFlip(days, Options{}).P.Value, WilcoxonExact: wilcoxon.Value} {
		if test, _ := got.Test(name); math.Abs(test.P.Value-want) > 1e-12 {
			t.Errorf("%s p %v, want %v", name, test.P.Value, want)
		}
	}
	if sign, _ := got.Test(GeneralizedSignExact); sign.Statistic.Value > 6 {
		t.Errorf("%v positive of 6 days", sign.Statistic.Value)
	}
	if kp, _ := got.Test(KPT); kp.DF.Value != 5 {
		t.Errorf("kp_t has %v degrees of freedom for 6 days", kp.DF.Value)
	}
	factor := math.Sqrt((1 + 11*got.RBar.Value) / (1 - got.RBar.Value))
	want := stat.TQuantile(0.975, 5) * naive.SE.Value * factor
	last := got.Path[len(got.Path)-1]
	if half := got.Hi.Value - got.CAAR.Value; math.Abs(half-want) > 1e-9 || factor <= 1 || math.Abs(last.Hi.Value-got.Hi.Value) > 1e-9 {
		t.Errorf("half-width %v, want %v; the path ends at %v, the interval at %v", half, want, last.Hi.Value, got.Hi.Value)
	}
}

// Two days of two series each. By hand: residuals of day 1 are (1, -2, 3, missing) and (1, 1, -4, 5), their sums 2, -1, -1 and none: one of
// three is positive. Of day 2 the one series is signed minus: (1-1, 2-1, 3-1, 4-5), two of four positive. The expected share is the
// mean of 1/3 and 1/2.
func TestExpectedSignsByRow(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	p := pool{signs: []float64{1, 1, 1, -1}, events: []*Event{
		{Place: Place{T0: 7}, resid: []float64{1, -2, 3, nan}}, {Place: Place{T0: 7, Series: 1}, resid: []float64{1, 1, -4, 5}},
		{Place: Place{T0: 9}, resid: []float64{1, 2, 3, 4}}, {Place: Place{T0: 9, Series: 1}, resid: []float64{1, 1, 1, 5}},
	}}
	if got := p.rowSigns().expected; !got.OK || math.Abs(got.Value-(1.0/3+1.0/2)/2) > 1e-15 {
		t.Errorf("expected share %+v, want 5/12", got)
	}
	for name, resid := range map[string][]float64{"all above": {1, 2}, "all below": {-1, -2}} {
		one := pool{signs: []float64{1}, events: []*Event{{resid: resid}}}
		if got := one.rowSigns().expected; got.OK || got.Reason == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestWithoutACorrelationNothingIsAdjusted(t *testing.T) {
	t.Parallel()
	none, z := stat.None("one event"), normalTest(PatellZ, 2)
	for name, test := range map[string]Test{
		"no correlation":          adjustedPatell(z, none, 3),
		"no statistic":            adjustedPatell(missingTest(PatellZ, "one event"), stat.Some(0.1), 3),
		"negative beyond measure": adjustedPatell(z, stat.Some(-0.5), 3), // 1 + 2 (-0.5) = 0
		"one series twice":        adjustedPatell(z, stat.Some(1), 2),
		"kp":                      kolariPynnonen(tTest(BMPT, 2, 2), none, 3),
		"kp of one series twice":  kolariPynnonen(tTest(BMPT, 2, 2), stat.Some(1), 2),
	} {
		if test.Statistic.OK || test.P.OK || test.Statistic.Reason == "" {
			t.Errorf("%s: %+v", name, test)
		}
	}
	if got := adjustedPatell(z, stat.Some(0.1), 3).Statistic.Value; math.Abs(got-2/math.Sqrt(1.2)) > 1e-15 { // 1 + 2 (0.1)
		t.Errorf("adjusted %v", got)
	}
	if got := kolariPynnonen(tTest(BMPT, 2, 2), stat.Some(0.1), 3).Statistic.Value; math.Abs(got-2*math.Sqrt(0.75)) > 1e-15 { // 0.9/1.2
		t.Errorf("kp %v", got)
	}
}

// Without an effect the tests by day keep their size; measurement by measurement they do not: shared noise counts twice.
func TestByRowKeepsItsSize(t *testing.T) {
	t.Parallel()
	const runs = 400
	byDay, naive := 0, 0
	for run := range runs {
		study := mustNew(t, pairOf(uint64(5000+2*run), 900), pairPlaces(150, 220, 290, 360, 430, 500, 570, 640, 710, 780), Headline())
		if study.Aggregate(Options{ByRow: true, Rng: resample.New(1)}).SignFlips.P.Value < 0.05 {
			byDay++
		}
		if study.Aggregate(Options{Rng: resample.New(1)}).SignFlips.P.Value < 0.05 {
			naive++
		}
	}
	// 5 percent of 400 is 20, its standard deviation 4.4; pairs taken as independent reject about three times as often.
	if byDay > 36 || naive < 2*byDay {
		t.Errorf("rejects %d of %d by day, %d by measurement", byDay, runs, naive)
	}
}

// A part whose windows overlap is judged by the adjusted statistic; below three episodes it has no interval and no p.
func TestPart(t *testing.T) {
	t.Parallel()
	places := []Place{{T0: 200}, {T0: 201}, {T0: 300}, {T0: 301}, {T0: 400}, {T0: 500}, {T0: 600}}
	study := mustNew(t, []Series{{R: noise(8, 900)}}, places, Headline())
	whole := study.Part(func(int) bool { return true }, Options{})
	all := study.Aggregate(Options{})
	kp, _ := all.Test(KPT)
	if !whole.Adjusted || math.Abs(whole.P.Value-kp.P.Value) > 1e-12 || whole.Hi.Value <= all.Hi.Value {
		t.Errorf("adjusted %v, p %v, want %v; upper end %v, unadjusted %v", whole.Adjusted, whole.P, kp.P, whole.Hi, all.Hi)
	}
	apart := study.Part(func(i int) bool { return i >= 4 }, Options{})
	if apart.Adjusted || apart.N != 3 || !apart.P.OK || !apart.Lo.OK {
		t.Errorf("three far apart: %+v", apart)
	}
	if apart.Flips.SmallestP.Value != 0.25 || whole.Flips.SmallestP.Value != 0.0625 { // three events; five groups of seven events
		t.Errorf("smallest sign-flip p: %v apart, %v of the whole", apart.Flips.SmallestP, whole.Flips.SmallestP)
	}
	two := study.Part(func(i int) bool { return i < 2 }, Options{})
	if two.P.OK || two.Lo.OK || two.P.Reason == "" || !two.CAAR.OK || two.Flips.P.OK {
		t.Errorf("two episodes: %+v", two)
	}
	if none := study.Part(func(int) bool { return false }, Options{}); none.N != 0 || none.CAAR.OK {
		t.Errorf("no episode: %+v", none)
	}
}
