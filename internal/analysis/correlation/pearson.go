package correlation

import (
	"math"

	"detente/internal/analysis/stat"
)

// Pearson returns the product-moment correlation with the t test and Fisher's interval that hold for independent pairs. With
// autocorrelated series its p is too small: show Effective and Shift beside it. The interval needs n > 3.
// Reference: R cor.test, method "pearson".
func (p Pairs) Pearson() Estimate {
	if reason := p.trouble(); reason != "" {
		return undefined(p.N(), reason)
	}
	return momentEstimate(product(p.X, p.Y), p.N(), float64(p.N()))
}

// momentEstimate tests r as if it rested on size observations.
func momentEstimate(r float64, n int, size float64) Estimate {
	e := Estimate{N: n, Value: stat.Some(r)}
	e.T, e.P, e.DF = student(r, size)
	switch {
	case size <= 3:
		e.Lo = stat.None("the interval needs more than three observations")
		e.Hi = e.Lo
	case math.Abs(r) == 1:
		e.Lo, e.Hi = stat.Some(r), stat.Some(r)
	default:
		e.Lo, e.Hi = fisher(r, 1/math.Sqrt(size-3))
	}
	return e
}

// Spearman returns the rank correlation, ties at their average rank, with the t test and the interval of Bonett and Wright (2000).
// Reference: scipy.stats.spearmanr; R's default p is exact or an Edgeworth series and differs in the third digit.
func (p Pairs) Spearman() Estimate {
	if reason := p.trouble(); reason != "" {
		return undefined(p.N(), reason)
	}
	n := p.N()
	e := Estimate{N: n, Value: stat.Some(product(stat.Ranks(p.X), stat.Ranks(p.Y)))}
	rho := e.Value.Value
	e.T, e.P, e.DF = student(rho, float64(n))
	e.Lo, e.Hi = bonettWright(rho, float64(n))
	return e
}

func bonettWright(rho, size float64) (lo, hi stat.Maybe) {
	if size <= 3 || math.Abs(rho) == 1 {
		none := stat.None("the interval needs more than three pairs that are not in perfect order")
		return none, none
	}
	return fisher(rho, math.Sqrt((1+rho*rho/2)/(size-3)))
}

// Ranks returns the ranks of both series, ties at their average: Pearson's correlation of them is Spearman's, and so are its
// Effective p and its Shift.
func (p Pairs) Ranks() Pairs {
	return Pairs{X: stat.Ranks(p.X), Y: stat.Ranks(p.Y), Dropped: p.Dropped}
}

// EffectiveRanks is Spearman's correlation tested with the number of independent pairs that the ranks are worth; the interval is that
// of Spearman with this number.
func (p Pairs) EffectiveRanks() Effective {
	if reason := p.trouble(); reason != "" {
		return Effective{Estimate: undefined(p.N(), reason)}
	}
	e := p.Ranks().Effective()
	e.Lo, e.Hi = bonettWright(e.Value.Value, e.Size)
	return e
}
