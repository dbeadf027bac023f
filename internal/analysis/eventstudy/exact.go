package eventstudy

import (
	"math"
	"slices"

	"detente/internal/analysis/stat"
)

// MaxExact is the largest number of events whose sign flips are all counted; above it flips are drawn at random.
const MaxExact = 20

const defaultFlips = 99_999

// Flips is the outcome of a sign-flip test: in Count of Total assignments of signs the sum is at least as far from zero as observed.
// The observed assignment is among them when Exact, and added to both in P when not.
type Flips struct {
	Count, Total int
	Exact        bool
	P            stat.Maybe
	SmallestP    stat.Maybe // the least p that this number of events or draws allows
}

// SignFlip tests that x is symmetric about zero: every sign of every value is as likely. Up to MaxExact values all 2^N assignments are
// counted; above, o.Flips are drawn, the signs of 64 values in turn from the bits of one Uint64 from the lowest. Fewer than two values
// have no test.
func SignFlip(x []float64, o Options) Flips {
	switch {
	case len(x) < 2:
		return Flips{P: stat.None(needsTwo), SmallestP: stat.None(needsTwo)}
	case len(x) <= MaxExact:
		return exactFlips(x)
	case o.Rng == nil:
		reason := "more than 20 events need a seed for random sign flips"
		return Flips{P: stat.None(reason), SmallestP: stat.None(reason)}
	}
	return randomFlips(x, o)
}

// threshold is the observed distance from zero, less what rounding may take.
func threshold(x []float64) float64 {
	var sum, size float64
	for _, v := range x {
		sum += v
		size += math.Abs(v)
	}
	return math.Abs(sum) - 1e-12*size
}

func exactFlips(x []float64) Flips {
	least := threshold(x)
	low, high := flipSums(x[:len(x)/2]), flipSums(x[len(x)/2:])
	f := Flips{Total: 1 << len(x), Exact: true, SmallestP: stat.Some(math.Ldexp(1, 1-len(x)))}
	for _, h := range high {
		for _, l := range low {
			if math.Abs(h+l) >= least {
				f.Count++
			}
		}
	}
	f.P = stat.Some(float64(f.Count) / float64(f.Total))
	return f
}

// flipSums returns the sums of x under every assignment of signs: bit i set keeps x[i], clear flips it.
func flipSums(x []float64) []float64 {
	out := []float64{0}
	for _, v := range x {
		n := len(out)
		for _, s := range out[:n] {
			out = append(out, s+v)
		}
		for i := range n {
			out[i] -= v
		}
	}
	return out
}

// randomFlips looks the sums of eight values up at a time.
func randomFlips(x []float64, o Options) Flips {
	if o.Flips <= 0 {
		o.Flips = defaultFlips
	}
	least := threshold(x)
	var tables [][]float64
	for eight := range slices.Chunk(x, 8) {
		tables = append(tables, flipSums(eight))
	}
	f := Flips{Total: o.Flips, SmallestP: stat.Some(1 / float64(1+o.Flips))}
	for range o.Flips {
		var sum float64
		var bits uint64
		for i, table := range tables {
			if i%8 == 0 {
				bits = o.Rng.Uint64()
			}
			sum += table[bits&uint64(len(table)-1)]
			bits >>= 8
		}
		if math.Abs(sum) >= least {
			f.Count++
		}
	}
	f.P = stat.Some(float64(1+f.Count) / float64(1+f.Total))
	return f
}

// test has the mean of x as its statistic.
func (f Flips) test(x []float64) Test {
	if !f.P.OK {
		return missingTest(SignFlipExact, f.P.Reason)
	}
	return exactTest(SignFlipExact, stat.Mean(x), f.P.Value)
}

// Wilcoxon returns the signed-rank test of x: W+, the sum of the ranks of the positive values by size, the number n of values that are
// not zero, and the exact two-sided p, valid with ties. Missing where nothing but zeros is left.
// Reference: Wilcoxon (1945); R wilcox.test(exact = TRUE) where there are no ties.
func Wilcoxon(x []float64) (wPlus float64, n int, p stat.Maybe) {
	sizes := make([]float64, 0, len(x))
	var positive []bool
	for _, v := range x {
		if v != 0 {
			sizes, positive = append(sizes, math.Abs(v)), append(positive, v > 0)
		}
	}
	if len(sizes) == 0 {
		return 0, 0, stat.None("every value is zero")
	}
	ranks := stat.Ranks(sizes)
	doubled := make([]int, len(ranks))
	observed, total := 0, 0
	for i, r := range ranks {
		doubled[i] = int(2 * r)
		total += doubled[i]
		if positive[i] {
			wPlus += r
			observed += doubled[i]
		}
	}
	// The distribution is symmetric about half its range, so one tail is enough.
	return wPlus, len(sizes), stat.Some(min(1, 2*lowerTail(doubled, min(observed, total-observed))))
}

// lowerTail returns P(sum of a random half of the ranks <= w), by convolution of the ranks one after another.
func lowerTail(ranks []int, w int) float64 {
	unit := 2
	for _, r := range ranks {
		if r%2 != 0 {
			unit = 1 // tied ranks: count in halves
			break
		}
	}
	mass := make([]float64, w/unit+1)
	mass[0] = 1
	reach := 0
	for _, r := range ranks {
		r /= unit
		reach = min(reach+r, len(mass)-1)
		for k := reach; k >= r; k-- {
			mass[k] = 0.5 * (mass[k] + mass[k-r])
		}
		for k := range min(r, len(mass)) {
			mass[k] *= 0.5
		}
	}
	var tail float64
	for _, m := range mass {
		tail += m
	}
	return tail
}

func wilcoxonTest(x []float64) Test {
	w, _, p := Wilcoxon(x)
	if !p.OK {
		return missingTest(WilcoxonExact, p.Reason)
	}
	return exactTest(WilcoxonExact, w, p.Value)
}
