package eventstudy

import (
	"math"

	"detente/internal/analysis/stat"
)

// ranking is a rank test by event time: z of each window day, and the dispersion S over all rows that divides them.
type ranking struct {
	z          []stat.Maybe // one per day of the event window
	dispersion stat.Maybe
	rows       int
}

// corrado ranks each event's estimation residuals and abnormal returns together. Reference: Corrado (1989), with missing data as in
// Corrado and Zivney (1992).
func (p pool) corrado() ranking {
	return p.ranking(func(i, d int) float64 { return p.events[i].Days[d].AR }, func(*Event) float64 { return 1 })
}

// corradoZivney ranks standardised residuals, and window returns standardised once more by their spread across events that day, which
// makes the test robust to a variance the events themselves raise. Reference: Corrado and Zivney (1992).
func (p pool) corradoZivney() ranking {
	spreads := make([]float64, p.spec.length())
	for d := range spreads {
		_, sar, who := p.day(d)
		sd, reason := spread(sar)
		if reason != "" && len(who) > 0 {
			return ranking{z: make([]stat.Maybe, len(spreads)), dispersion: stat.None(reason)}
		}
		spreads[d] = sd
	}
	return p.ranking(
		func(i, d int) float64 { return p.events[i].Days[d].T.Value / spreads[d] },
		func(e *Event) float64 { return e.S.Value })
}

// ranking ranks per event: the residuals divided by scale, then the window values.
func (p pool) ranking(window func(event, day int) float64, scale func(*Event) float64) ranking {
	estimated, length := p.spec.Estimation[1]-p.spec.Estimation[0]+1, p.spec.length()
	sums, counts := make([]float64, estimated+length), make([]float64, estimated+length)
	for i, e := range p.events {
		values, at := p.standardised(i, scale(e))
		for d, day := range e.Days {
			if day.OK {
				values, at = append(values, p.signs[i]*window(i, d)), append(at, estimated+d)
			}
		}
		for j, rank := range stat.Ranks(values) {
			sums[at[j]] += rank/float64(1+len(values)) - 0.5
			counts[at[j]]++
		}
	}
	return newRanking(sums, counts, length)
}

// standardised returns an event's residuals divided by scale, sign applied, and the rows they stand in.
func (p pool) standardised(event int, scale float64) (values []float64, at []int) {
	resid := p.events[event].resid
	values, at = make([]float64, 0, len(resid)+p.spec.length()), make([]int, 0, len(resid)+p.spec.length())
	for k, v := range resid {
		if !math.IsNaN(v) {
			values, at = append(values, p.signs[event]*v/scale), append(at, k)
		}
	}
	return values, at
}

func newRanking(sums, counts []float64, length int) ranking {
	r := ranking{z: make([]stat.Maybe, length)}
	var squares float64
	for t := range sums {
		if counts[t] > 0 {
			r.rows++
			squares += sums[t] * sums[t] / counts[t]
		}
	}
	if squares == 0 {
		r.dispersion = stat.None("the ranks do not vary")
		return r
	}
	s := math.Sqrt(squares / float64(r.rows))
	r.dispersion = stat.Some(s)
	for d := range r.z {
		t := len(sums) - length + d
		r.z[d] = stat.None("no event was observed that day")
		if counts[t] > 0 {
			r.z[d] = stat.Some(sums[t] / math.Sqrt(counts[t]) / s)
		}
	}
	return r
}

func (r ranking) day(name string, d int) Test {
	if !r.dispersion.OK || !r.z[d].OK {
		return missingTest(name, firstReason(r.dispersion, r.z[d]))
	}
	return normalTest(name, r.z[d].Value)
}

// window is the sum of the daily z over sqrt(L). Reference: Campbell and Wasley (1993).
func (r ranking) window(name string) Test {
	var sum, days float64
	for _, z := range r.z {
		if z.OK {
			sum, days = sum+z.Value, days+1
		}
	}
	if !r.dispersion.OK || days == 0 {
		return missingTest(name, r.dispersion.Reason)
	}
	return normalTest(name, sum/math.Sqrt(days))
}

// generalizedRank is GRANK-T: the whole window enters the ranks as one value, SCAR over its spread across events. It returns the test
// and its Z. Reference: Kolari and Pynnonen (2011).
func (p pool) generalizedRank() (Test, stat.Maybe) {
	sd, reason := spread(p.scar)
	if reason != "" {
		return missingTest(GRankT, reason), stat.None(reason)
	}
	last := p.spec.Estimation[1] - p.spec.Estimation[0] + 1
	sums, counts := make([]float64, last+1), make([]float64, last+1)
	for i, e := range p.events {
		values, at := p.standardised(i, e.S.Value)
		values, at = append(values, p.scar[i]/sd), append(at, last)
		for j, rank := range stat.Ranks(values) {
			sums[at[j]] += rank/float64(len(values)+1) - 0.5
			counts[at[j]]++
		}
	}
	return p.grank(sums, counts)
}

func (p pool) grank(sums, counts []float64) (Test, stat.Maybe) {
	var rows, squares float64
	for t := range sums {
		if counts[t] > 0 {
			mean := sums[t] / counts[t]
			squares += counts[t] / float64(p.n()) * mean * mean
			rows++
		}
	}
	last := len(sums) - 1
	z := sums[last] / counts[last] / math.Sqrt(squares/rows)
	left := rows - 1 - z*z
	if squares == 0 || rows < 3 || left <= 0 {
		reason := "the ranks do not vary enough"
		return missingTest(GRankT, reason), stat.None(reason)
	}
	return tTest(GRankT, z*math.Sqrt((rows-2)/left), rows-2), stat.Some(z)
}
