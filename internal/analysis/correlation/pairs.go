// Package correlation measures how two series move together and how sure that is: Pearson, Spearman and Kendall, p-values that survive
// autocorrelation (effective sample size, circular shift), permutation tests, and correlation over leads, lags and rolling windows.
// It works on pairs in time order, knows no dates, and never says which series causes which. It is meant for returns and changes;
// correlating trending levels gives nonsense that no p-value here repairs.
package correlation

import (
	"fmt"
	"math"

	"detente/internal/analysis/stat"
)

// Pairs are the complete observations of two series in time order. Dropped counts the pairs that were left out because either was
// missing. Make one with Complete; the methods rely on equal lengths and finite values.
type Pairs struct {
	X, Y    []float64
	Dropped int
}

// Complete keeps the pairs in which neither x nor y is NaN, the input's mark for a missing value. It refuses unequal lengths and
// infinite values, naming the row.
func Complete(x, y []float64) (Pairs, error) {
	if len(x) != len(y) {
		return Pairs{}, fmt.Errorf("correlation: x has %d values, y has %d", len(x), len(y))
	}
	p := Pairs{X: make([]float64, 0, len(x)), Y: make([]float64, 0, len(x))}
	for i := range x {
		if math.IsInf(x[i], 0) || math.IsInf(y[i], 0) {
			return Pairs{}, fmt.Errorf("correlation: row %d is infinite", i)
		}
		if math.IsNaN(x[i]) || math.IsNaN(y[i]) {
			p.Dropped++
			continue
		}
		p.X = append(p.X, x[i])
		p.Y = append(p.Y, y[i])
	}
	return p, nil
}

// N returns the number of complete pairs.
func (p Pairs) N() int { return len(p.X) }

// Estimate is a coefficient with its test of zero and its 95 percent interval. A part that does not exist says why.
type Estimate struct {
	N      int
	Value  stat.Maybe
	T      stat.Maybe
	DF     float64
	P      stat.Maybe
	Lo, Hi stat.Maybe
}

func undefined(n int, reason string) Estimate {
	none := stat.None(reason)
	return Estimate{N: n, Value: none, T: none, P: none, Lo: none, Hi: none}
}

const zeroVariance = "zero variance"

// trouble says why no correlation of the pairs exists, or "" where one does.
func (p Pairs) trouble() string {
	switch {
	case p.N() < 2:
		return "fewer than two complete pairs"
	case stat.Constant(p.X) || stat.Constant(p.Y):
		return zeroVariance
	}
	sxx, syy, _ := stat.CrossDeviation(p.X, p.Y)
	if !measurable(sxx) || !measurable(syy) {
		return "the variance is too small or too large for float64"
	}
	return ""
}

// measurable says whether products of a sum of squares keep their digits.
func measurable(squares float64) bool { return squares > 1e-290 && squares < 1e290 }

// product is the moment correlation of two series that both vary, clamped to [-1, 1].
func product(x, y []float64) float64 {
	sxx, syy, sxy := stat.CrossDeviation(x, y)
	return clamp(sxy / (math.Sqrt(sxx) * math.Sqrt(syy)))
}

// clamp takes a correlation within rounding of one to one, so that a perfect line is recognised as such.
func clamp(r float64) float64 {
	if math.Abs(r) > 1-1e-15 {
		return math.Copysign(1, r)
	}
	return r
}

// student tests r with n observations (which need not be whole): t = r sqrt((n-2)/(1-r^2)) with n-2 degrees of freedom.
func student(r, n float64) (t, p stat.Maybe, df float64) {
	df = n - 2
	switch {
	case df <= 0:
		none := stat.None("needs more than two observations")
		return none, none, df
	case math.Abs(r) == 1:
		return stat.None("the pairs lie on a line"), stat.Some(0), df
	}
	value := r * math.Sqrt(df/(1-r*r))
	return stat.Some(value), stat.Some(stat.TTwoSided(value, df)), df
}

// fisher returns the 95 percent interval tanh(atanh r -+ z se).
func fisher(r, se float64) (lo, hi stat.Maybe) {
	z, half := math.Atanh(r), stat.NormalQuantile(0.975)*se
	return stat.Some(math.Tanh(z - half)), stat.Some(math.Tanh(z + half))
}
