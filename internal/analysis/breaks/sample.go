// Package breaks looks for changes in the mean, the variance or the coefficients of a series: at a date named beforehand (Chow), at an
// unknown date (CUSUM, sup-F, CUSUM of squares), or at several (Bai-Perron, PELT). Positions count observations: a break at b means that
// the first b observations belong to the left segment. It knows no dates, and a break near an event is no evidence of the event's
// effect, since the search used the same numbers.
package breaks

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"detente/internal/analysis/stat"
)

// Sample is a regression whose coefficients may change: Y on the columns, in time order. Make one with Mean or Regression.
type Sample struct {
	Columns [][]float64
	Y       []float64
}

// Mean returns the sample for breaks in the mean of y.
func Mean(y []float64) Sample {
	ones := make([]float64, len(y))
	for i := range ones {
		ones[i] = 1
	}
	return Sample{Columns: [][]float64{ones}, Y: y}
}

// Regression returns the sample for breaks in any coefficient of y on the columns; a constant is a column of ones.
func Regression(columns [][]float64, y []float64) Sample { return Sample{Columns: columns, Y: y} }

func (s Sample) n() int { return len(s.Y) }
func (s Sample) k() int { return len(s.Columns) }

// negligible says whether a sum of squared residuals is rounding rather than noise.
func (s Sample) negligible(rss float64) bool {
	return !(rss > 1e-26*floats.Dot(s.Y, s.Y))
}

// fit is the least squares fit of rows from..to-1; the error says what is wrong with the sample.
func (s Sample) fit(from, to int) (stat.LeastSquares, error) {
	columns := make([][]float64, s.k())
	for j, column := range s.Columns {
		if len(column) != len(s.Y) {
			return stat.LeastSquares{}, fmt.Errorf("breaks: column %d has %d rows, y has %d", j, len(column), len(s.Y))
		}
		columns[j] = column[from:to]
	}
	fit, err := stat.OLS(columns, s.Y[from:to])
	if err != nil {
		return fit, fmt.Errorf("breaks: observations %d to %d: %w", from+1, to, err)
	}
	return fit, nil
}

// recursion is the least squares fit of the rows added so far, kept as the triangle of a QR factorisation. Adding a row costs k
// rotations.
type recursion struct {
	triangle [][]float64
	rotated  []float64 // the response, rotated with the rows
	spare    []float64
	rss      float64
}

func newRecursion(k int) *recursion {
	r := &recursion{triangle: make([][]float64, k), rotated: make([]float64, k), spare: make([]float64, k)}
	for i := range r.triangle {
		r.triangle[i] = make([]float64, k)
	}
	return r
}

func (r *recursion) reset() {
	for i := range r.triangle {
		clear(r.triangle[i])
	}
	clear(r.rotated)
	r.rss = 0
}

// add takes in row t and returns its recursive residual; ok is false where the row only determines a coefficient.
func (r *recursion) add(s Sample, t int) (residual float64, ok bool) {
	x, y := r.spare, s.Y[t]
	for j, column := range s.Columns {
		x[j] = column[t]
	}
	for i, row := range r.triangle {
		if x[i] == 0 {
			continue
		}
		if row[i] == 0 {
			sign := math.Copysign(1, x[i])
			for j := i; j < len(x); j++ {
				row[j] = sign * x[j]
			}
			r.rotated[i] = sign * y
			return 0, false
		}
		length := math.Hypot(row[i], x[i])
		c, d := row[i]/length, x[i]/length
		for j := i; j < len(x); j++ {
			row[j], x[j] = c*row[j]+d*x[j], c*x[j]-d*row[j]
		}
		r.rotated[i], y = c*r.rotated[i]+d*y, c*y-d*r.rotated[i]
	}
	r.rss += y * y
	return y, true
}

// Test is a statistic with its p-value. At is the break position where the statistic is reached.
type Test struct {
	Stat stat.Maybe
	P    stat.Maybe
	At   int
}

func missing(reason string) Test { return Test{Stat: stat.None(reason), P: stat.None(reason)} }
