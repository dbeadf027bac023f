package regression

import (
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Wald tests that every coefficient from index first on is zero, with White's errors in the given form:
//
//	F = b' V^-1 b / q,  against F(q, n-k)
//
// It is missing where the residuals are rounding or V cannot be inverted. Panics where first leaves no coefficient.
// Reference: R lmtest waldtest(vcov = vcovHC(type), test = "F"); MacKinnon and White (1985).
func (f Fit) Wald(first int, form White) Test {
	q := f.K - first
	if q < 1 {
		panic("regression: Wald needs a coefficient")
	}
	if !f.hasNoise() {
		return missingTest("residuals are all zero or there are no residual degrees of freedom")
	}
	b := mat.NewVecDense(q, f.Coef[first:])
	var factor mat.Cholesky
	var solved mat.VecDense
	if !factor.Factorize(f.covariance(first, form)) || factor.SolveVecTo(&solved, b) != nil {
		return missingTest("the covariance of the coefficients cannot be inverted")
	}
	return fisherF(mat.Dot(b, &solved)/float64(q), q, f.DF())
}

// covariance is of the coefficients from index first on.
func (f Fit) covariance(first int, form White) *mat.SymDense {
	q := f.K - first
	scale, scaled := f.rowScale(form), make([]float64, f.N)
	terms := make([][]float64, q)
	for i := range terms {
		terms[i] = f.influence(first + i)
	}
	v := mat.NewSymDense(q, nil)
	for i, a := range terms {
		floats.MulTo(scaled, a, scale)
		for j := i; j < q; j++ {
			v.SetSym(i, j, floats.Dot(scaled, terms[j]))
		}
	}
	return v
}
