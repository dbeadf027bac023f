package stat

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// NormalSF returns the upper tail P(Z > z) of the standard normal, to full relative precision far into the tail.
func NormalSF(z float64) float64 {
	refuseNaN("NormalSF", z)
	return 0.5 * math.Erfc(z/math.Sqrt2)
}

// NormalTwoSided returns P(|Z| >= |z|).
func NormalTwoSided(z float64) float64 {
	refuseNaN("NormalTwoSided", z)
	return math.Erfc(math.Abs(z) / math.Sqrt2)
}

// NormalQuantile returns z with P(Z <= z) = p. Panics unless 0 < p < 1.
func NormalQuantile(p float64) float64 {
	refuseOpen("NormalQuantile", p)
	return mathext.NormalQuantile(p)
}

// TTwoSided returns P(|T| >= |t|) for Student's t with df degrees of freedom, which need not be whole. Panics where df <= 0.
func TTwoSided(t, df float64) float64 {
	refuseNaN("TTwoSided", t)
	refuseDF("TTwoSided", df)
	square := t * t
	if math.IsInf(square, 1) {
		return 0
	}
	if math.IsInf(df, 1) {
		return NormalTwoSided(t)
	}
	if square < df { // df/(df+square) is near one and would lose the digits of a small t
		if inside := mathext.RegIncBeta(0.5, df/2, square/(df+square)); inside < 0.5 {
			return 1 - inside
		}
	}
	return mathext.RegIncBeta(df/2, 0.5, df/(df+square))
}

// TSF returns the upper tail P(T > t). Panics where df <= 0.
func TSF(t, df float64) float64 {
	half := 0.5 * TTwoSided(t, df)
	if t < 0 {
		return 1 - half
	}
	return half
}

// TQuantile returns t with P(T <= t) = p. Panics unless 0 < p < 1 and df > 0.
func TQuantile(p, df float64) float64 {
	refuseOpen("TQuantile", p)
	refuseDF("TQuantile", df)
	if p < 0.5 {
		return -upperTQuantile(p, df)
	}
	return upperTQuantile(1-p, df)
}

// upperTQuantile solves TSF(t, df) = tail for tail in (0, 0.5] by Newton steps kept inside a bracket.
func upperTQuantile(tail, df float64) float64 {
	if tail == 0.5 {
		return 0
	}
	low, high := 0.0, 1.0
	for TSF(high, df) > tail && !math.IsInf(high, 1) {
		low, high = high, high*2
	}
	t := (low + high) / 2
	for range 200 {
		gap := TSF(t, df) - tail
		if gap > 0 {
			low = t
		} else {
			high = t
		}
		step := gap / tDensity(t, df)
		if math.Abs(step) <= 1e-15*t {
			return t + step
		}
		if t += step; !(t > low && t < high) {
			t = (low + high) / 2
		}
	}
	return t
}

func tDensity(t, df float64) float64 {
	if math.IsInf(df, 1) {
		return math.Exp(-t*t/2) / math.Sqrt(2*math.Pi)
	}
	return math.Exp(-(df+1)/2*math.Log1p(t*t/df)-mathext.Lbeta(df/2, 0.5)) / math.Sqrt(df)
}

// FSF returns the upper tail P(F > f) with d1 and d2 degrees of freedom. A negative f has tail 1. Panics where d1 or d2 <= 0.
func FSF(f, d1, d2 float64) float64 {
	refuseNaN("FSF", f)
	refuseDF("FSF", min(d1, d2))
	switch {
	case f <= 0:
		return 1
	case math.IsInf(f, 1):
		return 0
	}
	return mathext.RegIncBeta(d2/2, d1/2, d2/(d2+d1*f))
}

// ChiSquaredSF returns the upper tail P(X > x) with k degrees of freedom. A negative x has tail 1. Panics where k <= 0.
func ChiSquaredSF(x, k float64) float64 {
	refuseNaN("ChiSquaredSF", x)
	refuseDF("ChiSquaredSF", k)
	switch {
	case x <= 0:
		return 1
	case math.IsInf(x, 1):
		return 0
	}
	return mathext.GammaIncRegComp(k/2, x/2)
}

// KolmogorovSF returns P(sup |B| > x) for the Brownian bridge, the limit of the two-sided Kolmogorov and OLS-CUSUM statistics.
func KolmogorovSF(x float64) float64 {
	refuseNaN("KolmogorovSF", x)
	if x <= 0 {
		return 1
	}
	if x < 1 { // the alternating series converges too slowly there: the dual theta series
		var total float64
		for k := 1.0; k < 40; k += 2 {
			total += math.Exp(-k * k * math.Pi * math.Pi / (8 * x * x))
		}
		return 1 - math.Sqrt(2*math.Pi)/x*total
	}
	var total float64
	for j, sign := 1.0, 1.0; j < 20; j, sign = j+1, -sign {
		total += sign * math.Exp(-2*j*j*x*x)
	}
	return 2 * total
}

func refuseNaN(name string, v float64) {
	if math.IsNaN(v) {
		panic("stat: " + name + " of NaN")
	}
}

func refuseDF(name string, df float64) {
	if !(df > 0) {
		panic("stat: " + name + " needs positive degrees of freedom")
	}
}

func refuseOpen(name string, p float64) {
	if !(p > 0 && p < 1) {
		panic("stat: " + name + " needs p in (0, 1)")
	}
}
