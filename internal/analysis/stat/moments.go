// Package stat holds the small exact pieces that the numeric packages under analysis share: moments, ranks, quantiles, tail
// probabilities, and least squares. It does no I/O, keeps no state and never returns NaN: a caller with a value that may be missing
// carries it in a Maybe. Functions panic on misuse only (mismatched lengths, empty input where a value is needed, NaN).
package stat

import "math"

// Mean returns the arithmetic mean of x in two passes: a second pass adds the mean of the deviations, which removes the rounding of
// the first. Panics where x is empty.
func Mean(x []float64) float64 {
	if len(x) == 0 {
		panic("stat: Mean of no values")
	}
	n := float64(len(x))
	first := sum(x) / n
	var rest float64
	for _, v := range x {
		rest += v - first
	}
	return first + rest/n
}

// Variance returns the sample variance of x with divisor n-1, from centred sums. Panics where x has fewer than two values.
func Variance(x []float64) float64 {
	if len(x) < 2 {
		panic("stat: Variance needs two values")
	}
	mean := Mean(x)
	var squares, rest float64
	for _, v := range x {
		d := v - mean
		squares += d * d
		rest += d
	}
	n := float64(len(x))
	return max(0, squares-rest*rest/n) / (n - 1)
}

// SD returns the sample standard deviation of x, the root of Variance. Panics where x has fewer than two values.
func SD(x []float64) float64 { return math.Sqrt(Variance(x)) }

// CrossDeviation returns the centred sums of squares and of products of the pairs (x[i], y[i]), in two passes. Panics where the lengths
// differ or there is no pair.
func CrossDeviation(x, y []float64) (sxx, syy, sxy float64) {
	if len(x) != len(y) {
		panic("stat: CrossDeviation of unequal lengths")
	}
	meanX, meanY := Mean(x), Mean(y)
	for i := range x {
		dx, dy := x[i]-meanX, y[i]-meanY
		sxx += dx * dx
		syy += dy * dy
		sxy += dx * dy
	}
	return sxx, syy, sxy
}

func sum(x []float64) float64 {
	var total float64
	for _, v := range x {
		total += v
	}
	return total
}

// FirstNotFinite returns the index of the first value of x that is NaN or infinite, or -1.
func FirstNotFinite(x []float64) int {
	for i, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return i
		}
	}
	return -1
}

// Constant tells whether all values of x are the same number; so are those of an empty x.
func Constant(x []float64) bool {
	for _, v := range x {
		if v != x[0] {
			return false
		}
	}
	return true
}
