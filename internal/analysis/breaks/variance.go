package breaks

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"detente/internal/analysis/stat"
)

// Variance are tests for one change of the unconditional variance of a series, from its cumulated squared deviations from the mean.
// Prefer Kappa2: InclanTiao assumes independent normal values and rejects too often with fat tails or volatility clusters, Kappa1 allows
// for fat tails, Kappa2 for both, with Lag autocovariances of the squares.
type Variance struct {
	InclanTiao, Kappa1, Kappa2 Test
	Lag                        int
}

// VarianceChange returns the three tests with lag floor(4 (n/100)^(1/4)). They are missing where the values are all alike in size.
// Errors: fewer than ten values, values not finite. Reference: Inclan and Tiao (1994); Sanso, Arago and Carrion (2004).
func VarianceChange(y []float64) (Variance, error) {
	if len(y) < 10 {
		return Variance{}, fmt.Errorf("breaks: %d values are too few for a change of variance", len(y))
	}
	if i := stat.FirstNotFinite(y); i >= 0 {
		return Variance{}, fmt.Errorf("breaks: value %d is not finite", i)
	}
	u, centre := make([]float64, len(y)), stat.Mean(y)
	for i, v := range y {
		u[i] = (v - centre) * (v - centre)
	}
	n := float64(len(y))
	mean := stat.Mean(u)
	floats.AddConst(-mean, u)
	v := Variance{Lag: int(math.Floor(4 * math.Pow(n/100, 0.25)))}
	fourth := floats.Dot(u, u) / n
	if !(fourth > 1e-28*mean*mean) {
		none := missing("the values are all alike in size")
		v.InclanTiao, v.Kappa1, v.Kappa2 = none, none, none
		return v, nil
	}
	top, at := peak(u)
	v.InclanTiao = bridge(top/(mean*math.Sqrt(2*n)), at)
	v.Kappa1 = bridge(top/math.Sqrt(n*fourth), at)
	v.Kappa2 = bridge(top/math.Sqrt(n*longRun(u, v.Lag)), at)
	return v, nil
}

// peak is the largest size of the cumulated sums and its position.
func peak(u []float64) (top float64, at int) {
	var sum float64
	for t, d := range u {
		sum += d
		if math.Abs(sum) > top {
			top, at = math.Abs(sum), t+1
		}
	}
	return top, at
}

func longRun(u []float64, lag int) float64 {
	total := floats.Dot(u, u)
	for l := 1; l <= lag; l++ {
		total += 2 * (1 - float64(l)/float64(lag+1)) * floats.Dot(u[l:], u[:len(u)-l])
	}
	return total / float64(len(u))
}

func bridge(value float64, at int) Test {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return missing("the long-run variance of the squares is zero")
	}
	return Test{Stat: stat.Some(value), P: stat.Some(stat.KolmogorovSF(value)), At: at}
}
