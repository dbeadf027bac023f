package stat

import (
	"math"
	"slices"
)

// Quantile returns the p-quantile of x by linear interpolation between order statistics (type 7, the default of R). x is not modified.
// Panics where x is empty or p lies outside [0, 1].
func Quantile(x []float64, p float64) float64 {
	sorted := slices.Clone(x)
	slices.Sort(sorted)
	return QuantileSorted(sorted, p)
}

// QuantileSorted is Quantile of values already in ascending order, for callers that ask for several quantiles of one sample.
func QuantileSorted(sorted []float64, p float64) float64 {
	if len(sorted) == 0 || !(p >= 0 && p <= 1) {
		panic("stat: Quantile needs a value and p in [0, 1]")
	}
	at := float64(len(sorted)-1) * p
	low := int(math.Floor(at))
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[low] + (at-float64(low))*(sorted[low+1]-sorted[low])
}
