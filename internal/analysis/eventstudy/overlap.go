package eventstudy

import (
	"cmp"
	"math"
	"slices"

	"detente/internal/analysis/stat"
)

// thin keeps the first of used events of one series whose windows overlap and gives the others the status Overlap.
// Events without a sign take no part in a signed study and keep nobody out.
func thin(events []Event, spec Spec) {
	order := make([]int, 0, len(events))
	for i, e := range events {
		if e.Status == Used && (!spec.Signed || e.Sign != 0) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(events[a].T0, events[b].T0) })
	last := map[int]int{}
	for _, i := range order {
		e := &events[i]
		if kept, ok := last[e.Series]; ok && e.T0-kept < spec.length() {
			e.Status, e.Reason = Overlap, "its window overlaps that of an earlier event"
			continue
		}
		last[e.Series] = e.T0
	}
}

// near calls f for each pair of the pool, i < j, whose windows share at least one row, with the number of rows they share.
func (p pool) near(f func(i, j, shared int)) {
	length := p.spec.length()
	for i, a := range p.events {
		for j := i + 1; j < len(p.events); j++ {
			if apart := max(a.T0-p.events[j].T0, p.events[j].T0-a.T0); apart < length {
				f(i, j, length-apart)
			}
		}
	}
}

func (p pool) overlaps() [][2]int {
	var out [][2]int
	p.near(func(i, j, _ int) {
		if p.events[i].Series == p.events[j].Series {
			out = append(out, [2]int{p.at[i], p.at[j]})
		}
	})
	return out
}

// meanCorrelation returns the mean over all pairs of events of the correlation that shared days give their CARs:
//
//	rbar = mean over i != j of (rows shared / L) rho_ij s_i s_j
//
// with rho 1 within a series and the correlation of the estimation residuals, paired by day, across series. With several series and one
// date it is the mean off-diagonal correlation of Kolari and Pynnonen (2010); with one series it follows from Cov(CAR_i, CAR_j) =
// rows shared times sigma^2.
func (p pool) meanCorrelation() stat.Maybe {
	if p.n() < 2 {
		return stat.None(needsTwo)
	}
	var sum float64
	p.near(func(i, j, shared int) {
		rho := 1.0
		if a, b := p.events[i], p.events[j]; a.Series != b.Series {
			rho = p.residualCorrelation(a, b)
		}
		sum += float64(shared) / float64(p.spec.length()) * rho * p.signs[i] * p.signs[j]
	})
	return stat.Some(2 * sum / float64(p.n()*(p.n()-1)))
}

// commonDays is the fewest common days a correlation across series is taken from; with fewer it counts as zero.
const commonDays = 30

func (p pool) residualCorrelation(a, b *Event) float64 {
	var x, y []float64
	shift := a.T0 - b.T0 // row k of a's residuals is the day of row k+shift of b's
	for k, v := range a.resid {
		if l := k + shift; l >= 0 && l < len(b.resid) && !math.IsNaN(v) && !math.IsNaN(b.resid[l]) {
			x, y = append(x, v), append(y, b.resid[l])
		}
	}
	if len(x) < commonDays {
		return 0
	}
	sxx, syy, sxy := stat.CrossDeviation(x, y)
	if sxx == 0 || syy == 0 {
		return 0
	}
	return max(-1, min(1, sxy/math.Sqrt(sxx*syy)))
}
