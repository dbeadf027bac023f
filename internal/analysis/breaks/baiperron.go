package breaks

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// Partition is the division of a sample into segments with the least residual sum of squares for its number of breaks.
type Partition struct {
	Breaks []int // positions, ascending
	RSS    float64
	BIC    float64
}

// BaiPerron holds the best partition for 0, 1, ... breaks, each segment at least MinSegment long, and which of them has the least BIC.
type BaiPerron struct {
	MinSegment int
	ByNumber   []Partition
	Chosen     int
}

// Best returns the partition with the least BIC.
func (b BaiPerron) Best() Partition { return b.ByNumber[b.Chosen] }

// Partitions finds the best partitions into up to maxBreaks+1 segments of at least floor(trim n) observations by the exact dynamic
// programme of Bai and Perron (2003); trim 0.15 and five breaks are customary. Time grows with n squared, about a second at 7,000.
// Errors: trim outside (0, 0.5], segments not longer than the regressors, values not finite, collinear columns, a
// series without noise. Reference: R strucchange breakpoints.
func Partitions(s Sample, trim float64, maxBreaks int) (BaiPerron, error) {
	whole, err := s.fit(0, s.n())
	if err != nil {
		return BaiPerron{}, err
	}
	if s.negligible(whole.RSS) {
		return BaiPerron{}, fmt.Errorf("breaks: the regressors explain the series exactly: there is no break to find")
	}
	least := int(math.Floor(trim * float64(s.n())))
	if !(trim > 0 && trim <= 0.5) || maxBreaks < 0 || least <= s.k() {
		return BaiPerron{}, fmt.Errorf("breaks: segments of %g of %d observations with %d regressors and up to %d breaks cannot be fitted",
			trim, s.n(), s.k(), maxBreaks)
	}
	maxBreaks = min(maxBreaks, s.n()/least-1)
	p := newProgramme(s.n(), maxBreaks)
	p.solve(s, least)
	b := BaiPerron{MinSegment: least}
	for m := 0; m <= maxBreaks; m++ {
		part := p.partition(m)
		part.BIC = s.bic(part.RSS, m)
		b.ByNumber = append(b.ByNumber, part)
		if part.BIC < b.ByNumber[b.Chosen].BIC {
			b.Chosen = m
		}
	}
	return b, nil
}

// bic counts k coefficients and a variance a segment, as strucchange does.
func (s Sample) bic(rss float64, m int) float64 {
	n := float64(s.n())
	rss = max(rss, 1e-26*floats.Dot(s.Y, s.Y)) // a series of exact steps has none left
	return n*(math.Log(rss)+1-math.Log(n)+math.Log(2*math.Pi)) + math.Log(n)*float64((s.k()+1)*(m+1))
}

// programme holds for every number of breaks m and end j the least sum of squares of the first j observations, and where the last
// segment of that optimum starts.
type programme struct {
	cost  [][]float64
	start [][]int
}

func newProgramme(n, maxBreaks int) programme {
	p := programme{cost: make([][]float64, maxBreaks+1), start: make([][]int, maxBreaks+1)}
	for m := range p.cost {
		p.cost[m], p.start[m] = make([]float64, n+1), make([]int, n+1)
		for j := range p.cost[m] {
			p.cost[m][j] = math.Inf(1)
		}
	}
	return p
}

// solve offers every segment in the order of its start; all that a segment builds on ends before it, so its cost is final by then and no
// table of sums of squares is kept.
func (p programme) solve(s Sample, least int) {
	n := s.n()
	r := newRecursion(s.k())
	for from := 0; from+least <= n; from++ {
		if from > 0 && from < least {
			continue
		}
		r.reset()
		for t := from; t < n; t++ {
			r.add(s, t)
			if t+1-from >= least {
				p.offer(from, t+1, r.rss)
			}
		}
	}
}

func (p programme) offer(from, to int, rss float64) {
	if from == 0 {
		p.cost[0][to] = rss
		return
	}
	for m := 1; m < len(p.cost); m++ {
		if c := p.cost[m-1][from] + rss; c < p.cost[m][to] {
			p.cost[m][to], p.start[m][to] = c, from
		}
	}
}

func (p programme) partition(m int) Partition {
	end := len(p.cost[m]) - 1
	part := Partition{RSS: p.cost[m][end], Breaks: make([]int, m)}
	for ; m > 0; m-- {
		end = p.start[m][end]
		part.Breaks[m-1] = end
	}
	return part
}
