package resample

import (
	"math"

	"detente/internal/analysis/stat"
)

// Blocks is the mean block length that suits the dependence of a series: for the stationary and for the circular bootstrap. Lag is
// twice the last lag whose autocorrelation still counts.
type Blocks struct {
	Stationary, Circular stat.Maybe
	Lag                  int
}

// BlockLength returns the automatic block lengths of x. Missing, with the reason, where x has fewer than 10 values or does not vary.
// A stationary length below one (white noise) is returned as it is; the caller draws with blocks of at least one.
// Reference: Politis and White (2004) with the correction of Patton, Politis and White (2009).
func BlockLength(x []float64) Blocks {
	if len(x) < 10 {
		none := stat.None("fewer than 10 values")
		return Blocks{Stationary: none, Circular: none}
	}
	if stat.Variance(x) == 0 {
		none := stat.None("the series does not vary")
		return Blocks{Stationary: none, Circular: none}
	}
	n := float64(len(x))
	covariances, lag := significantLags(centred(x))
	var slope float64
	longRun := covariances[0]
	for k := 1; k <= lag; k++ {
		weight := min(1, 2*(1-float64(k)/float64(lag)))
		slope += 2 * weight * float64(k) * covariances[k]
		longRun += 2 * weight * covariances[k]
	}
	if longRun == 0 {
		none := stat.None("the long-run variance is zero")
		return Blocks{Stationary: none, Circular: none, Lag: lag}
	}
	length := func(factor float64) stat.Maybe {
		free := math.Cbrt(2 * slope * slope / (factor * longRun * longRun) * n)
		return stat.Some(min(free, math.Ceil(min(3*math.Sqrt(n), n/3))))
	}
	return Blocks{Stationary: length(2), Circular: length(4.0 / 3), Lag: lag}
}

// significantLags returns the autocovariances of e and the flat-top bandwidth: twice the first lag after which a run of autocorrelations
// is insignificant.
func significantLags(e []float64) (covariances []float64, lag int) {
	n := len(e)
	run := max(5, int(math.Log10(float64(n))))
	most := min(n-2, int(math.Ceil(math.Sqrt(float64(n))))+run)
	limit := 2 * math.Sqrt(math.Log10(float64(n))/float64(n))
	covariances = make([]float64, most+1)
	quiet, last := 0, -1
	for k := range covariances {
		product := dot(e[k:], e[:n-k])
		covariances[k] = product / float64(n)
		// A run that ends at the greatest lag is not looked at: the reference tests lags below it only.
		if last < 0 && quiet == run {
			last = k - run
		}
		ends := math.Sqrt(dot(e[k+1:], e[k+1:]) * dot(e[:n-k-1], e[:n-k-1]))
		if math.Abs(product) < limit*ends {
			quiet++
		} else {
			quiet = 0
		}
	}
	if last < 0 {
		return covariances, most
	}
	return covariances, min(2*max(last, 1), most)
}

func centred(x []float64) []float64 {
	mean := stat.Mean(x)
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = v - mean
	}
	return out
}

func dot(x, y []float64) float64 {
	var total float64
	for i := range x {
		total += x[i] * y[i]
	}
	return total
}
