package eventstudy

import (
	"math"

	"detente/internal/analysis/stat"
)

// sharedMean returns how many times the variance of the CAAR is what the tests and the interval allow for. They take the CARs as
// independent but for the days that event windows share; yet events whose estimation windows share days share the error of the mean
// return taken from them too. With constant variance, of two events i and j of one series
//
//	Cov(CAR_i, CAR_j) = sigma^2 (d_ij - L a_ij/M_j - L a_ji/M_i + L^2 e_ij/(M_i M_j))
//
// with d and e the rows that their event and their estimation windows share, and a_ij those of the window of i in the estimation window
// of j, none where these are cleaned. The error of a control's coefficient is left out. Of several series the first event's is taken:
// the others have their events on the same rows.
func (p pool) sharedMean() stat.Maybe {
	one := pool{spec: p.spec}
	for i, e := range p.events {
		if e.Series == p.events[0].Series {
			one.events, one.signs = append(one.events, e), append(one.signs, p.signs[i])
		}
	}
	n := float64(one.n())
	if n < 2 {
		return stat.None(needsTwo)
	}
	all, known := one.modelCorrelation(), one.meanCorrelation().Value
	inflation := func(r float64) float64 { return (1 + (n-1)*r) / (1 - r) }
	if max(all, known) >= 1 || min(inflation(all), inflation(known)) <= 0 {
		return stat.None(noAdjustment)
	}
	return stat.Some(inflation(all) / inflation(known))
}

// modelCorrelation is the mean over all pairs of events, two at least and of one series, of the correlation of their CARs.
func (p pool) modelCorrelation() float64 {
	used, deviation := make([][]int, p.n()), make([]float64, p.n())
	for i, e := range p.events {
		used[i] = usedBefore(e.resid)
		deviation[i] = math.Sqrt(p.spec.covariance(e, e, used[i]))
	}
	var sum float64
	for i, a := range p.events {
		for j, b := range p.events[:i] {
			sum += p.signs[i] * p.signs[j] * p.spec.covariance(a, b, used[i]) / (deviation[i] * deviation[j])
		}
	}
	return 2 * sum / float64(p.n()*(p.n()-1))
}

// usedBefore counts the estimation rows in use before each of them, and all of them at the end.
func usedBefore(resid []float64) []int {
	out := make([]int, len(resid)+1)
	for k, v := range resid {
		out[k+1] = out[k]
		if !math.IsNaN(v) {
			out[k+1]++
		}
	}
	return out
}

// covariance is that of the CARs of two events of one series, by the variance of a day; used is usedBefore of a.
func (s Spec) covariance(a, b *Event, used []int) float64 {
	length, ma, mb := float64(s.length()), float64(a.M), float64(b.M)
	v := float64(common(a.T0, s.Window, b.T0, s.Window))
	if n := common(a.T0, s.Estimation, b.T0, s.Estimation); n > 0 {
		from := max(0, b.T0-a.T0)
		v += length * length * float64(used[from+n]-used[from]) / (ma * mb)
	}
	if !s.Clean {
		v -= length * float64(common(a.T0, s.Window, b.T0, s.Estimation)) / mb
		v -= length * float64(common(b.T0, s.Window, a.T0, s.Estimation)) / ma
	}
	return v
}

// common is the number of rows in both of two windows.
func common(t int, v [2]int, u int, w [2]int) int {
	return max(0, min(t+v[1], u+w[1])-max(t+v[0], u+w[0])+1)
}
