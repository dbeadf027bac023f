package resample

import (
	"math"
	"slices"

	"detente/internal/analysis/stat"
)

// MinBootstrapped is the fewest values a bootstrap of a mean is shown for: with fewer the percentile interval is far too short.
const MinBootstrapped = 8

// Plan says how often to draw, at which level the interval is taken (0.95), and with which generator.
type Plan struct {
	Draws int
	Level float64
	Rng   stat.Random
}

// Interval is a percentile interval and the standard deviation of the draws behind it.
type Interval struct {
	Lo, Hi, SE stat.Maybe
	Draws      int // draws in which the statistic existed
}

// Mean returns the percentile interval of the mean of x when its values are drawn again with replacement: draw by draw, len(x) times
// Intn(len(x)). Missing, with the reason, where x has fewer than MinBootstrapped values.
// Reference: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
func Mean(x []float64, plan Plan) Interval {
	if len(x) < MinBootstrapped {
		return missing("fewer than 8 values to draw from")
	}
	return percentile(means(x, plan), plan.Level)
}

func means(x []float64, plan Plan) []float64 {
	out := make([]float64, plan.Draws)
	for b := range out {
		var total float64
		for range x {
			total += x[plan.Rng.Intn(len(x))]
		}
		out[b] = total / float64(len(x))
	}
	return out
}

// Correlation returns the percentile interval of Pearson's r of the pairs (x[i], y[i]) under the stationary bootstrap with mean block
// length block, which keeps the dependence in time: each step goes on to the next pair, or with probability 1/block jumps anywhere; the
// end joins the beginning. Draws without variance are left out. Missing, with the reason, where there are fewer than 8 pairs, a series
// does not vary or block is below one. Panics where the lengths differ. Reference: Politis and Romano (1994).
func Correlation(x, y []float64, block float64, plan Plan) Interval {
	if len(x) != len(y) {
		panic("resample: Correlation of unequal lengths")
	}
	switch {
	case len(x) < MinBootstrapped:
		return missing("fewer than 8 pairs to draw from")
	case !(block >= 1):
		return missing("the mean block length is below one")
	case !pearson(x, y).OK:
		return missing("a series does not vary")
	}
	return percentile(correlations(x, y, block, plan), plan.Level)
}

func correlations(x, y []float64, block float64, plan Plan) []float64 {
	n := len(x)
	drawnX, drawnY := make([]float64, n), make([]float64, n)
	out := make([]float64, 0, plan.Draws)
	for range plan.Draws {
		at := plan.Rng.Intn(n)
		for i := range n {
			if i > 0 {
				at = step(at, n, block, plan.Rng)
			}
			drawnX[i], drawnY[i] = x[at], y[at]
		}
		if r := pearson(drawnX, drawnY); r.OK {
			out = append(out, r.Value)
		}
	}
	return out
}

func step(at, n int, block float64, rng stat.Random) int {
	if rng.Float64() < 1/block {
		return rng.Intn(n)
	}
	return (at + 1) % n
}

func pearson(x, y []float64) stat.Maybe {
	sxx, syy, sxy := stat.CrossDeviation(x, y)
	if sxx == 0 || syy == 0 {
		return stat.None("zero variance")
	}
	return stat.Some(max(-1, min(1, sxy/math.Sqrt(sxx*syy))))
}

func percentile(draws []float64, level float64) Interval {
	if !(level > 0 && level < 1) {
		panic("resample: the level of an interval lies in (0, 1)")
	}
	if len(draws) < 2 {
		return missing("fewer than two draws")
	}
	se := stat.SD(draws)
	slices.Sort(draws)
	return Interval{
		Lo:    stat.Some(stat.QuantileSorted(draws, (1-level)/2)),
		Hi:    stat.Some(stat.QuantileSorted(draws, (1+level)/2)),
		SE:    stat.Some(se),
		Draws: len(draws),
	}
}

func missing(reason string) Interval {
	none := stat.None(reason)
	return Interval{Lo: none, Hi: none, SE: none}
}
