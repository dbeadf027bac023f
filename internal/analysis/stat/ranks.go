package stat

import (
	"cmp"
	"slices"
)

// Ranks returns the rank of each value of x, from 1 upwards; equal values share the average of their ranks. The order of x is kept and
// x is not modified. An empty x has no ranks.
func Ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	ranks := make([]float64, len(x))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && x[order[to]] == x[order[from]] {
			to++
		}
		shared := float64(from+1+to) / 2
		for _, i := range order[from:to] {
			ranks[i] = shared
		}
		from = to
	}
	return ranks
}
