package analysis

import (
	"fmt"
	"slices"

	"detente/internal/analysis/eventstudy"
	"detente/internal/analysis/regression"
	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
	"detente/internal/civil"
	"detente/internal/fx"
)

// average takes over the averages and their tests.
func (s *study) average() {
	r, result := &s.report, s.result
	r.CAAR, r.CAARCI, r.RBar = result.CAAR, [2]stat.Maybe{result.Lo, result.Hi}, result.RBar
	boot := resample.Mean(s.measured.CARs(s.options()), resample.Plan{Draws: bootstrapDraws, Level: 0.95, Rng: resample.New(s.in.Question.Seed)})
	r.Bootstrap = [2]stat.Maybe{boot.Lo, boot.Hi}
	if len(result.Overlaps) > 0 && boot.Lo.OK {
		shared := stat.None(sharedDays)
		r.Bootstrap = [2]stat.Maybe{shared, shared}
	}
	if s.result.Episodes < eventstudy.MinEpisodes && r.CAARCI[0].OK {
		few := stat.None(fewEpisodes)
		r.CAARCI = [2]stat.Maybe{few, few}
	}
	r.Adjusted = result.Wide
	if len(result.Overlaps) == 0 {
		none := stat.None("no windows share days")
		r.Adjusted = [2]stat.Maybe{none, none}
	}
	if s.result.Episodes < eventstudy.MinEpisodes && r.Adjusted[0].OK {
		few := stat.None(fewEpisodes)
		r.Adjusted = [2]stat.Maybe{few, few}
	}
	r.CAARReason = firstReason(r.CAAR, r.CAARCI[0], r.Bootstrap[0])
	r.Path = []PathPoint{}
	for _, d := range result.Path {
		r.Path = append(r.Path, PathPoint{Tau: d.Tau, AAR: d.AAR, CAAR: d.CAAR, Lo: d.Lo, Hi: d.Hi, N: d.N, Reason: firstReason(d.CAAR, d.Lo)})
	}
	r.Overlaps = [][2]int{}
	for _, pair := range result.Overlaps {
		r.Overlaps = append(r.Overlaps, [2]int{s.rows[pair[0]], s.rows[pair[1]]})
	}
	s.tests()
	s.cloud()
	s.placeboSpan()
}

// fewEnough is the number of episodes below which estimates are a description: METHODS 13, W-N.
const fewEnough = 10

// sharedDays is why there is no bootstrap: it would be too narrow, as the other interval is without its widening.
const sharedDays = "windows overlap, and a bootstrap draws episodes as if they were independent"

const fewEpisodes = "needs at least three episodes"

// tests puts the tests in reading order: METHODS 4.11.
func (s *study) tests() {
	r := &s.report
	r.Headline = []string{eventstudy.BMPT, eventstudy.SignFlipExact, eventstudy.PlaceboTest, eventstudy.GeneralizedSignExact}
	if s.dependent() {
		r.Headline[0] = eventstudy.KPT
	}
	r.Tests = []TestRow{}
	all := append(slices.Clone(s.result.Tests), s.placebo.Test())
	if s.shareDays() {
		r.Headline[1], r.Headline[2] = eventstudy.SignFlipGrouped, eventstudy.PlaceboSpaced
		all = append(all, s.spaced.Test())
	}
	if n := s.result.Episodes; n > 1 && n < eventstudy.MinEpisodes {
		for i, t := range all {
			if t.Name == eventstudy.CrossSectionalT || t.Name == eventstudy.BMPT || t.Name == eventstudy.KPT {
				few := stat.None(fewEpisodes)
				all[i] = eventstudy.Test{Name: t.Name, Statistic: few, DF: few, P: few}
			}
		}
	}
	for _, name := range r.Headline {
		for _, t := range all {
			if t.Name == name {
				r.Tests = append(r.Tests, testRow(t))
			}
		}
	}
	for _, t := range all {
		if !slices.Contains(r.Headline, t.Name) {
			r.Tests = append(r.Tests, testRow(t))
		}
	}
}

// dependent tells whether episodes share days, so that the adjusted statistic is the one to read.
func (s *study) dependent() bool {
	return len(s.result.Overlaps) > 0 || (s.in.Pooled != nil && s.result.RBar.OK && s.result.RBar.Value != 0)
}

// shareDays tells whether windows of episodes overlap, so that the tests to read keep such episodes together.
func (s *study) shareDays() bool { return len(s.result.Overlaps) > 0 }

func testRow(t eventstudy.Test) TestRow {
	return TestRow{Name: t.Name, Statistic: t.Statistic, DF: t.DF, P: t.P, Reason: firstReason(t.Statistic, t.P)}
}

// firstReason is the reason of the first missing value, empty where all are present.
func firstReason(values ...stat.Maybe) string {
	for _, v := range values {
		if !v.OK {
			return v.Reason
		}
	}
	return ""
}

func (s *study) cloud() {
	draw := s.measured.Cloud
	if s.shareDays() {
		draw = s.measured.SpacedCloud
	}
	cloud := draw(min(cloudDraws, s.in.Question.Placebos), cloudPaths, resample.New(s.in.Question.Seed))
	s.report.Cloud = PlaceboCloud{Draws: cloud.Draws, Paths: filled(cloud.Paths), Lo: filled(cloud.Lo), Hi: filled(cloud.Hi), Reason: cloud.Reason}
}

// placeboSpan repeats the placebo test on the dates between the first and the last used episode, by the draw that the headline takes.
func (s *study) placeboSpan() {
	events, first, last := s.measured.Events(), len(s.panel.sets), -1
	for _, i := range s.result.Averaged {
		first, last = min(first, events[i].T0), max(last, events[i].T0)
	}
	within := slices.DeleteFunc(s.measured.Eligible(), func(t int) bool { return t < first || t > last })
	r := &s.report.Placebo
	*r = PlaceboRows{Eligible: s.placebo.Eligible, SD: s.placebo.SD, SpanEligible: len(within), Spaced: s.spacedRows()}
	if s.shareDays() {
		span := s.measured.Spaced(filled(within), s.in.Question.Placebos, resample.New(s.in.Question.Seed))
		r.SpanSD, r.SpanP, r.SpanReason = span.SD, span.P, firstReason(span.P)
		return
	}
	span := s.measured.Placebo(filled(within), s.in.Question.Placebos, resample.New(s.in.Question.Seed))
	r.SpanSD, r.SpanP, r.SpanReason = span.SD, span.P, firstReason(span.P)
}

func (s *study) spacedRows() SpacedRows {
	out := SpacedRows{Groups: s.result.Groups, Places: s.spaced.Places, Draws: s.spaced.Draws, SD: s.spaced.SD, Reason: firstReason(s.spaced.P)}
	switch {
	case !s.spaced.P.OK:
	case s.spaced.Whole:
		out.Moved = movedWhole
	default:
		out.Moved = movedGroups
	}
	return out
}

// filled makes a nil list an empty one, which is [] in JSON.
func filled[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// regimes averages the used episodes between changes of market and method.
func (s *study) regimes() {
	s.report.Regimes = []Regime{}
	if len(s.result.Averaged) == 0 {
		return
	}
	for _, p := range periods(s.panel.sets, s.breaks()) {
		if regime := s.regime(p); regime.N > 0 {
			s.report.Regimes = append(s.report.Regimes, regime)
		}
	}
}

func (s *study) breaks() []fx.Break {
	return breaksOf(s.in.Breaks, s.in.Question.Series, s.in.Question.Pooled)
}

// period is a stretch of set dates on which nothing changed in the market or the method.
type period struct {
	from, to civil.Date
	since    string
}

// periods cuts the set dates at the breaks: a break's date is the first day of the next period.
func periods(sets []civil.Date, breaks []fx.Break) []period {
	out := []period{{from: sets[0], to: sets[len(sets)-1]}}
	for _, b := range breaks {
		last := &out[len(out)-1]
		switch {
		case b.Date.After(last.to) || b.Date.Before(last.from):
		case b.Date == last.from:
			if last.since != "" {
				last.since += "; "
			}
			last.since += b.What
		default:
			end := last.to
			last.to = b.Date.AddDays(-1)
			out = append(out, period{b.Date, end, b.What})
		}
	}
	return out
}

func (s *study) regime(p period) Regime {
	events := s.measured.Events()
	part := s.measured.Part(func(place int) bool {
		day := s.panel.sets[events[place].T0]
		return !day.Before(p.from) && !day.After(p.to)
	}, s.options())
	out := Regime{From: p.from, To: p.to, Since: p.since, N: part.Episodes, Measurements: part.N, Adjusted: part.Adjusted, CAAR: part.CAAR,
		CI: [2]stat.Maybe{part.Lo, part.Hi}, BMP: part.P, SignFlip: part.Flips.P, SmallestP: part.Flips.SmallestP, Few: part.Episodes < fewEnough}
	out.Reason = firstReason(out.CI[0], out.BMP, out.SignFlip)
	if out.Reason == "" && out.Few {
		out.Reason = fmt.Sprintf("fewer than %d episodes: a description", fewEnough)
	}
	return out
}

// fewestEventDays is a choice: the Newey-West error of a dummy that is hardly ever one is far too small.
const fewestEventDays = 20

// calendarTime regresses all returns of the first series on a dummy of the days inside the windows of used episodes:
// METHODS 4.10. In a signed study the dummy carries the sign.
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
		s.noCalendarTime(fmt.Sprintf("%d days inside windows: with fewer than %d the standard error is not reliable", fit.Days, fewestEventDays))
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
			marked[t] = 1
			if s.in.Question.Signed {
				marked[t] = float64(e.Sign)
			}
		}
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
