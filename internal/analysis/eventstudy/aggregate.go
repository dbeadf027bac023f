package eventstudy

import (
	"math"

	"detente/internal/analysis/stat"
)

// Names of the tests, in the order of Result.Tests; Placebo and Spaced have their own results.
const (
	CrossSectionalT      = "cross_sectional_t"
	PatellZ              = "patell_z"
	BMPT                 = "bmp_t"
	KPT                  = "kp_t"
	AdjustedPatellZ      = "adjusted_patell_z"
	TimeSeriesT          = "time_series_t"
	CorradoRankZ         = "corrado_rank_z"
	CorradoZivneyZ       = "corrado_zivney_z"
	GRankT               = "grank_t"
	GeneralizedSignZ     = "generalized_sign_z"
	GeneralizedSignExact = "generalized_sign_exact"
	SignFlipExact        = "sign_flip_exact"
	WilcoxonExact        = "wilcoxon_exact"
	PlaceboTest          = "placebo"

	// For windows that share rows: the events of a group are flipped, or moved, together.
	SignFlipGrouped = "sign_flip_grouped"
	PlaceboSpaced   = "placebo_spaced"
)

// Test is one test of "no effect", two-sided. DF is missing where the null distribution has none.
type Test struct {
	Name             string
	Statistic, DF, P stat.Maybe
}

// Result is what the events say together. Signs are applied where the study is signed.
type Result struct {
	N              int           // events averaged
	Episodes       int           // distinct rows of day 0 among them
	Averaged       []int         // which: places in Study.Events
	CAAR, SE       stat.Maybe    // mean CAR; its cross-sectional standard error
	Lo, Hi         stat.Maybe    // 95 percent interval of CAAR, Student's t with N-1 degrees of freedom
	Wide           [2]stat.Maybe // the same allowing for windows that share days; equal to Lo and Hi where none do
	Path           []PathDay     // one per row of the event window
	Tests          []Test        // of the CAAR
	RBar           stat.Maybe    // mean correlation between events that the adjusted tests allow for
	SharedMean     stat.Maybe    // how many times the variance of CAAR is what the tests allow for, where estimation windows share days
	Overlaps       [][2]int      // pairs of averaged events of one series whose windows overlap: places in Study.Events
	SignFlips      Flips         // what stands behind sign_flip_exact
	Groups         int           // of averaged events whose windows share rows, by twos or in a chain; Episodes where none do
	GroupFlips     Flips         // what stands behind sign_flip_grouped, a test only where windows share rows
	ExpectedSigns  stat.Maybe    // share of positive residuals in the estimation windows, the null of the generalised sign tests
	Positive       int           // CARs above zero; zero counts as not positive
	RankDispersion stat.Maybe    // S of the Corrado test
	Rows           int           // event-time rows behind it
	GRankZ         stat.Maybe    // Z of the generalised rank test
	TimeSeriesSD   stat.Maybe    // s_A of the time-series test
}

// PathDay is the average over the events observed on one day of the event window. CAAR is the sum of AAR so far; its interval is of
// the mean of the CARs so far.
type PathDay struct {
	Tau, N    int
	AAR, CAAR stat.Maybe
	Lo, Hi    stat.Maybe
	Tests     []Test // of the AAR: those tests that are defined for one day
	Positive  int
}

// Options are for the tests that draw at random: sign flips of more than 20 events. A Flips of 0 means 99,999; without Rng the test is
// missing there.
//
// ByRow is for several series measured at the same events: the events on one row are one episode. The sign-flip, Wilcoxon and generalised
// sign tests then take one value per row, the intervals are widened by the mean correlation, and they and kp_t have the degrees of
// freedom of the rows.
type Options struct {
	Flips int
	Rng   stat.Random
	ByRow bool
	// Widen allows the intervals of the path for windows that share days, by what kp_t divides by; where none do, nothing changes.
	Widen bool
}

// Aggregate averages the used events and tests the averages. Events whose window is partial are left out unless the spec keeps them,
// and in a signed study those of sign 0. With no event left everything is missing; with one there is a CAAR and no test.
func (s *Study) Aggregate(o Options) Result {
	p := s.pool()
	r := Result{N: p.n(), Averaged: p.at}
	r.RBar, r.SharedMean = p.meanCorrelation(), p.sharedMean()
	_, r.Episodes = p.slots()
	r.Overlaps = p.overlaps()
	b := p.intervals(&r, o)
	ranks, rescaled, signs := p.corrado(), p.corradoZivney(), p.generalizedSigns()
	series := p.timeSeries()
	grank, z := p.generalizedRank()
	units, counted := p.units(o), signs
	if o.ByRow {
		counted = p.rowSigns()
	}
	r.SignFlips, r.Groups = SignFlip(units, o), len(p.groups())
	r.RankDispersion, r.Rows, r.GRankZ, r.TimeSeriesSD = ranks.dispersion, ranks.rows, z, series.sd
	r.ExpectedSigns, r.Positive = counted.expected, counted.positive(units)
	bmp, patell := student(BMPT, p.scar), p.patellWindow()
	r.Tests = []Test{
		student(CrossSectionalT, p.car), patell, bmp,
		p.adjusted(bmp, r.RBar, o), adjustedPatell(patell, r.RBar, p.n()),
		series.window(p), ranks.window(CorradoRankZ), rescaled.window(CorradoZivneyZ), grank,
		counted.z(units), counted.exact(units), r.SignFlips.test(units), wilcoxonTest(units),
	}
	p.flipGroups(&r, o)
	if p.n() < 2 {
		for i, t := range r.Tests {
			r.Tests[i] = missingTest(t.Name, needsTwo)
		}
	}
	r.Path = p.path(b, r.RBar, ranks, rescaled, signs, series)
	return r
}

// intervals fills in the mean CAR with its intervals and returns how wide those of the path are to be.
func (p pool) intervals(r *Result, o Options) band {
	var b band
	if o.ByRow {
		b = p.band(r.RBar, o)
	}
	r.CAAR, r.SE, r.Lo, r.Hi = b.interval(p.car)
	wide := b
	if len(r.Overlaps) > 0 {
		wide = p.band(r.RBar, o)
	}
	_, _, r.Wide[0], r.Wide[1] = wide.interval(p.car)
	if o.Widen {
		return wide
	}
	return b
}

// flipGroups adds the test that flips groups of events together, where windows share rows.
func (p pool) flipGroups(r *Result, o Options) {
	none := stat.None(noneShare)
	r.GroupFlips = Flips{P: none, SmallestP: none}
	if groups := p.groups(); share(groups) {
		var test Test
		r.GroupFlips, test = p.groupFlips(groups, o)
		r.Tests = append(r.Tests, test)
	}
}

const needsTwo = "needs at least two events"

// Test returns the test of that name.
func (r Result) Test(name string) (Test, bool) { return find(r.Tests, name) }

// Test returns the day's test of that name.
func (d PathDay) Test(name string) (Test, bool) { return find(d.Tests, name) }

func find(tests []Test, name string) (Test, bool) {
	for _, t := range tests {
		if t.Name == name {
			return t, true
		}
	}
	return Test{}, false
}

// interval returns the mean of x with its standard error and 95 percent interval.
func interval(x []float64) (mean, se, lo, hi stat.Maybe) {
	if len(x) == 0 {
		none := stat.None("no event to average")
		return none, none, none, none
	}
	mean = stat.Some(stat.Mean(x))
	sd, reason := spread(x)
	if reason != "" {
		none := stat.None(reason)
		return mean, none, none, none
	}
	e := sd / math.Sqrt(float64(len(x)))
	half := stat.TQuantile(0.975, float64(len(x)-1)) * e
	return mean, stat.Some(e), stat.Some(mean.Value - half), stat.Some(mean.Value + half)
}

// spread returns the sample standard deviation of x, or the reason why it cannot be divided by.
func spread(x []float64) (float64, string) {
	if len(x) < 2 {
		return 0, needsTwo
	}
	var largest float64
	for _, v := range x {
		largest = max(largest, math.Abs(v))
	}
	sd := stat.SD(x)
	if sd*sd <= rounding(largest) {
		return 0, "the events do not differ"
	}
	return sd, ""
}
