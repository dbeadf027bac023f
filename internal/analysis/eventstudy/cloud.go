package eventstudy

import (
	"math"
	"slices"

	"detente/internal/analysis/stat"
)

// Cloud is what placebo dates look like beside the path of the events.
type Cloud struct {
	Draws  int
	Reason string      // why there are no paths; empty where there are
	Paths  [][]float64 // cumulated average abnormal returns of the first draws, one value per row of the event window
	Lo, Hi []float64   // 2.5 and 97.5 percent quantiles of all draws by row of the event window
}

// Cloud draws placebo dates as Placebo does and cumulates the average abnormal return over the event window; it keeps the paths of the
// first keep draws. With a generator in the state that Placebo was given, the draws are the first of Placebo's.
func (s *Study) Cloud(draws, keep int, rng stat.Random) Cloud {
	eligible := s.eligible()
	p := s.pool()
	if reason := s.refusePlacebo(p, eligible, eligible, draws); reason != "" {
		return Cloud{Reason: reason}
	}
	return s.cloud(s.placeboPaths(p, eligible, draws, rng), keep)
}

// SpacedCloud is Cloud of placebo dates as Spaced draws them.
func (s *Study) SpacedCloud(draws, keep int, rng stat.Random) Cloud {
	m, reason := s.mover(s.pool(), nil, draws)
	if reason != "" {
		return Cloud{Reason: reason}
	}
	var paths [][]float64
	reason = m.each(draws, rng, func() bool {
		path, ok := m.path()
		if ok {
			paths = append(paths, path)
		}
		return ok
	})
	if reason == "" && len(paths) == 0 {
		reason = noModel
	}
	if reason != "" {
		return Cloud{Reason: reason}
	}
	return s.cloud(paths, keep)
}

func (s *Study) cloud(paths [][]float64, keep int) Cloud {
	out := Cloud{Draws: len(paths), Paths: paths[:min(keep, len(paths))]}
	column := make([]float64, len(paths))
	for d := range s.spec.length() {
		for b, path := range paths {
			column[b] = path[d]
		}
		slices.Sort(column)
		out.Lo = append(out.Lo, stat.QuantileSorted(column, 0.025))
		out.Hi = append(out.Hi, stat.QuantileSorted(column, 0.975))
	}
	return out
}

func (s *Study) placeboPaths(p pool, eligible []int, draws int, rng stat.Random) [][]float64 {
	slot, n := p.slots()
	pool := make([]int, len(eligible))
	known := make([]map[int][]float64, len(s.rows))
	paths := make([][]float64, draws)
	for b := range paths {
		copy(pool, eligible)
		drawn := stat.Draw(pool, n, rng)
		path := make([]float64, s.spec.length())
		for i, e := range p.events {
			if known[e.Series] == nil {
				known[e.Series] = map[int][]float64{}
			}
			for d, car := range s.rows[e.Series].pathAt(drawn[slot[i]], s.spec, known[e.Series]) {
				path[d] += p.signs[i] * car / float64(p.n())
			}
		}
		paths[b] = path
	}
	return paths
}

// pathAt returns the cumulated abnormal returns of an eligible row as if it were day 0.
func (s *rows) pathAt(t0 int, spec Spec, known map[int][]float64) []float64 {
	if path, ok := known[t0]; ok {
		return path
	}
	model, _ := s.fit(t0+spec.Estimation[0], t0+spec.Estimation[1], spec.MinObservations, nil) // an eligible row has a model
	var path []float64
	var sum float64
	for t := t0 + spec.Window[0]; t <= t0+spec.Window[1]; t++ {
		sum += s.abnormal(&model, t)
		path = append(path, sum)
	}
	known[t0] = path
	return path
}

// DayMove is the abnormal return of one row, measured as if it were day 0 of an event.
type DayMove struct {
	Row  int
	AR   float64
	T, P float64 // prediction error included; Student's t, two-sided
}

// Moves returns the abnormal return of every row of a series that has a full estimation window, ascending. It is the search for days
// that moved with no event named for them: the largest of thousands of rows are large by selection.
func (s *Study) Moves(series int) []DayMove {
	var out []DayMove
	r := &s.rows[series]
	for t := range r.r {
		if t+s.spec.Estimation[0] < 0 || !r.ok[t] {
			continue
		}
		model, reason := r.fit(t+s.spec.Estimation[0], t+s.spec.Estimation[1], s.spec.MinObservations, nil)
		if reason != "" || model.rss == 0 {
			continue
		}
		off := 0.0
		if r.c != nil {
			off = r.c[t] - model.meanC
		}
		m := DayMove{Row: t, AR: r.abnormal(&model, t)}
		standard, p := single(m.AR, model.sigma()*math.Sqrt(model.variance(1, off)), float64(model.m-model.k))
		if standard.OK {
			m.T, m.P = standard.Value, p.Value
			out = append(out, m)
		}
	}
	return out
}
