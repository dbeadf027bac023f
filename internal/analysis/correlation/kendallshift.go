package correlation

import (
	"cmp"
	"math"
	"slices"

	"detente/internal/analysis/stat"
)

// KendallShifts is the most rotations that Kendall's tau is computed at. One tau costs n log n steps, so that all n rotations of a long
// series would take seconds; those taken lie evenly over the whole turn, and below this many there are all.
const KendallShifts = 99

// KendallShift compares |tau-b| with that of x and y rotated against each other, as Shift does with r, at no more than KendallShifts
// rotations: s = k n/(KendallShifts+1) rounded down, k = 1, 2, ... The p-value (1 + extreme)/(1 + total) is deterministic. Ties do not
// change as a series rotates, so that taus compare as their numerators do, in whole numbers.
func (p Pairs) KendallShift() Count {
	if reason := p.trouble(); reason != "" {
		return Count{P: stat.None(reason)}
	}
	r := newRotor(p.X, p.Y)
	n := p.N()
	turns := min(KendallShifts, n-1)
	least := abs(r.numerator(0))
	c := Count{Total: turns}
	for k := 1; k <= turns; k++ {
		if abs(r.numerator(k*n/(turns+1))) >= least {
			c.Extreme++
		}
	}
	c.P = stat.Some(float64(1+c.Extreme) / float64(1+c.Total))
	return c
}

func abs(v int64) int64 { return max(v, -v) }

// EffectiveKendall is tau-b tested with the number of independent pairs that the ranks are worth: its variance under independence
// grows by n/N_eff, as Hamed and Rao (1998) correct the Mann-Kendall test. Size is N_eff.
func (p Pairs) EffectiveKendall() (effective, lo, hi stat.Maybe, size float64) {
	k := p.Kendall()
	if !k.Tau.OK {
		return k.P, k.Lo, k.Hi, 0
	}
	size = p.Ranks().Effective().Size
	lo, hi = fieller(k.Tau.Value, size)
	return stat.Some(stat.NormalTwoSided(k.Z.Value * math.Sqrt(size/float64(p.N())))), lo, hi, size
}

// rotor counts Kendall's numerator of x and the rotations of y.
type rotor struct {
	order      []int    // of x, ascending
	tied       [][2]int // runs of equal x in order, ends open
	y          []int32  // ranks, ties equal
	row, spare []int32
	fixed      int64 // pairs less those tied in either series
}

func newRotor(x, y []float64) *rotor {
	n := len(x)
	r := &rotor{order: make([]int, n), y: dense(y), row: make([]int32, n), spare: make([]int32, n)}
	for i := range r.order {
		r.order[i] = i
	}
	slices.SortStableFunc(r.order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	var tx, ty ties
	at := 0
	eachRun(n, func(i, j int) bool { return x[r.order[i]] == x[r.order[j]] }, func(length int) {
		if length > 1 {
			r.tied = append(r.tied, [2]int{at, at + length})
		}
		at += length
		tx.add(length)
	})
	sorted := slices.Clone(r.y)
	slices.Sort(sorted)
	eachRun(n, func(i, j int) bool { return sorted[i] == sorted[j] }, ty.add)
	r.fixed = int64(n)*int64(n-1)/2 - int64(tx.pairs) - int64(ty.pairs)
	return r
}

func dense(y []float64) []int32 {
	values := slices.Clone(y)
	slices.Sort(values)
	values = slices.Compact(values)
	out := make([]int32, len(y))
	for i, v := range y {
		at, _ := slices.BinarySearch(values, v)
		out[i] = int32(at)
	}
	return out
}

// numerator is that of x[t] and y[(t+s) mod n]: concordant less discordant pairs.
func (r *rotor) numerator(s int) int64 {
	n := len(r.y)
	for i, t := range r.order {
		if t += s; t >= n {
			t -= n
		}
		r.row[i] = r.y[t]
	}
	var both ties
	for _, run := range r.tied {
		part := r.row[run[0]:run[1]]
		slices.Sort(part)
		eachRun(len(part), func(i, j int) bool { return part[i] == part[j] }, both.add)
	}
	return r.fixed + int64(both.pairs) - 2*exchanges(r.row, r.spare)
}

// shortRun is sorted by insertion before runs are merged.
const shortRun = 12

// exchanges sorts x and returns the number of pairs that were in the wrong order.
func exchanges(x, spare []int32) (count int64) {
	n := len(x)
	for from := 0; from < n; from += shortRun {
		count += insertion(x[from:min(n, from+shortRun)])
	}
	for width := shortRun; width < n; width *= 2 {
		for from := 0; from < n; from += 2 * width {
			middle, end := min(n, from+width), min(n, from+2*width)
			count += merge(x[from:middle], x[middle:end], spare[from:end])
		}
		x, spare = spare, x
	}
	return count
}

func insertion(x []int32) (count int64) {
	for i := 1; i < len(x); i++ {
		v, j := x[i], i
		for ; j > 0 && x[j-1] > v; j-- {
			x[j] = x[j-1]
		}
		x[j] = v
		count += int64(i - j)
	}
	return count
}

func merge(a, b, out []int32) (count int64) {
	i, j := 0, 0
	for k := range out {
		if j == len(b) || (i < len(a) && a[i] <= b[j]) {
			out[k] = a[i]
			i++
			continue
		}
		count += int64(len(a) - i)
		out[k] = b[j]
		j++
	}
	return count
}
