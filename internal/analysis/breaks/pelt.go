package breaks

import (
	"fmt"
	"math"

	"detente/internal/analysis/stat"
)

// Cost names what a segment is charged with.
type Cost int

const (
	// MeanShift is the sum of squares about the segment's mean.
	MeanShift Cost = iota
	// VarianceShift is minus twice the Gaussian log-likelihood with mean zero and the segment's variance.
	VarianceShift
	// MeanVarianceShift is minus twice the Gaussian log-likelihood with the segment's mean and variance.
	MeanVarianceShift
)

// Changes is the optimal segmentation under a penalty a change. Objective is the total cost plus Penalty times the number of changes.
type Changes struct {
	Breaks    []int // positions, ascending
	Objective float64
	Penalty   float64
}

// Penalty returns the customary penalty a change: p ln n with p = 2, 2 and 3 parameters for the three costs, for MeanShift times the
// variance estimated robustly from the differences, (1.4826 MAD / sqrt 2)^2. Panics where y has fewer than two values.
func Penalty(y []float64, cost Cost) float64 {
	logN := math.Log(float64(len(y)))
	switch cost {
	case MeanVarianceShift:
		return 3 * logN
	case VarianceShift:
		return 2 * logN
	}
	d := make([]float64, len(y)-1)
	for i := range d {
		d[i] = y[i+1] - y[i]
	}
	middle := stat.Quantile(d, 0.5)
	for i := range d {
		d[i] = math.Abs(d[i] - middle)
	}
	sigma := 1.4826 * stat.Quantile(d, 0.5) / math.Sqrt2
	return 2 * logN * sigma * sigma
}

// PELT finds the exact optimum of cost plus penalty a change, each segment at least `least` observations (Killick, Fearnhead and Eckley
// 2012). Errors: values not finite, least < 1 (< 2 for the costs with a variance), negative penalty, fewer than `least` values.
func PELT(y []float64, cost Cost, penalty float64, least int) (Changes, error) {
	if cost != MeanShift && least < 2 {
		return Changes{}, fmt.Errorf("breaks: a segment with a variance needs at least two observations, not %d", least)
	}
	if least < 1 || len(y) < least || !(penalty >= 0) {
		return Changes{}, fmt.Errorf("breaks: PELT on %d values with segments of %d and penalty %g", len(y), least, penalty)
	}
	if i := stat.FirstNotFinite(y); i >= 0 {
		return Changes{}, fmt.Errorf("breaks: value %d is not finite", i)
	}
	o := newOptimum(y, cost)
	o.solve(penalty, least)
	return Changes{Breaks: o.path(), Objective: o.best[len(y)], Penalty: penalty}, nil
}

// optimum holds the least objective of the first t values and the last change in it.
type optimum struct {
	cost    Cost
	sums    []float64 // of the centred values
	squares []float64 // of the centred values; of the values as they are for VarianceShift
	best    []float64
	last    []int
	floor   float64 // the least variance told from rounding
}

func newOptimum(y []float64, cost Cost) *optimum {
	n := len(y)
	centre := 0.0
	if cost != VarianceShift {
		centre = stat.Mean(y)
	}
	o := &optimum{cost: cost, sums: make([]float64, n+1), squares: make([]float64, n+1), best: make([]float64, n+1), last: make([]int, n+1)}
	for t, v := range y {
		d := v - centre
		o.sums[t+1] = o.sums[t] + d
		o.squares[t+1] = o.squares[t] + d*d
	}
	o.floor = max(1e-14*o.squares[n]/float64(n), math.SmallestNonzeroFloat64)
	return o
}

// charge is the cost of values from..to-1.
func (o *optimum) charge(from, to int) float64 {
	n := float64(to - from)
	total := o.squares[to] - o.squares[from]
	if o.cost != VarianceShift {
		sum := o.sums[to] - o.sums[from]
		total -= sum * sum / n
	}
	total = max(0, total)
	if o.cost == MeanShift {
		return total
	}
	return n * (math.Log(2*math.Pi) + math.Log(max(total/n, o.floor)) + 1)
}

// solve visits ends in order. A start that some change has beaten by t can never win from t+least on, when that change may be followed by
// a whole segment; until then it stays.
func (o *optimum) solve(penalty float64, least int) {
	o.best[0] = -penalty
	starts := []int{0}
	charged := make([]float64, len(o.best)) // by start: best up to it and the charge from there to t
	beaten := make([]int, len(o.best))      // by start: the end from which it is out, 0 while it is in
	for t := 1; t < len(o.best); t++ {
		o.best[t] = math.Inf(1)
		if s := t - least; s >= least {
			starts = append(starts, s)
		}
		kept := starts[:0]
		for _, s := range starts {
			if beaten[s] > 0 && t >= beaten[s] {
				continue
			}
			kept = append(kept, s)
			if t-s >= least {
				charged[s] = o.best[s] + o.charge(s, t)
				if v := charged[s] + penalty; v < o.best[t] {
					o.best[t], o.last[t] = v, s
				}
			}
		}
		starts = kept
		for _, s := range starts {
			if beaten[s] == 0 && t-s >= least && charged[s] > o.best[t] {
				beaten[s] = t + least
			}
		}
	}
}

func (o *optimum) path() []int {
	var reversed []int
	for t := o.last[len(o.last)-1]; t > 0; t = o.last[t] {
		reversed = append(reversed, t)
	}
	path := make([]int, 0, len(reversed))
	for i := len(reversed) - 1; i >= 0; i-- {
		path = append(path, reversed[i])
	}
	return path
}
