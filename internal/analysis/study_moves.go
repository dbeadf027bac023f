package analysis

import (
	"cmp"
	"math"
	"slices"

	"detente/internal/analysis/eventstudy"
	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
)

// unexplained is the study in reverse: the days that moved most, between the first and the
// last known event, with no known event whose window holds them.
func (s *study) unexplained() {
	s.report.Unexplained = []BigMove{}
	near, first, last := s.nearKnown()
	for k, c := range s.panel.rates {
		moves := slices.DeleteFunc(s.measured.Moves(k), func(m eventstudy.DayMove) bool { return near[m.Row] || m.Row < first || m.Row > last })
		s.report.Unexplained = append(s.report.Unexplained, s.largest(c, moves)...)
	}
}

// nearKnown marks the rows inside the window of any known event, and gives the days 0 of the first and the last: outside
// them nobody kept a timeline. Without events last is before first.
func (s *study) nearKnown() (near []bool, first, last int) {
	near = make([]bool, len(s.panel.sets))
	first, last = len(near), -1
	aligned := s.aligned
	if s.in.Known != nil {
		aligned = Align(s.in.Known, s.panel.sets, s.calendar)
	}
	for _, e := range slices.Concat(aligned.Episodes, s.aligned.Episodes) {
		first, last = min(first, e.Day0), max(last, e.Day0)
		for t := max(0, e.Day0+s.in.Question.Window[0]); t <= min(len(near)-1, e.Day0+s.in.Question.Window[1]); t++ {
			near[t] = true
		}
	}
	return near, first, last
}

func (s *study) largest(c column, moves []eventstudy.DayMove) []BigMove {
	p := make([]stat.Maybe, len(moves))
	order := make([]int, len(moves))
	for i, m := range moves {
		p[i], order[i] = stat.Some(m.P), i
	}
	q := resample.BenjaminiHochberg(p)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(math.Abs(moves[b].T), math.Abs(moves[a].T)) })
	var out []BigMove
	for _, i := range order[:min(movesShown, len(order))] {
		m := moves[i]
		out = append(out, BigMove{Series: c.id, SetDate: s.panel.sets[m.Row], EffectiveDate: s.panel.effective[m.Row],
			Return: c.r[m.Row], AR: m.AR, T: m.T, P: m.P, Q: q[i], Searched: len(moves)})
	}
	return out
}
