package volatility

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"detente/internal/analysis/stat"
)

// leastGARCH is the number of returns below which a GARCH fit is refused: the likelihood is then too flat to trust.
const leastGARCH = 100

// GARCH is a fitted GARCH(1,1) with constant mean and normal errors,
//
//	r[t] = mu + e[t],  h[t] = omega + alpha e[t-1]^2 + beta h[t-1]
//
// started from the mean squared residual for both e^2 and h. Standard errors are in the order mu, omega, alpha, beta: Hessian assumes
// normal errors, OPG is the outer product of the scores, QML (the sandwich of both) holds without normality; they are missing where
// the estimate lies on the boundary. Variance is h by return, Next the forecast after the last one. HalfLife is in returns.
type GARCH struct {
	N                      int
	Mu, Omega, Alpha, Beta float64
	LogLik                 float64
	Hessian, OPG, QML      [4]stat.Maybe
	Persistence            float64
	Unconditional          float64
	HalfLife               stat.Maybe
	Variance               []float64
	Next                   float64
}

// ErrNoGARCH is returned where the likelihood has no maximum inside omega > 0, alpha, beta >= 0, alpha + beta < 1.
var ErrNoGARCH = errors.New("volatility: GARCH(1,1) does not converge on this sample")

// FitGARCH maximises the likelihood from several starting points by BFGS on a transformed scale, then by Newton steps with the
// analytic Hessian. Refuses fewer than 100 returns, values that are not finite and a constant series; ErrNoGARCH where no maximum is
// found.
// Benchmark: Fiorentini, Calzolari and Panattoni (1996).
func FitGARCH(returns []float64) (GARCH, error) {
	if i := stat.FirstNotFinite(returns); i >= 0 {
		return GARCH{}, fmt.Errorf("volatility: return %d is not finite", i)
	}
	if len(returns) < leastGARCH {
		return GARCH{}, fmt.Errorf("volatility: GARCH needs at least %d returns, %d given", leastGARCH, len(returns))
	}
	scale := stat.SD(returns)
	if scale == 0 {
		return GARCH{}, fmt.Errorf("volatility: GARCH of a constant series")
	}
	unit := make(likelihood, len(returns)) // the surface is well shaped at unit variance
	for i, r := range returns {
		unit[i] = r / scale
	}
	theta, err := unit.maximise()
	if err != nil {
		return GARCH{}, err
	}
	return describe(returns, [4]float64{theta[0] * scale, theta[1] * scale * scale, theta[2], theta[3]}), nil
}

// likelihood is the sample whose Gaussian likelihood is maximised over theta = mu, omega, alpha, beta.
type likelihood []float64

// maximise returns the best theta over all starting points.
func (l likelihood) maximise() (best [4]float64, err error) {
	top := math.Inf(-1)
	mean := stat.Mean(l)
	for _, start := range [][2]float64{{0.05, 0.90}, {0.15, 0.80}, {0.10, 0.60}, {0.30, 0.30}} {
		theta := [4]float64{mean, 1 - start[0] - start[1], start[0], start[1]}
		theta = l.polish(l.climb(theta))
		if value := l.value(theta); value > top {
			top, best = value, theta
		}
	}
	if math.IsInf(top, -1) || best[2]+best[3] >= 1-1e-9 {
		return best, ErrNoGARCH
	}
	return best, nil
}

// climb searches on a scale without bounds: log omega, and the logits of persistence and of alpha's share in it.
func (l likelihood) climb(theta [4]float64) [4]float64 {
	return bounded(minimise(unbounded(theta), func(u [4]float64) float64 { return -l.value(bounded(u)) }, l.freeGradient))
}

func bounded(u [4]float64) [4]float64 {
	persistence, share := logistic(u[2]), logistic(u[3])
	return [4]float64{u[0], math.Exp(u[1]), persistence * share, persistence * (1 - share)}
}

func unbounded(theta [4]float64) [4]float64 {
	persistence := theta[2] + theta[3]
	share := theta[2] / persistence
	return [4]float64{theta[0], math.Log(theta[1]), math.Log(persistence / (1 - persistence)), math.Log(share / (1 - share))}
}

func logistic(u float64) float64 { return 1 / (1 + math.Exp(-u)) }

// freeGradient is the gradient of minus the likelihood on the scale of climb.
func (l likelihood) freeGradient(u [4]float64) (gradient [4]float64) {
	theta := bounded(u)
	g := l.derivatives(theta).gradient
	persistence, share := logistic(u[2]), logistic(u[3])
	gradient[0] = -g[0]
	gradient[1] = -g[1] * theta[1]
	gradient[2] = -(g[2]*share + g[3]*(1-share)) * persistence * (1 - persistence)
	gradient[3] = -(g[2] - g[3]) * persistence * share * (1 - share)
	return gradient
}

// polish takes Newton steps while they raise the likelihood and stay inside the bounds.
func (l likelihood) polish(theta [4]float64) [4]float64 {
	value := l.value(theta)
	for range 20 {
		d := l.derivatives(theta)
		step, ok := d.newton()
		if !ok {
			return theta
		}
		next := theta
		for i := range next {
			next[i] -= step[i]
		}
		raised := l.value(next)
		if !(raised >= value) {
			return theta
		}
		small := raised-value < 1e-13*math.Abs(value)
		theta, value = next, raised
		if small {
			return theta
		}
	}
	return theta
}

// value returns the log-likelihood, minus infinity outside the bounds.
func (l likelihood) value(theta [4]float64) float64 {
	mu, omega, alpha, beta := theta[0], theta[1], theta[2], theta[3]
	if !(omega > 0 && alpha >= 0 && beta >= 0 && alpha+beta < 1) {
		return math.Inf(-1)
	}
	start := l.startVariance(mu)
	square, h := start, start
	var total float64
	for _, r := range l {
		h = omega + alpha*square + beta*h
		square = (r - mu) * (r - mu)
		total += math.Log(h) + square/h
	}
	return -0.5 * (total + float64(len(l))*math.Log(2*math.Pi))
}

func (l likelihood) startVariance(mu float64) float64 {
	var s float64
	for _, r := range l {
		s += (r - mu) * (r - mu)
	}
	return s / float64(len(l))
}

// describe computes everything a reader of the fit wants, on the scale of the returns.
func describe(returns likelihood, theta [4]float64) GARCH {
	g := GARCH{N: len(returns), Mu: theta[0], Omega: theta[1], Alpha: theta[2], Beta: theta[3], LogLik: returns.value(theta)}
	g.Persistence = g.Alpha + g.Beta
	g.Unconditional = g.Omega / (1 - g.Persistence)
	g.HalfLife = stat.None("no persistence")
	if g.Persistence > 0 {
		g.HalfLife = stat.Some(math.Log(0.5) / math.Log(g.Persistence))
	}
	start := returns.startVariance(g.Mu)
	g.Next = g.Omega + g.Persistence*start
	for _, r := range returns {
		g.Variance = append(g.Variance, g.Next)
		g.Next = g.Omega + g.Alpha*(r-g.Mu)*(r-g.Mu) + g.Beta*g.Next
	}
	g.errors(returns.derivatives(theta))
	return g
}

// errors fills in the standard errors from the inverse of minus the Hessian and the outer product of the scores.
func (g *GARCH) errors(d derivatives) {
	none := stat.None("the estimate lies on the boundary or the likelihood is flat")
	for i := range 4 {
		g.Hessian[i], g.OPG[i], g.QML[i] = none, none, none
	}
	inverse, ok := invert(d.information())
	if g.Alpha < 1e-6 || g.Beta < 1e-6 || !ok {
		return
	}
	var sandwich, half mat.Dense
	half.Mul(inverse, d.opg())
	sandwich.Mul(&half, inverse)
	for i := range 4 {
		g.Hessian[i], g.QML[i] = root(inverse.At(i, i)), root(sandwich.At(i, i))
	}
	if outer, ok := invert(d.opg()); ok {
		for i := range 4 {
			g.OPG[i] = root(outer.At(i, i))
		}
	}
}

func root(variance float64) stat.Maybe {
	if !(variance > 0) {
		return stat.None("the variance of the estimate is not positive")
	}
	return stat.Some(math.Sqrt(variance))
}

// invert returns the inverse of a positive definite matrix. Rows and columns are first brought to unit diagonal, since the four
// parameters live on very different scales.
func invert(m *mat.SymDense) (*mat.SymDense, bool) {
	n := m.SymmetricDim()
	unit, scale := mat.NewSymDense(n, nil), make([]float64, n)
	for i := range n {
		if !(m.At(i, i) > 0) {
			return nil, false
		}
		scale[i] = math.Sqrt(m.At(i, i))
	}
	for i := range n {
		for j := i; j < n; j++ {
			unit.SetSym(i, j, m.At(i, j)/(scale[i]*scale[j]))
		}
	}
	var factor mat.Cholesky
	if !factor.Factorize(unit) {
		return nil, false
	}
	inverse := mat.NewSymDense(n, nil)
	if err := factor.InverseTo(inverse); err != nil {
		return nil, false
	}
	for i := range n {
		for j := i; j < n; j++ {
			inverse.SetSym(i, j, inverse.At(i, j)/(scale[i]*scale[j]))
		}
	}
	return inverse, true
}
