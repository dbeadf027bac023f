package web

import (
	"detente/internal/civil"
	"detente/internal/fx"
)

// stretch is one of the two windows: both pairs counted from its day 0.
type stretch struct {
	Day      civil.Date // as asked
	Zero     civil.Date // day 0: the first set date not before it; zero where there is none
	USD, EUR []fx.Aligned
}

// stretches are the windows of a state.
func (h history) stretches(st compareState) [2]stretch {
	days := make([]civil.Date, len(h.Days))
	for i, d := range h.Days {
		days[i] = d.Set
	}
	var both [2]stretch
	for i, day := range []civil.Date{st.A, st.B} {
		both[i].Day = day
		zero, ok := fx.DayZero(days, day)
		if !ok {
			continue
		}
		both[i].Zero = days[zero]
		both[i].USD = fx.Align(h.USD.Fixings, days, zero, st.Window[0], st.Window[1])
		both[i].EUR = fx.Align(h.EUR.Fixings, days, zero, st.Window[0], st.Window[1])
	}
	return both
}

// ends are the first and last set date of a stretch; ok is false where it has none.
func (s stretch) ends() (w window, ok bool) {
	for _, list := range [][]fx.Aligned{s.USD, s.EUR} {
		if len(list) == 0 {
			continue
		}
		first, last := list[0].Set, list[len(list)-1].Set
		if !ok || first.Before(w.From) {
			w.From = first
		}
		w.To, ok = later(w.To, last), true
	}
	return w, ok
}
