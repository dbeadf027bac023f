package regression

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"detente/internal/analysis/stat"
)

// Diagnostics are tests of what ordinary least squares assumes of the errors; a small p says that it does not hold.
type Diagnostics struct {
	BreuschGodfrey Test // no autocorrelation up to order 4
	BreuschPagan   Test // equal variance given the regressors (Koenker's form)
	JarqueBera     Test // normal errors
	ARCH           Test // no autocorrelation of the squares up to order 5
}

// Diagnostics returns the four tests of the residuals.
func (f Fit) Diagnostics() Diagnostics {
	return Diagnostics{BreuschGodfrey: f.BreuschGodfrey(4), BreuschPagan: f.BreuschPagan(), JarqueBera: f.JarqueBera(), ARCH: f.ARCH(5)}
}

const noNoise = "residuals are all zero or there are no residual degrees of freedom"

// BreuschGodfrey tests for autocorrelation up to an order: n R2 of the residuals on the regressors and their own lags, zeros before the
// sample. Reference: R lmtest bgtest(order, type = "Chisq", fill = 0).
func (f Fit) BreuschGodfrey(order int) Test {
	if !f.hasNoise() || order < 1 || f.N <= f.K+order {
		return missingTest(noNoise)
	}
	columns := append([][]float64{}, f.Columns...)
	for l := 1; l <= order; l++ {
		lagged := make([]float64, f.N)
		copy(lagged[l:], f.Resid[:f.N-l])
		columns = append(columns, lagged)
	}
	aux, err := stat.OLS(columns, f.Resid)
	if err != nil {
		return missingTest(err.Error())
	}
	return chiSquared(float64(f.N)*floats.Dot(aux.Fitted, aux.Fitted)/f.RSS, order)
}

// BreuschPagan tests whether the variance of the errors varies with the regressors: n R2 of the squared residuals on them (Koenker).
// Reference: R lmtest bptest.
func (f Fit) BreuschPagan() Test {
	switch {
	case !f.hasNoise():
		return missingTest(noNoise)
	case f.Intercept < 0:
		return missingTest("needs a constant among the regressors")
	case f.K < 2:
		return missingTest("there is no regressor beside the constant")
	}
	return varianceTest(f.Columns, f.squares(), f.K-1)
}

// ARCH tests for autocorrelation of the squared residuals: (n-order) R2 of them on a constant and their own lags (Engle 1982).
func (f Fit) ARCH(order int) Test {
	if !f.hasNoise() || order < 1 || f.N <= 2*order+1 {
		return missingTest(noNoise)
	}
	squares := f.squares()
	columns := [][]float64{Ones(f.N - order)}
	for l := 1; l <= order; l++ {
		columns = append(columns, squares[order-l:f.N-l])
	}
	return varianceTest(columns, squares[order:], order)
}

func (f Fit) squares() []float64 {
	squares := append([]float64{}, f.Resid...)
	floats.Mul(squares, squares)
	return squares
}

// varianceTest is n R2 of y on the columns, which hold a constant, against chi-squared.
func varianceTest(columns [][]float64, y []float64, df int) Test {
	aux, err := stat.OLS(columns, y)
	if err != nil {
		return missingTest(err.Error())
	}
	total, _, _ := stat.CrossDeviation(y, y)
	if total == 0 {
		return missingTest("squared residuals are all equal")
	}
	return chiSquared(max(0, float64(len(y))*(1-aux.RSS/total)), df)
}

// JarqueBera tests the residuals for normality by their moment skewness and kurtosis (divisor n).
func (f Fit) JarqueBera() Test {
	if !f.hasNoise() {
		return missingTest(noNoise)
	}
	mean := stat.Mean(f.Resid)
	var m2, m3, m4 float64
	for _, e := range f.Resid {
		d := e - mean
		m2 += d * d
		m3 += d * d * d
		m4 += d * d * d * d
	}
	n := float64(f.N)
	skew := m3 / n / math.Pow(m2/n, 1.5)
	kurtosis := m4 / n / (m2 / n * m2 / n)
	return chiSquared(n/6*(skew*skew+(kurtosis-3)*(kurtosis-3)/4), 2)
}
