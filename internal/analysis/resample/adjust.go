package resample

import (
	"cmp"
	"slices"

	"detente/internal/analysis/stat"
)

// BenjaminiHochberg returns the q-values of p, in the order of p: the smallest false discovery rate at which each would be reported,
//
//	q_(i) = min over j >= i of m p_(j) / j, at most 1
//
// A missing p stays missing and is not counted in m. Panics on a p outside [0, 1].
// Reference: Benjamini and Hochberg (1995); R p.adjust(method = "BH").
func BenjaminiHochberg(p []stat.Maybe) []stat.Maybe { return stepUp(p, 1) }

// BenjaminiYekutieli is BenjaminiHochberg times the harmonic sum 1 + 1/2 + ... + 1/m, which holds under any dependence of the tests.
// Reference: Benjamini and Yekutieli (2001); R p.adjust(method = "BY").
func BenjaminiYekutieli(p []stat.Maybe) []stat.Maybe {
	harmonic := 0.0
	for i := Counted(p); i >= 1; i-- {
		harmonic += 1 / float64(i)
	}
	return stepUp(p, harmonic)
}

// Holm returns the step-down p-values that bound the chance of any false rejection: the running maximum of (m-i+1) p_(i), at most 1.
// Missing p as in BenjaminiHochberg. Reference: Holm (1979); R p.adjust(method = "holm").
func Holm(p []stat.Maybe) []stat.Maybe {
	order := ascending(p)
	out := slices.Clone(p)
	highest := 0.0
	for rank, i := range order {
		highest = max(highest, float64(len(order)-rank)*p[i].Value)
		out[i] = stat.Some(min(1, highest))
	}
	return out
}

// Counted returns m, the number of p-values that are not missing.
func Counted(p []stat.Maybe) int {
	m := 0
	for _, v := range p {
		if v.OK {
			m++
		}
	}
	return m
}

func stepUp(p []stat.Maybe, factor float64) []stat.Maybe {
	order := ascending(p)
	out := slices.Clone(p)
	m := float64(len(order))
	lowest := 1.0
	for rank := len(order); rank >= 1; rank-- {
		i := order[rank-1]
		lowest = min(lowest, factor*m/float64(rank)*p[i].Value)
		out[i] = stat.Some(lowest)
	}
	return out
}

// ascending returns the places of the p-values that are not missing, smallest first, ties in their order.
func ascending(p []stat.Maybe) []int {
	var order []int
	for i, v := range p {
		if !v.OK {
			continue
		}
		if !(v.Value >= 0 && v.Value <= 1) {
			panic("resample: a p-value lies outside [0, 1]")
		}
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a].Value, p[b].Value) })
	return order
}
