package breaks

import (
	"fmt"
	"math"

	"detente/internal/analysis/stat"
)

// SupF tests for one break at an unknown position: the largest Chow statistic (times k, as strucchange has it) over positions that leave
// at least floor(trim n) observations on each side. P is Hansen's (1997) approximation, known here for one to three regressors.
// Errors: trim outside (0, 0.5), too few observations, values not finite, collinear columns. Reference: R strucchange Fstats, sctest.
func SupF(s Sample, trim float64) (Test, error) {
	fit, err := s.fit(0, s.n())
	if err != nil {
		return Test{}, err
	}
	n, k := s.n(), s.k()
	first := int(math.Floor(trim * float64(n)))
	if !(trim > 0 && trim < 0.5) || first <= k || first > n-first {
		return Test{}, fmt.Errorf("breaks: sup-F with %g of %d observations on each side and %d regressors", trim, n, k)
	}
	left, right := s.sums()
	best := missing("both sides fit exactly")
	for at := first; at <= n-first; at++ {
		rss := left[at] + right[at]
		if s.negligible(rss) {
			continue
		}
		if f := (fit.RSS - rss) / (rss / float64(n-2*k)); !best.Stat.OK || f > best.Stat.Value {
			best.Stat, best.At = stat.Some(f), at
		}
	}
	if best.Stat.OK {
		best.P = hansenP(best.Stat.Value, k, float64(first)/float64(n))
	}
	return best, nil
}

// sums returns the residual sum of squares of the first b and of the last n-b observations for b = 0..n.
func (s Sample) sums() (left, right []float64) {
	n := s.n()
	left, right = make([]float64, n+1), make([]float64, n+1)
	r := newRecursion(s.k())
	for t := range n {
		r.add(s, t)
		left[t+1] = r.rss
	}
	r.reset()
	for t := n - 1; t >= 0; t-- {
		r.add(s, t)
		right[t] = r.rss
	}
	return left, right
}

// hansenP interpolates over the trimming share between the approximations chi2(b0 + b1 f; df) of Hansen (1997, table of sup-F).
func hansenP(f float64, k int, share float64) stat.Maybe {
	if k < 1 || k > len(hansen) {
		return stat.None(fmt.Sprintf("no approximation of p for %d regressors", k))
	}
	rows := hansen[k-1]
	at := func(i int) float64 { return stat.ChiSquaredSF(max(0, rows[i][0]+rows[i][1]*f), rows[i][2]) }
	last := len(rows) - 1
	switch {
	case share <= 0.01:
		return stat.Some(at(last))
	case share >= 0.49:
		near := (share - 0.49) * 100
		return stat.Some((1-near)*at(0) + near*stat.ChiSquaredSF(f, float64(k)))
	}
	position := (0.49 - share) * 50
	i := int(position)
	part := position - float64(i)
	return stat.Some((1-part)*at(i) + part*at(min(i+1, last)))
}
