package eventstudy

import (
	"math"

	"detente/internal/analysis/stat"
)

// Spaced compares the events with placebo dates that keep the distances between events whose windows share rows. Rows drawn one by
// one, as Placebo draws them, hardly ever share any: their averages vary less than those of the events, and p is too small.
type Spaced struct {
	Whole  bool // all events moved as one; else group by group
	Groups int  // of events whose windows share rows, by twos or in a chain
	Places int  // where the whole, or the group that fits at the fewest, can stand
	Draws  int
	Count  int        // draws whose mean CAR is at least as far from zero as the CAAR
	CAAR   stat.Maybe // observed
	P      stat.Maybe // (1+Count)/(1+Draws)
	SD     stat.Maybe // of the draws' mean CARs
}

// Spaced moves the events to eligible rows, or to those of them that candidates names, and averages the CARs found there. They
// move as one, all distances kept, where that fits at 199 places or more: what near events share beyond days, an estimation
// window or a stretch of high volatility, then moves with them. The places drawn differ; where there are fewer than draws, all are taken.
// Else each group moves on its own, and no two groups share days. What events take out of the estimation windows of their own group is
// taken out at the same distances. P is missing, with the reason, where no windows share days.
func (s *Study) Spaced(candidates []int, draws int, rng stat.Random) Spaced {
	p := s.pool()
	out := Spaced{Groups: len(p.groups())}
	out.CAAR, _, _, _ = interval(p.car)
	m, reason := s.mover(p, candidates, draws)
	if reason != "" {
		out.P, out.SD = stat.None(reason), stat.None(reason)
		return out
	}
	out.Whole, out.Places = m.whole, m.places()
	var means moment2
	least := math.Abs(out.CAAR.Value)
	reason = m.each(draws, rng, func() bool {
		mean, ok := m.mean()
		if ok {
			means.add(mean)
			if math.Abs(mean) >= least {
				out.Count++
			}
		}
		return ok
	})
	out.Draws, out.SD = means.n, means.sd()
	if reason == "" && out.Draws == 0 {
		reason = noModel
	}
	if out.P = stat.Some(float64(1+out.Count) / float64(1+out.Draws)); reason != "" {
		out.P, out.SD = stat.None(reason), stat.None(reason)
	}
	return out
}

const noModel = "no placebo date has a model of normal returns"

// Test returns the comparison as a test; its statistic is the CAAR.
func (p Spaced) Test() Test {
	if !p.P.OK {
		return missingTest(PlaceboSpaced, p.P.Reason)
	}
	return exactTest(PlaceboSpaced, p.CAAR.Value, p.P.Value)
}

// mean is the mean CAR of the draw, signs applied; ok is false where an estimation window holds too little.
func (m *mover) mean() (mean float64, ok bool) {
	var sum float64
	for i, at := range m.at {
		if p := &m.parts[i]; m.whole {
			sum += m.sum(p, p.starts[at])
		} else {
			sum += p.sums[at]
		}
	}
	return sum / float64(m.pool.n()), !math.IsNaN(sum)
}

// sums are of the CARs of a part at each of its starts.
func (m *mover) sums(p *part) []float64 {
	out := make([]float64, len(p.starts))
	for i, t := range p.starts {
		out[i] = m.sum(p, t)
	}
	return out
}

// sum is of the CARs of a part whose first row stands at start; NaN where one has no model. A part of one row takes no days out of its
// own estimation windows.
func (m *mover) sum(p *part, start int) (sum float64) {
	cars := m.study.cars()
	for k, member := range p.members {
		e, row := m.pool.events[member], start+p.offsets[k]
		if p.span() == 0 {
			sum += m.pool.signs[member] * cars[e.Series][row]
			continue
		}
		model, ok := m.model(p, e, row, start)
		if !ok {
			return math.NaN()
		}
		sum += m.pool.signs[member] * m.study.rows[e.Series].car(&model, row, m.study.spec.Window)
	}
	return sum
}

// path is the mean CAR of the draw by row of the window.
func (m *mover) path() (path []float64, ok bool) {
	path = make([]float64, m.study.spec.length())
	for i, at := range m.at {
		if p := &m.parts[i]; !m.follow(p, p.starts[at], path) {
			return nil, false
		}
	}
	return path, true
}

// follow adds a part's share to a path.
func (m *mover) follow(p *part, start int, path []float64) bool {
	for k, member := range p.members {
		e, row := m.pool.events[member], start+p.offsets[k]
		model, ok := m.model(p, e, row, start)
		if !ok {
			return false
		}
		var car float64
		for d := range path {
			car += m.study.rows[e.Series].abnormal(&model, row+m.study.spec.Window[0]+d)
			path[d] += m.pool.signs[member] * car / float64(m.pool.n())
		}
	}
	return true
}

// model is that of an event of a part where a draw puts it.
func (m *mover) model(p *part, e *Event, row, start int) (normal, bool) {
	spec := &m.study.spec
	return m.study.running()[e.Series].fit(row+spec.Estimation[0], row+spec.Estimation[1], spec.MinObservations, start, p.left[e.Series])
}

// moment2 is the number, mean and sum of squares of what was added, kept as Welford (1962) does.
type moment2 struct {
	n            int
	mean, square float64
}

func (m *moment2) add(v float64) {
	m.n++
	d := v - m.mean
	m.mean += d / float64(m.n)
	m.square += d * (v - m.mean)
}

func (m *moment2) sd() stat.Maybe {
	if m.n < 2 {
		return stat.None("fewer than two draws")
	}
	return stat.Some(math.Sqrt(m.square / float64(m.n-1)))
}
