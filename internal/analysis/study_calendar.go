package analysis

import (
	"fmt"

	"detente/internal/analysis/regression"
	"detente/internal/analysis/stat"
)

// fewestEventDays is a choice: the Newey-West error of a dummy that is hardly ever one is far too small.
const fewestEventDays = 20

// calendarTime regresses all returns of the first series on a dummy of the days inside the windows of used episodes:
// METHODS 4.10. In a signed study the dummy carries the sign; a day
// that windows of both signs share has none.
func (s *study) calendarTime() {
	out := &s.report.Calendar
	y, control, dummy := s.eventDays()
	if len(y) < 2*shortestEstimate {
		s.noCalendarTime("too few returns")
		return
	}
	var controls [][]float64
	if control != nil {
		controls = append(controls, control)
	}
	fit, err := regression.OnEventDays(y, controls, dummy, neweyWest(s.in.Question.NeweyWest, len(y)))
	if err != nil {
		s.noCalendarTime("no day, or every day, lies inside a window, or the series does not vary")
		return
	}
	if fit.Days < fewestEventDays {
		s.noCalendarTime(fmt.Sprintf("%s inside windows: with fewer than %d the standard error is not reliable", count(fit.Days, "day"), fewestEventDays))
		return
	}
	effect := fit.Effect()
	out.Effect, out.SE, out.CI = stat.Some(effect.Value), stat.Some(effect.SE), [2]stat.Maybe{effect.Lo, effect.Hi}
	out.T, out.P, out.N, out.Days, out.Lag, out.LagBy = effect.T, effect.P, fit.N, fit.Days, fit.Lag, lagBy(s.in.Question.NeweyWest)
	out.Reason = firstReason(out.T, out.P)
}

func (s *study) noCalendarTime(reason string) {
	none := stat.None(reason)
	s.report.Calendar = CalendarTime{Effect: none, SE: none, CI: [2]stat.Maybe{none, none}, T: none, P: none, Reason: reason}
}

// eventDays returns the complete rows of the first series: return, control and dummy.
func (s *study) eventDays() (y, control, dummy []float64) {
	c := s.panel.rates[0]
	marked := make([]float64, len(c.r))
	for _, i := range s.result.Averaged {
		e := s.measured.Events()[i]
		for t := max(0, e.T0+s.in.Question.Window[0]); t <= min(len(marked)-1, e.T0+s.in.Question.Window[1]); t++ {
			if s.in.Question.Signed {
				marked[t] += float64(e.Sign)
			} else {
				marked[t] = 1
			}
		}
	}
	for t, sum := range marked { // as in an episode, the sum of signs decides: METHODS 2.6
		marked[t] = max(-1, min(1, sum))
	}
	for t, r := range c.r {
		if r != r || (c.c != nil && c.c[t] != c.c[t]) { // NaN: no return
			continue
		}
		y, dummy = append(y, r), append(dummy, marked[t])
		if c.c != nil {
			control = append(control, c.c[t])
		}
	}
	return y, control, dummy
}
