package correlation

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"detente/internal/analysis/stat"
)

// MaxHAC tests the lags -maxLag..maxLag of CCF one by one with Newey-West errors of newey lags and returns the least p times the number
// of lags, at most one: Holm's first step, valid under any dependence between them. Random orders and rotations tear wild days of one
// series from busy days of the other; this does not, so it keeps its size where volatility goes with y. The errors are those under
// the null, which a few large pairs cannot make small as they do those around a fitted slope (HAC). It is missing where CCF has none.
// Reference: Newey and West (1987); Holm (1979); restricted residuals, Davidson and MacKinnon (1985).
func (p Pairs) MaxHAC(maxLag, newey int) stat.Maybe {
	if err := p.checkLags(maxLag + 2); err != nil {
		return stat.None("too few pairs for the lags, or a series that does not vary")
	}
	zx, zy, n := standardise(p.X), standardise(p.Y), p.N()
	score, least := make([]float64, n), 1.0
	for k := -maxLag; k <= maxLag; k++ {
		rows := score[:n-max(k, -k)]
		floats.MulTo(rows, zx[max(k, 0):][:len(rows)], zy[max(-k, 0):][:len(rows)])
		least = min(least, zeroMean(rows, newey))
	}
	return stat.Some(min(1, least*float64(2*maxLag+1)))
}

// zeroMean is the p of a mean of zero, with Newey-West's variance of the sum around zero and Student's t; 1 where nothing varies.
func zeroMean(score []float64, newey int) float64 {
	n := float64(len(score))
	variance := bartlett(score, max(0, min(newey, len(score)-1))) * n / (n - 2)
	if !(variance > 0) {
		return 1
	}
	return stat.TTwoSided(floats.Sum(score)/math.Sqrt(variance), n-2)
}
