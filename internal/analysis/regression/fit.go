// Package regression fits linear models to series in time order and says how sure the coefficients are: ordinary least squares with
// Newey-West or White errors, residual diagnostics, event dummies in calendar time, Granger tests, local projections and unit root
// tests. It takes numbers in time order, knows no dates (a lag is one observation, whatever the calendar gap), and never chooses the
// sample. None of its results shows causation.
package regression

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"detente/internal/analysis/stat"
)

// Fit is a least squares fit with the data it rests on. Columns are the regressors as given, Y the response. Intercept is the index of
// the first constant column, or -1.
type Fit struct {
	stat.LeastSquares
	Columns   [][]float64
	Y         []float64
	Intercept int
}

// New fits y on the columns; a constant is a column of ones that the caller puts in. Errors as stat.OLS. The fit keeps the slices.
func New(columns [][]float64, y []float64) (Fit, error) {
	ls, err := stat.OLS(columns, y)
	if err != nil {
		return Fit{}, fmt.Errorf("regression: %w", err)
	}
	fit := Fit{LeastSquares: ls, Columns: columns, Y: y, Intercept: -1}
	for j, column := range columns {
		if stat.Constant(column) {
			fit.Intercept = j
			break
		}
	}
	return fit, nil
}

// Ones returns the constant column of n rows.
func Ones(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = 1
	}
	return x
}

// Coefficient is one estimate with its standard error, test of zero and 95 percent interval, against Student's t with DF degrees of
// freedom.
type Coefficient struct {
	Value, SE float64
	DF        int
	T, P      stat.Maybe
	Lo, Hi    stat.Maybe
}

// Interval returns the two-sided interval of the coefficient at a level in (0, 1), say 0.9. Panics on another level.
func (c Coefficient) Interval(level float64) (lo, hi stat.Maybe) {
	if !c.T.OK {
		return stat.None(c.T.Reason), stat.None(c.T.Reason)
	}
	half := stat.TQuantile((1+level)/2, float64(c.DF)) * c.SE
	return stat.Some(c.Value - half), stat.Some(c.Value + half)
}

func newCoefficient(value, variance float64, df int) Coefficient {
	c := Coefficient{Value: value, SE: math.Sqrt(variance), DF: df}
	reason := ""
	switch {
	case df <= 0:
		reason = "no residual degrees of freedom"
	case !(c.SE > 0):
		reason = "standard error is zero"
	}
	if reason != "" {
		c.T = stat.None(reason)
		c.P, c.Lo, c.Hi = c.T, c.T, c.T
		return c
	}
	t := value / c.SE
	c.T, c.P = stat.Some(t), stat.Some(stat.TTwoSided(t, float64(df)))
	c.Lo, c.Hi = c.Interval(0.95)
	return c
}

// coefficient is estimate j with its variance, which is zero where the residuals are rounding.
func (f Fit) coefficient(j int, variance float64) Coefficient {
	if !f.hasNoise() {
		variance = 0
	}
	return newCoefficient(f.Coef[j], variance, f.DF())
}

// coefficients pairs every estimate with the variance of the same index.
func (f Fit) coefficients(variance func(j int) float64) []Coefficient {
	list := make([]Coefficient, f.K)
	for j := range list {
		list[j] = f.coefficient(j, variance(j))
	}
	return list
}

// Classical returns the coefficients with standard errors for independent errors of equal variance.
func (f Fit) Classical() []Coefficient {
	s2 := 0.0
	if f.DF() > 0 {
		s2 = f.RSS / float64(f.DF())
	}
	return f.coefficients(func(j int) float64 { return s2 * f.XtXInv[j][j] })
}

// influence returns row j of (X'X)^-1 X' times the residuals, by observation: the terms whose sum moves coefficient j.
func (f Fit) influence(j int) []float64 {
	a := f.weights(j)
	floats.Mul(a, f.Resid)
	return a
}

// weights returns row j of (X'X)^-1 X', by observation.
func (f Fit) weights(j int) []float64 {
	w := make([]float64, f.N)
	for m, column := range f.Columns {
		floats.AddScaled(w, f.XtXInv[j][m], column)
	}
	return w
}

// Summary describes a fit as a whole. R2 is about the mean where there is an intercept and about zero otherwise; F tests that all other
// coefficients are zero. LogLik is Gaussian; AIC and BIC count the error variance as a parameter, as R does.
type Summary struct {
	N, K             int
	R2, AdjR2        stat.Maybe
	Sigma            stat.Maybe
	F                Test
	LogLik, AIC, BIC stat.Maybe
	DW               stat.Maybe
}

// Test is a statistic with its degrees of freedom and p-value. DF2 is zero for a chi-squared test.
type Test struct {
	Stat     stat.Maybe
	DF1, DF2 int
	P        stat.Maybe
}

func missingTest(reason string) Test { return Test{Stat: stat.None(reason), P: stat.None(reason)} }

func chiSquared(value float64, df int) Test {
	return Test{Stat: stat.Some(value), DF1: df, P: stat.Some(stat.ChiSquaredSF(value, float64(df)))}
}

func fisherF(value float64, df1, df2 int) Test {
	return Test{Stat: stat.Some(value), DF1: df1, DF2: df2, P: stat.Some(stat.FSF(value, float64(df1), float64(df2)))}
}

// Summary returns the measures of the whole fit.
func (f Fit) Summary() Summary {
	s := Summary{N: f.N, K: f.K}
	none := stat.None("residuals are all zero or there are no residual degrees of freedom")
	s.R2, s.AdjR2, s.Sigma, s.LogLik, s.AIC, s.BIC, s.DW = none, none, none, none, none, none, none
	s.F = missingTest(none.Reason)
	if !f.hasNoise() {
		return s
	}
	n, k := float64(f.N), float64(f.K)
	logLik := -n / 2 * (math.Log(2*math.Pi) + math.Log(f.RSS/n) + 1)
	s.Sigma, s.LogLik = stat.Some(math.Sqrt(f.RSS/(n-k))), stat.Some(logLik)
	s.AIC, s.BIC = stat.Some(-2*logLik+2*(k+1)), stat.Some(-2*logLik+math.Log(n)*(k+1))
	s.DW = stat.Some(durbinWatson(f.Resid) / f.RSS)
	f.explain(&s)
	return s
}

func (f Fit) explain(s *Summary) {
	total, free := floats.Dot(f.Y, f.Y), f.N
	if f.Intercept >= 0 {
		total, _, _ = stat.CrossDeviation(f.Y, f.Y)
		free--
	}
	r2 := 1 - f.RSS/total
	s.R2, s.AdjR2 = stat.Some(r2), stat.Some(1-(1-r2)*float64(free)/float64(f.DF()))
	slopes := f.K - (f.N - free)
	if slopes == 0 {
		s.F = missingTest("there is no regressor beside the constant")
		return
	}
	s.F = fisherF((total-f.RSS)/float64(slopes)/(f.RSS/float64(f.DF())), slopes, f.DF())
}

// hasNoise says whether the residuals are more than rounding.
func (f Fit) hasNoise() bool {
	return f.DF() > 0 && f.RSS > 1e-26*floats.Dot(f.Y, f.Y)
}

func durbinWatson(e []float64) float64 {
	var d float64
	for t := 1; t < len(e); t++ {
		d += (e[t] - e[t-1]) * (e[t] - e[t-1])
	}
	return d
}
