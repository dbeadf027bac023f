package eventstudy

import "detente/internal/analysis/stat"

// moments are sums over rows: their number, return, control and products, all from the means of the series.
type moments struct{ n, r, c, cc, rc float64 }

func (m moments) minus(o moments) moments {
	return moments{m.n - o.n, m.r - o.r, m.c - o.c, m.cc - o.cc, m.rc - o.rc}
}

// running holds the moments of the usable rows before each row of a series. It fits the model of any window at the cost of two
// look-ups, where fit reads every row; for placebo dates alone, since the two differ by rounding.
type running struct {
	rows         *rows
	meanR, meanC float64
	before       []moments
}

func (s *Study) runningSums() []*running {
	var out []*running
	for i := range s.rows {
		out = append(out, newRunning(&s.rows[i]))
	}
	return out
}

func newRunning(s *rows) *running {
	out := &running{rows: s, before: make([]moments, len(s.r)+1)}
	var r, c []float64
	for t := range s.r {
		if s.usable(t) {
			r = append(r, s.r[t])
			if s.c != nil {
				c = append(c, s.c[t])
			}
		}
	}
	if len(r) > 0 {
		out.meanR = stat.Mean(r)
	}
	if len(c) > 0 {
		out.meanC = stat.Mean(c)
	}
	for t := range s.r {
		sum := out.before[t]
		if s.usable(t) {
			dr, dc := s.r[t]-out.meanR, 0.0
			if s.c != nil {
				dc = s.c[t] - out.meanC
			}
			sum = moments{sum.n + 1, sum.r + dr, sum.c + dc, sum.cc + dc*dc, sum.rc + dr*dc}
		}
		out.before[t+1] = sum
	}
	return out
}

func (s *running) between(from, to int) moments { return s.before[to+1].minus(s.before[from]) }

// fit estimates the model over [from, to], inside the series, without the runs of rows that left names from base on; ok is false
// where too few rows remain or the control does not vary.
func (s *running) fit(from, to, least int, base int, left [][2]int) (model normal, ok bool) {
	m := s.between(from, to)
	for _, run := range left {
		if a, b := max(from, base+run[0]), min(to, base+run[1]); a <= b {
			m = m.minus(s.between(a, b))
		}
	}
	model = normal{m: int(m.n), k: 1}
	if s.rows.c != nil {
		model.k = 2
	}
	if model.m < least || model.m <= model.k {
		return model, false
	}
	model.meanR, model.meanC = s.meanR+m.r/m.n, s.meanC+m.c/m.n
	if s.rows.c == nil {
		return model, true
	}
	model.ssC = m.cc - m.c*m.c/m.n
	if model.ssC <= 1e-12*s.before[len(s.before)-1].cc {
		return model, false
	}
	model.beta = (m.rc - m.c*m.r/m.n) / model.ssC
	return model, true
}
