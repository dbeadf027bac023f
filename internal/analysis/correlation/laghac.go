package correlation

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"detente/internal/analysis/stat"
)

// MaxHAC tests the lags -maxLag..maxLag one by one with Newey-West errors of newey lags and returns the least p times the number of
// lags, at most one: Holm's first step, valid under any dependence between them. Random orders and rotations tear wild days of one
// series from busy days of the other; this does not, so it keeps its size where volatility goes with y. The errors are those under
// the null, which a few large pairs cannot make small as they do those around a fitted slope (HAC). It is missing where a lag leaves
// fewer than three pairs or a series that does not vary.
// Reference: Newey and West (1987); Holm (1979); restricted residuals, Davidson and MacKinnon (1985).
func (p Pairs) MaxHAC(maxLag, newey int) stat.Maybe {
	least := 1.0
	for k := -maxLag; k <= maxLag; k++ {
		one := p.lagged(k).underNull(newey)
		if !one.OK {
			return one
		}
		least = min(least, one.Value)
	}
	return stat.Some(min(1, least*float64(2*maxLag+1)))
}

// underNull is the p of r = 0, against Student's t with n-2 degrees of freedom.
func (p Pairs) underNull(newey int) stat.Maybe {
	reason, n := p.trouble(), float64(p.N())
	if reason == "" && n < 3 {
		reason = "needs more than two pairs"
	}
	if reason != "" {
		return stat.None(reason)
	}
	score := standardise(p.X)
	floats.Mul(score, standardise(p.Y))
	se := math.Sqrt(bartlett(score, newey) / n / (n - 2))
	if se == 0 {
		return stat.None("the products do not vary")
	}
	return stat.Some(stat.TTwoSided(product(p.X, p.Y)/se, n-2))
}

// lagged pairs x[t+k] with y[t].
func (p Pairs) lagged(k int) Pairs {
	n := p.N()
	if k < 0 {
		return Pairs{X: p.X[:n+k], Y: p.Y[-k:]}
	}
	return Pairs{X: p.X[k:], Y: p.Y[:n-k]}
}
