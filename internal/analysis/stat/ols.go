package stat

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// dependent is the share of a column's length that must be left once the earlier columns are taken out of it. Below it the column is a
// linear combination of them in float64. Filip, the hardest of the NIST regressions, keeps 1e-9.
const dependent = 1e-13

// LeastSquares is one ordinary least squares fit. Coef follows the order of the columns; Resid and Fitted follow the rows. N is the
// number of rows, K the number of columns, RSS the sum of squared residuals, and XtXInv the inverse of X'X.
type LeastSquares struct {
	Coef   []float64
	Resid  []float64
	Fitted []float64
	RSS    float64
	N, K   int
	XtXInv [][]float64
}

// OLS regresses y on the columns, each as long as y; a constant is a column of ones that the caller puts in. It solves by QR and never
// forms the normal equations, which lose half of the digits. The error names an unequal length, a value that is not finite, too few
// rows, or the first column that is a linear combination of those before it.
func OLS(columns [][]float64, y []float64) (LeastSquares, error) {
	if err := checkDesign(columns, y); err != nil {
		return LeastSquares{}, err
	}
	n, k := len(y), len(columns)
	design := mat.NewDense(n, k, nil)
	for j, column := range columns {
		for i, v := range column {
			design.Set(i, j, v)
		}
	}
	var qr mat.QR
	qr.Factorize(design)
	var r mat.Dense
	qr.RTo(&r)
	if err := checkRank(columns, &r); err != nil {
		return LeastSquares{}, err
	}
	var coef mat.VecDense
	if err := qr.SolveVecTo(&coef, false, mat.NewVecDense(n, y)); err != nil {
		if _, illConditioned := err.(mat.Condition); !illConditioned { // the rank check has decided already
			return LeastSquares{}, fmt.Errorf("stat: OLS: %w", err)
		}
	}
	fit := LeastSquares{Coef: coef.RawVector().Data, N: n, K: k, XtXInv: invertGram(&r, k)}
	fit.residuals(columns, y)
	return fit, nil
}

// DF returns the residual degrees of freedom, N - K.
func (f LeastSquares) DF() int { return f.N - f.K }

func (f *LeastSquares) residuals(columns [][]float64, y []float64) {
	f.Fitted = make([]float64, f.N)
	for j, column := range columns {
		for i, v := range column {
			f.Fitted[i] += f.Coef[j] * v
		}
	}
	f.Resid = make([]float64, f.N)
	for i := range y {
		f.Resid[i] = y[i] - f.Fitted[i]
		f.RSS += f.Resid[i] * f.Resid[i]
	}
}

func checkDesign(columns [][]float64, y []float64) error {
	if len(columns) == 0 {
		return fmt.Errorf("stat: OLS: no column")
	}
	if len(y) < len(columns) {
		return fmt.Errorf("stat: OLS: %d rows are too few for %d columns", len(y), len(columns))
	}
	if i := FirstNotFinite(y); i >= 0 {
		return fmt.Errorf("stat: OLS: y is not finite in row %d", i)
	}
	for j, column := range columns {
		if len(column) != len(y) {
			return fmt.Errorf("stat: OLS: column %d has %d rows, y has %d", j, len(column), len(y))
		}
		if i := FirstNotFinite(column); i >= 0 {
			return fmt.Errorf("stat: OLS: column %d is not finite in row %d", j, i)
		}
	}
	return nil
}

func checkRank(columns [][]float64, r *mat.Dense) error {
	for j, column := range columns {
		length := mat.Norm(mat.NewVecDense(len(column), column), 2)
		if math.Abs(r.At(j, j)) <= dependent*length {
			return fmt.Errorf("stat: OLS: column %d is constant zero or a linear combination of the columns before it", j)
		}
	}
	return nil
}

// invertGram returns (R'R)^-1 from the triangle R by back substitution.
func invertGram(r *mat.Dense, k int) [][]float64 {
	inverse := make([][]float64, k) // of R, upper triangular
	for i := range inverse {
		inverse[i] = make([]float64, k)
	}
	for j := range k {
		inverse[j][j] = 1 / r.At(j, j)
		for i := j - 1; i >= 0; i-- {
			var s float64
			for m := i + 1; m <= j; m++ {
				s += r.At(i, m) * inverse[m][j]
			}
			inverse[i][j] = -s / r.At(i, i)
		}
	}
	gram := make([][]float64, k)
	for i := range gram {
		gram[i] = make([]float64, k)
		for j := range gram[i] {
			for m := max(i, j); m < k; m++ {
				gram[i][j] += inverse[i][m] * inverse[j][m]
			}
		}
	}
	return gram
}
