package correlation

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"detente/internal/analysis/stat"
)

// Effective is Pearson's correlation tested with the number of independent pairs that the autocorrelated ones are worth.
// Estimate.N is the number of pairs; Size is the effective number (at most N) that T, DF, P and the interval use. SizeAR1 is the same
// from the first autocorrelations alone, FirstX and FirstY.
type Effective struct {
	Estimate
	Lags           int
	Denominator    float64
	Raw            float64
	Size           float64
	SizeAR1        float64
	FirstX, FirstY float64
}

// Effective returns the test with
//
//	N_eff = n / (1 + 2 sum_{k=1..K} (1-k/n) r_x(k) r_y(k)),  K = floor(n/5)
//
// where the autocorrelations have divisor n. A denominator that is not positive gives n, and N_eff never exceeds n.
// Reference: Bartlett (1935); Bretherton et al. (1999); Pyper and Peterman (1998).
func (p Pairs) Effective() Effective {
	if reason := p.trouble(); reason != "" {
		return Effective{Estimate: undefined(p.N(), reason)}
	}
	n := float64(p.N())
	lags := p.N() / 5
	ax := autocorrelations(standardise(p.X), max(1, lags))
	ay := autocorrelations(standardise(p.Y), max(1, lags))
	e := Effective{Lags: lags, Denominator: 1, FirstX: ax[1], FirstY: ay[1]}
	for k := 1; k <= lags; k++ {
		e.Denominator += 2 * (1 - float64(k)/n) * ax[k] * ay[k]
	}
	e.Raw = n
	if e.Denominator > 0 {
		e.Raw = n / e.Denominator
	}
	e.Size = min(n, e.Raw)
	e.SizeAR1 = min(n, n*(1-ax[1]*ay[1])/(1+ax[1]*ay[1]))
	e.Estimate = momentEstimate(product(p.X, p.Y), p.N(), e.Size)
	return e
}

// Robust is Pearson's correlation with standard errors of Newey and West. Slope is y on x, both standardised, with t on n-2 degrees of
// freedom; Delta is the delta method on Fisher's scale with the normal distribution, SE the standard error of r. Both reject too often
// when both series are persistent: never show them alone.
type Robust struct {
	Lag     int
	SlopeSE float64
	Slope   Estimate
	SE      float64
	Delta   Estimate
}

// HAC returns the heteroskedasticity and autocorrelation consistent tests with this many lags; RuleLag is the customary choice.
// A negative lag counts as zero.
func (p Pairs) HAC(lag int) Robust {
	n := p.N()
	lag = max(0, min(lag, n-1))
	if reason := p.trouble(); reason != "" || n < 3 {
		if reason == "" {
			reason = "needs more than two pairs"
		}
		return Robust{Lag: lag, Slope: undefined(n, reason), Delta: undefined(n, reason)}
	}
	r := product(p.X, p.Y)
	zx, zy := standardise(p.X), standardise(p.Y)
	score, psi := make([]float64, n), make([]float64, n)
	for i := range zx {
		score[i] = zx[i] * (zy[i] - r*zx[i])
		psi[i] = zx[i]*zy[i] - r/2*(zx[i]*zx[i]+zy[i]*zy[i])
	}
	h := Robust{Lag: lag}
	size := float64(n)
	h.SlopeSE = math.Sqrt(bartlett(score, lag) / size / (size - 2))
	h.Slope = robustSlope(r, h.SlopeSE, n)
	h.SE = math.Sqrt(bartlett(psi, lag) / size / size)
	h.Delta = robustDelta(r, h.SE, n)
	return h
}

func robustSlope(r, se float64, n int) Estimate {
	if math.Abs(r) == 1 || se == 0 {
		return undefined(n, "the pairs lie on a line")
	}
	t, df := r/se, float64(n-2)
	half := stat.TQuantile(0.975, df) * se
	return Estimate{N: n, Value: stat.Some(r), T: stat.Some(t), DF: df, P: stat.Some(stat.TTwoSided(t, df)),
		Lo: stat.Some(r - half), Hi: stat.Some(r + half)}
}

// robustDelta leaves DF zero: its null distribution is the normal one.
func robustDelta(r, se float64, n int) Estimate {
	if math.Abs(r) == 1 || se == 0 {
		return undefined(n, "the pairs lie on a line")
	}
	seZ := se / (1 - r*r)
	z := math.Atanh(r) / seZ
	e := Estimate{N: n, Value: stat.Some(r), T: stat.Some(z), P: stat.Some(stat.NormalTwoSided(z))}
	e.Lo, e.Hi = fisher(r, seZ)
	return e
}

// RuleLag is the lag floor(4 (n/100)^(2/9)) of Newey and West.
func RuleLag(n int) int { return int(math.Floor(4 * math.Pow(float64(n)/100, 2.0/9))) }

// bartlett returns the sum of autocovariances (not divided by n) of a centred series with weights 1 - l/(lag+1).
func bartlett(u []float64, lag int) float64 {
	total := floats.Dot(u, u)
	for l := 1; l <= lag; l++ {
		total += 2 * (1 - float64(l)/float64(lag+1)) * floats.Dot(u[l:], u[:len(u)-l])
	}
	return max(0, total)
}
