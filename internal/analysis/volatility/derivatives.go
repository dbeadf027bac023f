package volatility

import "gonum.org/v1/gonum/mat"

// derivatives are the analytic first and second derivatives of the GARCH log-likelihood by mu, omega, alpha, beta, and the outer
// product of the scores. Reference: Fiorentini, Calzolari and Panattoni (1996).
type derivatives struct {
	gradient [4]float64
	hessian  [4][4]float64
	outer    [4][4]float64
}

// path is a variance with its first and second derivatives.
type path struct {
	value float64
	first [4]float64
	mixed [4][4]float64
}

const (
	byMu = iota
	byOmega
	byAlpha
	byBeta
)

// derivatives runs the recursion once. The pre-sample e^2 and h are both the mean squared residual, which depends on mu.
func (l likelihood) derivatives(theta [4]float64) derivatives {
	var start path
	start.value = l.startVariance(theta[byMu])
	for _, r := range l {
		start.first[byMu] -= 2 * (r - theta[byMu]) / float64(len(l))
	}
	start.mixed[byMu][byMu] = 2
	var d derivatives
	h, square := start, start
	for _, r := range l {
		h = h.next(theta, square)
		e := r - theta[byMu]
		square = path{value: e * e}
		square.first[byMu] = -2 * e
		square.mixed[byMu][byMu] = 2
		d.add(h, square)
	}
	return d
}

// next differentiates omega + alpha square + beta h; square depends on mu alone.
func (h path) next(theta [4]float64, square path) path {
	alpha, beta := theta[byAlpha], theta[byBeta]
	var n path
	n.value = theta[byOmega] + alpha*square.value + beta*h.value
	for i := range 4 {
		n.first[i] = beta * h.first[i]
		for j := range 4 {
			n.mixed[i][j] = beta * h.mixed[i][j]
		}
	}
	for j := range 4 {
		n.mixed[byBeta][j] += h.first[j]
		n.mixed[j][byBeta] += h.first[j]
	}
	n.first[byMu] += alpha * square.first[byMu]
	n.first[byOmega]++
	n.first[byAlpha] += square.value
	n.first[byBeta] += h.value
	n.mixed[byMu][byMu] += alpha * square.mixed[byMu][byMu]
	n.mixed[byMu][byAlpha] += square.first[byMu]
	n.mixed[byAlpha][byMu] += square.first[byMu]
	return n
}

// add takes in one term -(ln h + e^2/h)/2.
func (d *derivatives) add(h, square path) {
	var score [4]float64
	ratio := square.value / h.value
	for i := range 4 {
		score[i] = -0.5 * (h.first[i]*(1-ratio) + square.first[i]) / h.value
		d.gradient[i] += score[i]
	}
	for i := range 4 {
		for j := range 4 {
			d.outer[i][j] += score[i] * score[j]
			hh := h.first[i] * h.first[j] / h.value
			cross := (square.first[i]*h.first[j] + square.first[j]*h.first[i]) / h.value
			d.hessian[i][j] -= 0.5 * (h.mixed[i][j]*(1-ratio) + hh*(2*ratio-1) - cross + square.mixed[i][j]) / h.value
		}
	}
}

// information is minus the Hessian.
func (d derivatives) information() *mat.SymDense {
	m := mat.NewSymDense(4, nil)
	for i := range 4 {
		for j := i; j < 4; j++ {
			m.SetSym(i, j, -d.hessian[i][j])
		}
	}
	return m
}

func (d derivatives) opg() *mat.SymDense {
	m := mat.NewSymDense(4, nil)
	for i := range 4 {
		for j := i; j < 4; j++ {
			m.SetSym(i, j, d.outer[i][j])
		}
	}
	return m
}

// newton returns what to take off theta for one Newton step; ok is false where the Hessian is not negative definite.
func (d derivatives) newton() (step [4]float64, ok bool) {
	inverse, ok := invert(d.information())
	if !ok {
		return step, false
	}
	for i := range 4 {
		for j := range 4 {
			step[i] -= inverse.At(i, j) * d.gradient[j]
		}
	}
	return step, true
}
