package eventstudy

import (
	"testing"

	"detente/internal/analysis/resample"
)

// scenario is a world in which the events do nothing, or something when effect is not zero. METHODS 14 measured the sizes of the
// tests in such worlds; here N = 16, window [0,+2], constant mean, and events so far apart that no two (or, in pairs, no two pairs) share
// estimation days.
type scenario struct {
	name    string
	garch   bool
	normal  bool
	louder  float64               // factor on returns in the event windows: 2 is four times the variance
	pairs   bool                  // events come in pairs two days apart, so that windows overlap
	chain   bool                  // events come on runs of days, all within the length of an estimation window
	crowded bool                  // events are 13 days apart, so that they share estimation days
	short   bool                  // no room to move all pairs as one
	effect  float64               // added on day 0, in standard deviations
	between map[string][2]float64 // what a test's share of rejections at 5 percent must lie in
}

const (
	simulatedEvents = 16
	placeboDraws    = 199
)

func (sc scenario) study(t *testing.T, seed uint64) *Study {
	t.Helper()
	s := simulate(seed)
	spacing := 140
	if sc.crowded {
		spacing = 13
	}
	var places []Place
	for i := range simulatedEvents {
		t0 := 140 + spacing*i
		if sc.pairs {
			t0 = 140 + spacing*(i/2) + 2*(i%2)
		}
		if sc.chain {
			t0 = 1140 + i + 6*(i/5)
		}
		places = append(places, Place{T0: t0, Sign: 1})
	}
	draw := s.t5
	if sc.garch {
		draw = s.garch()
	}
	if sc.normal {
		draw = s.normal
	}
	length := 140 + spacing*simulatedEvents
	if sc.short {
		length = 1280
	}
	r := s.series(length, draw)
	for _, p := range places {
		for tau := range 3 {
			if sc.louder > 0 {
				r[p.T0+tau] *= sc.louder
			}
		}
		r[p.T0] += sc.effect
	}
	return mustNew(t, []Series{{R: r}}, places, Spec{Estimation: [2]int{-130, -11}, Window: [2]int{0, 2}, Clean: true})
}

func (sc scenario) rejections(t *testing.T, runs int) map[string]float64 {
	t.Helper()
	share := map[string]float64{}
	for run := range runs {
		study := sc.study(t, uint64(1_000_000+run))
		got := study.Aggregate(Options{})
		for name := range sc.between {
			test, _ := got.Test(name)
			switch name {
			case PlaceboTest:
				test = study.Placebo(nil, placeboDraws, resample.New(uint64(run))).Test()
			case PlaceboSpaced:
				test = study.Spaced(nil, placeboDraws, resample.New(uint64(run))).Test()
			}
			if !test.P.OK {
				t.Fatalf("run %d: %s is missing: %s", run, name, test.P.Reason)
			}
			if test.P.Value < 0.05 {
				share[name] += 1 / float64(runs)
			}
		}
	}
	return share
}

// The seeds are fixed, so the shares never change. With 1,000 runs the standard error of a 5 percent share is 0.7 points.
func TestHeadlineTestsKeepTheirSize(t *testing.T) {
	t.Parallel()
	size, power := [2]float64{0.03, 0.07}, [2]float64{0.9, 1}
	headline := func(bounds [2]float64) map[string][2]float64 {
		return map[string][2]float64{BMPT: bounds, SignFlipExact: bounds, KPT: bounds}
	}
	louder := headline(size)
	louder[PatellZ] = [2]float64{0.25, 0.40} // why it is no headline: P(|Z| > 1.96/2) = 33 percent; METHODS 14 measured 27
	for _, sc := range []scenario{
		{name: "independent normal", normal: true, between: headline(size)},
		{name: "heavy tails", between: headline(size)},
		{name: "GARCH", garch: true, between: headline(size)},
		{name: "event variance times four", louder: 2, between: louder},
		{name: "overlapping pairs", pairs: true, between: map[string][2]float64{KPT: size, SignFlipGrouped: size, PlaceboSpaced: size,
			BMPT: {0.06, 0.11}, PlaceboTest: {0.07, 0.13}}}, // METHODS 14: BMP 8 percent. Rows drawn one by one share no days.
		{name: "overlapping pairs, GARCH", pairs: true, garch: true, between: map[string][2]float64{SignFlipGrouped: size, PlaceboSpaced: size}},
		{name: "overlapping pairs, group by group", pairs: true, short: true, between: map[string][2]float64{PlaceboSpaced: size}},
		{name: "runs of days", chain: true, between: map[string][2]float64{PlaceboSpaced: size, PlaceboTest: {0.15, 0.35}}},
		{name: "overlapping pairs, planted", pairs: true, effect: 2, between: map[string][2]float64{KPT: power, SignFlipGrouped: power, PlaceboSpaced: power}},
		// What no test here allows for: the error of a shared estimation window moves all CARs together.
		{name: "crowded events", crowded: true, between: headline([2]float64{0.05, 0.10})},
		{name: "planted effect", effect: 2, between: headline(power)},
		{name: "planted effect, louder", effect: 3.5, louder: 2, between: headline(power)},
	} {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			runs, slack := 1000, 0.0
			if sc.short || (sc.pairs && sc.effect > 0) {
				runs = 400 // moved dates take their time
			}
			if testing.Short() {
				runs, slack = 200, 0.03
			}
			shares := sc.rejections(t, runs)
			for name, bounds := range sc.between {
				if share := shares[name]; share < bounds[0]-slack || share > bounds[1]+slack+1e-9 {
					t.Errorf("%s rejects %.1f percent, want %g to %g", name, 100*share, 100*bounds[0], 100*bounds[1])
				}
				t.Logf("%s rejects %.1f percent", name, 100*shares[name])
			}
		})
	}
}

// METHODS 13 does not speak of zeros; analysis names these sizes beside such a study. With 71 percent of the returns zero 500 draws of 16
// events rejected in 24 and 24 percent by Corrado-Zivney and GRANK-T, and in 4 to 5 and 3 by sign flips and placebo dates.
func TestRanksOfZerosRejectTooOften(t *testing.T) {
	t.Parallel()
	const runs = 150
	share := map[string]float64{}
	for run := range uint64(runs) {
		s := simulate(1_000_000 + run)
		returns := s.series(140*17, func() float64 { // a return is drawn, then dropped: the draws of both stay in step
			r := s.t5()
			if s.rng.Float64() < 0.71 {
				return 0
			}
			return r
		})
		study := mustNew(t, []Series{{R: returns}}, apart(16, 140), Headline())
		got := study.Aggregate(Options{})
		for _, test := range append(got.Tests, study.Placebo(nil, placeboDraws, resample.New(run)).Test()) {
			if test.P.OK && test.P.Value < 0.05 {
				share[test.Name] += 1.0 / runs
			}
		}
	}
	for name, bounds := range map[string][2]float64{CorradoZivneyZ: {0.13, 0.35}, GRankT: {0.13, 0.35}, SignFlipExact: {0, 0.09}, PlaceboTest: {0, 0.09}, CorradoRankZ: {0, 0.09}} {
		if share[name] < bounds[0] || share[name] > bounds[1] {
			t.Errorf("%s rejects %.1f percent, want %g to %g", name, 100*share[name], 100*bounds[0], 100*bounds[1])
		}
	}
}
