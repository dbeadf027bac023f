package eventstudy

import (
	"math"

	"detente/internal/analysis/stat"
)

// MinEpisodes is the fewest episodes an interval or a parametric p is given for in a Part: two values say next to nothing about how
// far values lie apart.
const MinEpisodes = 3

const tooFewEpisodes = "needs at least three episodes"

// Part is what some of the averaged events say together.
type Part struct {
	N, Episodes int        // events; distinct rows among them
	CAAR        stat.Maybe // mean CAR
	Lo, Hi      stat.Maybe // 95 percent interval, widened where Adjusted
	P           stat.Maybe // of BMP; of the adjusted BMP where Adjusted
	Adjusted    bool       // windows share days
	Flips       Flips      // of events one by one; of groups whose windows share days where Adjusted
}

// Part averages those of the averaged events whose place keep takes. Where their windows share days the statistic is the adjusted one.
// Below MinEpisodes the interval and P are missing; with no event everything is.
func (s *Study) Part(keep func(place int) bool, o Options) Part {
	p := s.pool().only(keep)
	_, rows := p.slots()
	out := Part{N: p.n(), Episodes: rows}
	p.near(func(_, _, _ int) { out.Adjusted = true })
	rbar := p.meanCorrelation()
	var b band
	test := student(BMPT, p.scar)
	if out.Adjusted {
		b = p.band(rbar, o)
		test = p.adjusted(test, rbar, o)
	}
	out.CAAR, _, out.Lo, out.Hi = b.interval(p.car)
	out.P = test.P
	out.Flips = p.flips(o)
	if rows < MinEpisodes {
		none := stat.None(tooFewEpisodes)
		out.Lo, out.Hi, out.P = none, none, none
	}
	return out
}

// flips keeps events whose windows share rows together, as the headline does.
func (p pool) flips(o Options) Flips {
	if groups := p.groups(); share(groups) {
		f, _ := p.groupFlips(groups, o)
		return f
	}
	return SignFlip(p.units(o), o)
}

func (p pool) only(keep func(place int) bool) pool {
	out := pool{spec: p.spec}
	for i, at := range p.at {
		if keep(at) {
			out.at, out.events, out.signs = append(out.at, at), append(out.events, p.events[i]), append(out.signs, p.signs[i])
			out.car, out.scar = append(out.car, p.car[i]), append(out.scar, p.scar[i])
		}
	}
	return out
}

// units are the values that are as likely to have either sign, one by one, if nothing happened: the CARs, or under ByRow one value
// per row. A row's value is its share of the CAAR times the number of rows, so that their mean is the CAAR; with as many
// events on each row it is the mean CAR of the row.
func (p pool) units(o Options) []float64 {
	if !o.ByRow {
		return p.car
	}
	of, rows := p.slots()
	out := make([]float64, rows)
	for i, car := range p.car {
		out[of[i]] += car * float64(rows) / float64(p.n())
	}
	return out
}

// rowSigns is generalizedSigns by row: the expected share is that of the days on which the residuals of a row's events add up to
// more than zero.
func (p pool) rowSigns() signs {
	of, rows := p.slots()
	if rows == 0 {
		return signs{stat.None("no event to average")}
	}
	sums := make([][]float64, rows)
	for i, e := range p.events {
		if sums[of[i]] == nil {
			sums[of[i]] = make([]float64, len(e.resid))
		}
		for k, v := range e.resid {
			sums[of[i]][k] += p.signs[i] * v // NaN where one of them is missing
		}
	}
	var shares float64
	for _, sum := range sums {
		positive, days := 0, 0
		for _, v := range sum {
			if v > 0 {
				positive++
			}
			if !math.IsNaN(v) {
				days++
			}
		}
		if days > 0 {
			shares += float64(positive) / float64(days)
		}
	}
	expected := shares / float64(rows)
	if expected <= 0 || expected >= 1 {
		return signs{stat.None("all estimation residuals have one sign")}
	}
	return signs{stat.Some(expected)}
}

// adjusted is the Kolari-Pynnonen form of BMP; under ByRow with the degrees of freedom of the rows.
func (p pool) adjusted(bmp Test, rbar stat.Maybe, o Options) Test {
	if o.ByRow && bmp.DF.OK {
		_, rows := p.slots()
		if rows < 2 {
			return missingTest(KPT, needsTwo)
		}
		bmp.DF = stat.Some(float64(rows - 1))
	}
	return kolariPynnonen(bmp, rbar, p.n())
}

// band says how much wider an interval of a mean is than that of independent events. The zero value changes nothing.
type band struct {
	factor, df float64
	reason     string
}

// band widens by what the adjusted BMP divides by. Signs can make the mean correlation negative; it never narrows.
func (p pool) band(rbar stat.Maybe, o Options) band {
	n := p.n()
	if o.ByRow {
		_, n = p.slots()
	}
	inflation := 1 + float64(p.n()-1)*rbar.Value
	switch {
	case n < 2 || !rbar.OK:
		return band{reason: needsTwo}
	case inflation <= 0 || 1-rbar.Value <= 1e-12:
		return band{reason: noAdjustment}
	}
	return band{factor: math.Sqrt(max(1, inflation/(1-rbar.Value))), df: float64(n - 1)}
}

func (b band) interval(x []float64) (mean, se, lo, hi stat.Maybe) {
	mean, se, lo, hi = interval(x)
	switch {
	case !lo.OK || (b.factor == 0 && b.reason == ""):
		return mean, se, lo, hi
	case b.reason != "":
		none := stat.None(b.reason)
		return mean, none, none, none
	}
	wide := se.Value * b.factor
	half := stat.TQuantile(0.975, b.df) * wide
	return mean, stat.Some(wide), stat.Some(mean.Value - half), stat.Some(mean.Value + half)
}
