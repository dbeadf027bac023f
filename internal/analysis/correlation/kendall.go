package correlation

import (
	"cmp"
	"math"
	"slices"

	"detente/internal/analysis/stat"
)

// exactKendall is the number of pairs below which Kendall's p is exact where there are no ties.
const exactKendall = 50

// Rank is Kendall's tau-b. S counts concordant minus discordant pairs of pairs; Var is its variance under independence with ties; P is
// PExact where that exists and PNormal otherwise.
type Rank struct {
	N               int
	S               int64
	Tau             stat.Maybe
	Var             float64
	Z               stat.Maybe
	P               stat.Maybe
	PNormal, PExact stat.Maybe
	Lo, Hi          stat.Maybe
}

// Kendall returns tau-b in O(n log n). The normal p has no continuity correction; the exact one counts inversions. The interval is
// Fieller's (1957) and needs n > 4. Reference: R cor.test, method "kendall".
func (p Pairs) Kendall() Rank {
	if reason := p.trouble(); reason != "" {
		none := stat.None(reason)
		return Rank{N: p.N(), Tau: none, Z: none, P: none, PNormal: none, PExact: none, Lo: none, Hi: none}
	}
	c := countConcordance(p.X, p.Y)
	n := float64(p.N())
	all := n * (n - 1) / 2
	tau := clamp(float64(c.s) / (math.Sqrt(all-c.x.pairs) * math.Sqrt(all-c.y.pairs)))
	k := Rank{N: p.N(), S: c.s, Tau: stat.Some(tau), Var: c.variance(n)}
	z := float64(c.s) / math.Sqrt(k.Var)
	k.Z, k.PNormal = stat.Some(z), stat.Some(stat.NormalTwoSided(z))
	k.PExact = c.exact(p.N())
	k.P = k.PNormal
	if k.PExact.OK {
		k.P = k.PExact
	}
	k.Lo, k.Hi = fieller(tau, n)
	return k
}

func fieller(tau, n float64) (lo, hi stat.Maybe) {
	if n <= 4 || math.Abs(tau) == 1 {
		none := stat.None("the interval needs more than four pairs that are not in perfect order")
		return none, none
	}
	return fisher(tau, math.Sqrt(0.437/(n-4)))
}

// ties are the sums over groups of t equal values: pairs t(t-1)/2, two t(t-1), three t(t-1)(t-2), five t(t-1)(2t+5).
type ties struct{ pairs, two, three, five float64 }

func (g *ties) add(run int) {
	t := float64(run)
	g.pairs += t * (t - 1) / 2
	g.two += t * (t - 1)
	g.three += t * (t - 1) * (t - 2)
	g.five += t * (t - 1) * (2*t + 5)
}

type concordance struct {
	s    int64
	x, y ties
}

func (c concordance) variance(n float64) float64 {
	v := (n*(n-1)*(2*n+5) - c.x.five - c.y.five) / 18
	v += c.x.two * c.y.two / (2 * n * (n - 1))
	if n > 2 {
		v += c.x.three * c.y.three / (9 * n * (n - 1) * (n - 2))
	}
	return v
}

// countConcordance follows Knight (1966): sort by x then y, and count the exchanges that sorting by y needs.
func countConcordance(x, y []float64) concordance {
	n := len(x)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(x[a], x[b]), cmp.Compare(y[a], y[b]))
	})
	var c concordance
	var both ties
	eachRun(n, func(i, j int) bool { return x[order[i]] == x[order[j]] }, c.x.add)
	eachRun(n, func(i, j int) bool { return x[order[i]] == x[order[j]] && y[order[i]] == y[order[j]] }, both.add)
	sorted := make([]float64, n)
	for i, at := range order {
		sorted[i] = y[at]
	}
	exchanges := mergeSort(sorted, make([]float64, n))
	eachRun(n, func(i, j int) bool { return sorted[i] == sorted[j] }, c.y.add)
	all := int64(n) * int64(n-1) / 2
	c.s = all - int64(c.x.pairs) - int64(c.y.pairs) + int64(both.pairs) - 2*exchanges
	return c
}

// eachRun calls found with the length of every maximal run of equal neighbours.
func eachRun(n int, same func(i, j int) bool, found func(length int)) {
	for start := 0; start < n; {
		end := start + 1
		for end < n && same(start, end) {
			end++
		}
		found(end - start)
		start = end
	}
}

// mergeSort sorts x and returns the number of pairs that were in the wrong order.
func mergeSort(x, spare []float64) int64 {
	if len(x) < 2 {
		return 0
	}
	half := len(x) / 2
	count := mergeSort(x[:half], spare[:half]) + mergeSort(x[half:], spare[half:])
	i, j := 0, half
	for k := range spare {
		if j == len(x) || (i < half && x[i] <= x[j]) {
			spare[k] = x[i]
			i++
			continue
		}
		count += int64(half - i)
		spare[k] = x[j]
		j++
	}
	copy(x, spare)
	return count
}

// exact returns the two-sided p-value from the distribution of the number of inversions of a random order.
func (c concordance) exact(n int) stat.Maybe {
	if n >= exactKendall || c.x.pairs > 0 || c.y.pairs > 0 {
		return stat.None("exact only without ties and below 50 pairs")
	}
	mass := inversions(n)
	discordant := (len(mass) - 1 - int(c.s)) / 2
	var below, above float64
	for k, m := range mass {
		if k <= discordant {
			below += m
		}
		if k >= discordant {
			above += m
		}
	}
	return stat.Some(min(1, 2*min(below, above)))
}

// inversions returns the probabilities of 0, 1, ... n(n-1)/2 inversions.
func inversions(n int) []float64 {
	mass := []float64{1}
	for k := 2; k <= n; k++ {
		next := make([]float64, len(mass)+k-1)
		for i, m := range mass {
			for j := range k {
				next[i+j] += m / float64(k)
			}
		}
		mass = next
	}
	return mass
}
