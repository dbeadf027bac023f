package eventstudy

import (
	"cmp"
	"fmt"
	"slices"

	"detente/internal/analysis/stat"
)

// The fewest places that events are moved to: choices.
const (
	leastWhole = 199 // of all events as one: the smallest p is then 0.005
	leastGroup = 20
)

// How often a place is looked for before a draw begins anew, and how often it does before all are given up.
const (
	mostTries   = 200
	mostRepeats = 1000
)

const (
	noneShare = "no windows share days"
	noRoom    = "the groups of overlapping windows do not fit side by side into the eligible dates"
)

// mover puts groups of events elsewhere, their distances kept. One goroutine uses it.
type mover struct {
	study *Study
	pool  pool
	whole bool
	parts []part // the longest first
	taken []int  // per row: the last draw that put a window there
	at    []int  // per part: which of its starts the draw took
}

// part is a group with the rows that its first may stand on. left are, per series, runs of rows from the first's that events take out
// of estimation windows. sums are of the CARs at each start, signs applied; groups of one shape share them. The whole has none.
type part struct {
	group
	starts []int
	left   [][][2]int
	sums   []float64
}

// mover prepares draws from the eligible rows, or those of them that candidates names; the reason says why there can be none.
func (s *Study) mover(p pool, candidates []int, draws int) (*mover, string) {
	eligible := s.Eligible()
	if candidates == nil {
		candidates = eligible
	}
	if reason := s.refusePlacebo(p, candidates, eligible, draws); reason != "" {
		return nil, reason
	}
	groups := p.groups()
	if !share(groups) {
		return nil, noneShare
	}
	m := &mover{study: s, pool: p, taken: make([]int, len(s.rows[0].r))}
	if starts := s.fits(p.whole(), candidates); len(starts) >= leastWhole {
		m.whole, groups = true, []group{p.whole()}
	}
	known := map[string]part{}
	for _, g := range groups {
		one := part{group: g, left: s.leftOut(p.events[g.members[0]].T0, g.span())}
		key := p.shape(one)
		if like, ok := known[key]; ok {
			one.starts, one.sums = like.starts, like.sums
		} else {
			one.starts = s.fits(g, candidates)
			if !m.whole {
				one.sums = m.sums(&one)
			}
			known[key] = one
		}
		if n := len(one.starts); n < leastGroup {
			return nil, fmt.Sprintf("a group of %d overlapping windows fits at %d of the eligible dates, fewer than %d", len(g.distances()), n, leastGroup)
		}
		m.parts = append(m.parts, one)
	}
	slices.SortStableFunc(m.parts, func(a, b part) int { return cmp.Compare(b.span(), a.span()) })
	m.at = make([]int, len(m.parts))
	return m, ""
}

// shape is what decides the sums of a part's CARs beside where it stands.
func (p pool) shape(one part) string {
	key := fmt.Sprint(one.offsets, one.left)
	for _, m := range one.members {
		key += fmt.Sprint(p.events[m].Series, p.signs[m])
	}
	return key
}

// fits lists the candidates from which every row of a group is a candidate.
func (s *Study) fits(g group, candidates []int) []int {
	in := make([]bool, len(s.rows[0].r))
	for _, t := range candidates {
		in[t] = true
	}
	distances := g.distances()
	var out []int
	for _, t := range candidates {
		if !slices.ContainsFunc(distances, func(d int) bool { return t+d >= len(in) || !in[t+d] }) {
			out = append(out, t)
		}
	}
	return out
}

// leftOut lists per series the runs of rows that the events from row first on take out of estimation windows, counted from first.
func (s *Study) leftOut(first, span int) [][][2]int {
	out := make([][][2]int, len(s.rows))
	if !s.spec.Clean {
		return out
	}
	for series := range out {
		var rows []int
		for _, p := range s.places {
			if d := p.T0 - first; p.Series == series && d >= 0 && d <= span {
				rows = append(rows, d)
			}
		}
		slices.Sort(rows)
		for _, d := range rows {
			from, to := d+s.spec.Window[0], d+s.spec.Window[1]
			if n := len(out[series]); n > 0 && from <= out[series][n-1][1]+1 {
				out[series][n-1][1] = to
				continue
			}
			out[series] = append(out[series], [2]int{from, to})
		}
	}
	return out
}

// places is where the part with the fewest can stand.
func (m *mover) places() int {
	least := len(m.parts[0].starts)
	for _, p := range m.parts {
		least = min(least, len(p.starts))
	}
	return least
}

// each calls f after every draw; f answers whether it could use it, and a draw that it could not is drawn again. The reason is not empty
// where the draws cannot all be made.
func (m *mover) each(draws int, rng stat.Random, f func() bool) string {
	if m.whole {
		for _, i := range m.wholeStarts(draws, rng) {
			m.at[0] = i
			f()
		}
		return ""
	}
	repeats := 0
	for b := 1; b <= draws; {
		if m.place(b+repeats, rng) && f() {
			b++
			continue
		}
		if repeats++; repeats > mostRepeats {
			return noRoom
		}
	}
	return ""
}

// wholeStarts draws different rows, or takes all there are.
func (m *mover) wholeStarts(draws int, rng stat.Random) []int {
	all := make([]int, len(m.parts[0].starts))
	for i := range all {
		all[i] = i
	}
	if draws >= len(all) {
		return all
	}
	return stat.Draw(all, draws, rng)
}

// place puts the parts side by side, the longest first; ok is false where one finds no place.
func (m *mover) place(draw int, rng stat.Random) (ok bool) {
	for i := range m.parts {
		if !m.placeOne(i, draw, rng) {
			return false
		}
	}
	return true
}

func (m *mover) placeOne(i, draw int, rng stat.Random) bool {
	p := &m.parts[i]
	w := m.study.spec.Window
	for range mostTries {
		at := rng.Intn(len(p.starts))
		from, to := p.starts[at]+w[0], p.starts[at]+p.span()+w[1]
		if slices.Contains(m.taken[from:to+1], draw) {
			continue
		}
		for row := from; row <= to; row++ {
			m.taken[row] = draw
		}
		m.at[i] = at
		return true
	}
	return false
}
