// Package volatility turns returns and price ranges into volatility: realised, exponentially weighted, from daily ranges, by GARCH(1,1),
// and from intraday bars. It keeps the unit of its input (percent in, percent out), knows no dates, annualises only where a function
// says so, and never fills a gap. A value that the sample does not determine is missing, with its reason.
package volatility

import (
	"fmt"
	"math"

	"detente/internal/analysis/stat"
)

// Form names what a rolling volatility is the root of.
type Form int

const (
	// ZeroMean is the mean square of the returns.
	ZeroMean Form = iota
	// Sample is the sample variance, about the mean with divisor n-1.
	Sample
)

// Realised returns sqrt(periods) times the volatility of the last width returns, one value a return; the first width-1 and windows with
// a NaN (a missing return) have none. periods is the number of returns a year. Refuses width < 2 and periods <= 0.
func Realised(returns []float64, width int, periods float64, form Form) ([]stat.Maybe, error) {
	if width < 2 || !(periods > 0) {
		return nil, fmt.Errorf("volatility: window of %d returns, %g a year: need at least 2 and more than 0", width, periods)
	}
	out := make([]stat.Maybe, len(returns))
	for t := range out {
		switch {
		case t+1 < width:
			out[t] = stat.None(fmt.Sprintf("fewer than %d returns so far", width))
		case stat.FirstNotFinite(returns[t+1-width:t+1]) >= 0:
			out[t] = stat.None("a return in the window is missing")
		default:
			out[t] = stat.Some(math.Sqrt(periods * form.variance(returns[t+1-width:t+1])))
		}
	}
	return out, nil
}

func (f Form) variance(x []float64) float64 {
	if f == Sample {
		return stat.Variance(x)
	}
	return meanSquare(x)
}

func meanSquare(x []float64) float64 {
	var s float64
	for _, v := range x {
		s += v * v
	}
	return s / float64(len(x))
}

// EWMA is the exponentially weighted variance v[t+1] = lambda v[t] + (1-lambda) r[t]^2. The value at t uses returns up to t-1, so it
// was known before r[t]; the first burn have none, and the one at burn is their mean square. Next is the value after the last return.
type EWMA struct {
	Variance []stat.Maybe
	Next     float64
}

// Weighted returns the EWMA variance; 0.94 and 20 are customary. Refuses lambda outside (0, 1), burn < 1, fewer than burn returns and
// returns that are not finite.
func Weighted(returns []float64, lambda float64, burn int) (EWMA, error) {
	switch i := stat.FirstNotFinite(returns); {
	case !(lambda > 0 && lambda < 1):
		return EWMA{}, fmt.Errorf("volatility: lambda is %g, must lie between 0 and 1", lambda)
	case burn < 1 || len(returns) < burn:
		return EWMA{}, fmt.Errorf("volatility: %d returns to start from, %d given", burn, len(returns))
	case i >= 0:
		return EWMA{}, fmt.Errorf("volatility: return %d is not finite", i)
	}
	e := EWMA{Variance: make([]stat.Maybe, len(returns)), Next: meanSquare(returns[:burn])}
	for t, r := range returns {
		if t < burn {
			e.Variance[t] = stat.None("before the first weighted value")
			continue
		}
		e.Variance[t] = stat.Some(e.Next)
		e.Next = lambda*e.Next + (1-lambda)*r*r
	}
	return e, nil
}

// Annual returns sqrt(periods * variance). Panics where either is negative.
func Annual(variance, periods float64) float64 {
	if variance < 0 || periods < 0 {
		panic("volatility: Annual of a negative number")
	}
	return math.Sqrt(periods * variance)
}
