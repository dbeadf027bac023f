package breaks

import (
	"fmt"
	"math"

	"detente/internal/analysis/stat"
)

// RecursiveCritical is the 5 percent critical value of the recursive CUSUM.
const RecursiveCritical = 0.948

// OLSCUSUM tests for a change of coefficients by the largest size of the cumulated residuals over s sqrt(n) (Ploberger and Kraemer 1992).
// Errors: values not finite, collinear columns. Reference: R strucchange efp(type = "OLS-CUSUM").
func OLSCUSUM(s Sample) (Test, error) {
	fit, err := s.fit(0, s.n())
	if err != nil {
		return Test{}, err
	}
	if fit.DF() <= 0 || s.negligible(fit.RSS) {
		return missing("no residual variance"), nil
	}
	scale := math.Sqrt(fit.RSS / float64(fit.DF()) * float64(fit.N))
	var sum, top float64
	var at int
	for t, e := range fit.Resid {
		sum += e
		if math.Abs(sum)/scale > top {
			top, at = math.Abs(sum)/scale, t+1
		}
	}
	return Test{Stat: stat.Some(top), P: stat.Some(stat.KolmogorovSF(top)), At: at}, nil
}

// RecursiveCUSUM tests for a change of coefficients by the cumulated one-step forecast errors: the largest |W(t)|/(1+2t) (Brown, Durbin
// and Evans 1975). Its power is small for a late break. Errors: values not finite, collinear columns, fewer than two residuals.
// Reference: R strucchange efp(type = "Rec-CUSUM"), with its approximation of p.
func RecursiveCUSUM(s Sample) (Test, error) {
	if _, err := s.fit(0, s.n()); err != nil {
		return Test{}, err
	}
	r := newRecursion(s.k())
	var w []float64
	var at []int
	for t := range s.Y {
		if e, ok := r.add(s, t); ok {
			w, at = append(w, e), append(at, t+1)
		}
	}
	if len(w) < 2 {
		return Test{}, fmt.Errorf("breaks: %d observations are too few for a recursive CUSUM", s.n())
	}
	sd := stat.SD(w)
	if s.negligible(sd * sd * float64(len(w))) {
		return missing("no residual variance"), nil
	}
	n := float64(len(w))
	var best Test
	var sum, top float64
	for i, e := range w {
		sum += e / (sd * math.Sqrt(n))
		if v := math.Abs(sum) / (1 + 2*float64(i+1)/n); v > top {
			top, best.At = v, at[i]
		}
	}
	best.Stat, best.P = stat.Some(top), stat.Some(recursiveP(top))
	return best, nil
}

// recursiveP is the crossing probability of a Brownian motion and the line x(1+2t), by the reflections that matter.
func recursiveP(x float64) float64 {
	if x < 0.3 {
		return 1 - 0.1465*x // linear to the value at 0.3; far from any decision
	}
	upper, lower := stat.NormalSF, func(z float64) float64 { return stat.NormalSF(-z) }
	p := 2 * (upper(3*x) + math.Exp(-4*x*x)*(lower(x)-upper(5*x)) - math.Exp(-16*x*x)*upper(x))
	return min(1, p)
}
