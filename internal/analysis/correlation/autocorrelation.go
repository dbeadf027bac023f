package correlation

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"detente/internal/analysis/stat"
)

// ACF returns the autocorrelations of x at lags 0..maxLag with divisor n (R acf). The error says where x is constant, not finite or too
// short for the lag.
func ACF(x []float64, maxLag int) ([]float64, error) {
	if maxLag < 0 || maxLag >= len(x) {
		return nil, fmt.Errorf("correlation: lag %d needs more than the %d values given", maxLag, len(x))
	}
	if i := stat.FirstNotFinite(x); i >= 0 {
		return nil, fmt.Errorf("correlation: value %d is not finite", i)
	}
	if stat.Constant(x) {
		return nil, fmt.Errorf("correlation: autocorrelation of a constant series")
	}
	return autocorrelations(standardise(x), maxLag), nil
}

// PACF returns the partial autocorrelations of x at lags 1..maxLag by the Durbin-Levinson recursion (R pacf).
func PACF(x []float64, maxLag int) ([]float64, error) {
	acf, err := ACF(x, maxLag)
	if err != nil {
		return nil, err
	}
	return levinson(acf).partial, nil
}

// standardise returns x less its mean over its standard deviation with divisor n, so that the sum of squares is n.
func standardise(x []float64) []float64 {
	mean := stat.Mean(x)
	z := make([]float64, len(x))
	for i, v := range x {
		z[i] = v - mean
	}
	floats.Scale(1/math.Sqrt(floats.Dot(z, z)/float64(len(x))), z)
	return z
}

// autocorrelations is ACF of a standardised series.
func autocorrelations(z []float64, maxLag int) []float64 {
	n := len(z)
	acf := make([]float64, maxLag+1)
	for k := range acf {
		acf[k] = floats.Dot(z[k:], z[:n-k]) / float64(n)
	}
	return acf
}

// recursion is the outcome of Durbin-Levinson: the coefficients and the innovation variance (series variance one) for each order.
type recursion struct {
	coefficients [][]float64 // by order 0..
	variance     []float64   // by order 0..
	partial      []float64   // by lag 1..
}

func levinson(acf []float64) recursion {
	r := recursion{coefficients: [][]float64{nil}, variance: []float64{1}}
	for k := 1; k < len(acf); k++ {
		last := r.coefficients[k-1]
		top := acf[k]
		for j, a := range last {
			top -= a * acf[k-1-j]
		}
		reflection := top / r.variance[k-1]
		next := make([]float64, k)
		for j, a := range last {
			next[j] = a - reflection*last[k-2-j]
		}
		next[k-1] = reflection
		r.coefficients = append(r.coefficients, next)
		r.variance = append(r.variance, r.variance[k-1]*(1-reflection*reflection))
		r.partial = append(r.partial, reflection)
	}
	return r
}

// Portmanteau is a test that the first Lag autocorrelations are zero, against chi-squared with Lag degrees of freedom.
type Portmanteau struct {
	Lag  int
	Stat float64
	P    float64
}

// LjungBox returns Q = n(n+2) sum r_k^2/(n-k). Reference: R Box.test, type "Ljung-Box".
func LjungBox(x []float64, lag int) (Portmanteau, error) {
	n := float64(len(x))
	return portmanteau(x, lag, func(k int) float64 { return n * (n + 2) / (n - float64(k)) })
}

// BoxPierce returns Q = n sum r_k^2. Reference: R Box.test, type "Box-Pierce".
func BoxPierce(x []float64, lag int) (Portmanteau, error) {
	return portmanteau(x, lag, func(int) float64 { return float64(len(x)) })
}

func portmanteau(x []float64, lag int, weight func(k int) float64) (Portmanteau, error) {
	if lag < 1 {
		return Portmanteau{}, fmt.Errorf("correlation: a portmanteau test needs a lag of at least one, not %d", lag)
	}
	acf, err := ACF(x, lag)
	if err != nil {
		return Portmanteau{}, err
	}
	q := Portmanteau{Lag: lag}
	for k := 1; k <= lag; k++ {
		q.Stat += weight(k) * acf[k] * acf[k]
	}
	q.P = stat.ChiSquaredSF(q.Stat, float64(lag))
	return q, nil
}
