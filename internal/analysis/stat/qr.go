package stat

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// Triangle is the factor R of the QR factors of a matrix, by columns: R[j] holds the rows 0 to j of column j, and all below
// is 0. The signs of its rows are free.
type Triangle [][]float64

// At returns the element in row i of column j.
func (r Triangle) At(i, j int) float64 {
	if i > j {
		return 0
	}
	return r[j][i]
}

// Factor returns R of the columns, which are of one length, finite, and not changed, and y rotated along (Q'y); y may be
// nil. Each column is reflected onto its diagonal and the reflection applied to what comes after it, as LAPACK's dgeqr2 does;
// the library's QR brought all of LAPACK and BLAS into the program. The error names the first column that is zero or a linear
// combination of those before it. Panics where there are more columns than rows.
// Reference: Golub and Van Loan (2013), Matrix Computations, algorithms 5.1.1 and 5.2.1.
func Factor(columns [][]float64, y []float64) (Triangle, []float64, error) {
	r, rotated := make(Triangle, len(columns)), slices.Clone(y)
	for j, column := range columns {
		r[j] = slices.Clone(column)
	}
	for j := range r {
		below := r[j][j:]
		diagonal := mirror(below)
		for _, column := range r[j+1:] {
			apply(below, column[j:])
		}
		if y != nil {
			apply(below, rotated[j:])
		}
		if math.Abs(diagonal) <= dependent*floats.Norm(columns[j], 2) {
			return nil, nil, fmt.Errorf("column %d is constant zero or a linear combination of the columns before it", j)
		}
		below[0] = diagonal
		r[j] = r[j][:j+1]
	}
	return r, rotated, nil
}

// mirror makes x the vector v, of length sqrt 2, whose reflection I - vv' takes x onto its first axis, and returns where.
// The sign is that which cancels no digits. Of a zero x it is the zero vector: nothing is reflected.
func mirror(x []float64) (onto float64) {
	length := floats.Norm(x, 2)
	if length == 0 {
		return 0
	}
	onto = -math.Copysign(length, x[0])
	// v = (x - onto e1) sqrt(2) / |x - onto e1|, and |x - onto e1|^2 = 2 length (length + |x1|)
	floats.Scale(1/length, x)
	first := math.Abs(x[0])
	x[0] += math.Copysign(1, x[0])
	floats.Scale(1/math.Sqrt(1+first), x)
	return onto
}

// apply reflects x by the v of mirror.
func apply(v, x []float64) { floats.AddScaled(x, -floats.Dot(v, x), v) }

// solve returns b with Rb = the first rows of rotated.
func (r Triangle) solve(rotated []float64) []float64 {
	b := slices.Clone(rotated[:len(r)])
	for j := len(r) - 1; j >= 0; j-- {
		b[j] /= r[j][j]
		floats.AddScaled(b[:j], -b[j], r[j][:j])
	}
	return b
}

// invertGram returns (R'R)^-1 by back substitution.
func (r Triangle) invertGram() [][]float64 {
	k := len(r)
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
