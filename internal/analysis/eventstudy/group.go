package eventstudy

import (
	"math"
	"slices"

	"detente/internal/analysis/stat"
)

// group is averaged events that belong together because their windows share rows: each shares one with another of the group.
type group struct {
	members []int // places in the pool, ascending by row
	offsets []int // of their rows from the first's, ascending
}

// span is the number of rows from the first day 0 to the last.
func (g group) span() int { return g.offsets[len(g.offsets)-1] }

// distances are the offsets, each once: events of several series on one row have the same.
func (g group) distances() []int { return slices.Compact(slices.Clone(g.offsets)) }

// groups splits the pool wherever the windows of neighbours share no row; in order of rows.
func (p pool) groups() []group { return p.split(p.spec.length()) }

// whole is the pool as one group; p is not empty.
func (p pool) whole() group { return p.split(math.MaxInt)[0] }

// split begins a new group where two neighbours are at least apart rows from each other.
func (p pool) split(apart int) []group {
	order := make([]int, p.n())
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return p.events[a].T0 - p.events[b].T0 })
	var out []group
	for k, i := range order {
		if k == 0 || p.events[i].T0-p.events[order[k-1]].T0 >= apart {
			out = append(out, group{})
		}
		g := &out[len(out)-1]
		g.members = append(g.members, i)
		g.offsets = append(g.offsets, p.events[i].T0-p.events[g.members[0]].T0)
	}
	return out
}

// share tells whether windows of two rows share days; several series on one row do not count.
func share(groups []group) bool {
	return slices.ContainsFunc(groups, func(g group) bool { return g.span() > 0 })
}

const oneGroup = "all windows overlap in one chain, which leaves nothing to flip"

// groupFlips flips the signs of whole groups. A group's value is its share of the CAAR times the number of groups, so that their mean
// is the CAAR.
func (p pool) groupFlips(groups []group, o Options) (Flips, Test) {
	if len(groups) < 2 {
		none := stat.None(oneGroup)
		return Flips{P: none, SmallestP: none}, missingTest(SignFlipGrouped, oneGroup)
	}
	units := make([]float64, len(groups))
	for i, g := range groups {
		for _, m := range g.members {
			units[i] += p.car[m] * float64(len(groups)) / float64(p.n())
		}
	}
	f := SignFlip(units, o)
	test := f.test(units)
	test.Name = SignFlipGrouped
	return f, test
}
