package analysis

import (
	"math"
	"slices"

	"detente/internal/analysis/eventstudy"
	"detente/internal/analysis/stat"
)

// The sizes that W-SIZE names were measured on cbr:USDRUB from 2013 to 2022 with the embedded events: the signs of its daily moves drawn at
// random, so that their volatility is all that is left (400 draws with the sanctions, 200 with all events), and the days of the events
// moved around the circle or drawn anew (300 to 600 draws). TestSizesThatWarningsName repeats the first.

// unequal is how many times as volatile the days before one episode must be as those before another for W-SIZE, and apart how many standard
// errors the episodes must lie apart, where one is what volatility that stays lets expect: choices. The p of single events do not compare
// the episodes with each other, so for them it is enough that these lie as far from zero: two wild days alike are no less wild.
const (
	unequal = 2
	apart   = 1.5
)

// warnSize speaks of small p-values that changing volatility alone brings up more often than their five in a hundred.
func (s *study) warnSize(w *warnings) {
	if s.result.Episodes == 1 { // in one series, or measured in two
		w.add(s.singleBelow(), WarnSize, "The t and p of one event compare its days with the days before as if volatility stayed the same. With the signs of the dollar's daily moves of 2013 to 2022 drawn at random 22 to 28 of 100 events have p below 0.05, with dates drawn at random 7. A small p says that the move was large, not that the event made it.")
		return
	}
	s.warnZeros(w)
	s.warnShared(w)
	r := &s.report
	w.add(r.Bootstrap[0].OK && r.CAARCI[0].OK && beyondZero(r.Bootstrap) && !beyondZero(r.CAARCI), WarnSize, "The bootstrap interval leaves zero out and Student's does not: it is the shorter of the two where episodes are few. With dates drawn at random from 2013 to 2022 it left zero out in 12 of 100 studies of 12 episodes and in 9 of 30, Student's in 5.")
	w.add(below(r.Calendar.P) && r.Calendar.Days < 2*fewestEventDays, WarnSize, "The calendar-time regression rests on %s inside windows. With dates drawn at random from 2013 to 2022 its p was below 0.05 in 10 of 100 studies of 24 such days and in 5 of 60.",
		count(r.Calendar.Days, "day"))
	least, most, errors := s.spreads()
	if len(errors) < 2 {
		return
	}
	far := math.Sqrt(stat.Mean(squares(errors)))
	changing := most >= unequal*least || stat.SD(errors) >= apart
	w.add(changing && s.headlineBelow(), WarnSize, "Volatility was not the same throughout: a day's standard deviation before the episodes is %.2f %% at the least and %.2f %% at the most, and the windows moved %.1f times as far as it lets expect. With the signs of the dollar's daily moves of 2013 to 2022 drawn at random, which leaves nothing but their volatility, p is below 0.05 in 8 to 14 of 100 draws by BMP, adjusted for overlap or not, and in 6 to 11 by the exact sign test; the interval leaves zero out in 7 to 10. The sign-flip that keeps overlapping windows together rejects in 4 to 8.",
		least, most, far)
	w.add((changing || far >= apart) && s.singleBelow(), WarnSize, "The t, p and q of single events compare their days with the days before as if volatility stayed the same. With the signs of the dollar's daily moves of 2013 to 2022 drawn at random 22 to 28 of 100 events have p below 0.05 and every study a q below 0.05; with dates drawn at random 7 of 100 events, and half of the studies of 30. A small q says that a move was large, not that the event made it.")
	w.add(changing && s.restBelow(), WarnSize, "Patell's tests, the time-series t, Corrado's rank and Wilcoxon's test suppose volatility that stays the same: with the signs of the dollar's daily moves of 2013 to 2022 drawn at random they reject in 61 to 72, 46 to 57, 14 to 25 and 8 to 16 of 100 draws. They stand here for comparison with other programs.")
}

// manyZeros is the share of zero returns in the estimation windows from which W-SIZE speaks of them: a choice. A zero of the event
// window is standardised once more and so does not tie with those before it, but stands at the edge of their block of ranks. In 500
// draws of 8, 16 and 30 events without an effect, constant mean, window [0,+1], quotes that stay at random or catch up when they move,
// Corrado-Zivney rejects at 5 percent in 5 to 8 percent of draws without zeros, in 6 to 9 with 30 percent of zeros, in 8 to 14 with 50,
// in 22 to 24 with 71 and in 31 to 43 with 85; GRANK-T in 6 to 8, 7 to 11, 10 to 16, 24 to 28 and 33 to 47. Under the market model zeros
// do not tie, and with 8 and 16 events both stay at 13 percent and below at 71.
// TestRanksOfZerosRejectTooOften repeats the first.
const manyZeros = 0.3

// warnZeros speaks of prices that often stay where they are: fixings without a change, stale quotes.
func (s *study) warnZeros(w *warnings) {
	zeros, m := 0, 0
	for _, i := range s.result.Averaged {
		e := s.measured.Events()[i]
		zeros, m = zeros+e.Zeros, m+e.M
	}
	w.add(float64(zeros) > manyZeros*float64(m), WarnSize, "%.0f %% of the returns in the estimation windows are zero: prices that did not change, or quotes that nobody renewed. The ranks of Corrado-Zivney and GRANK-T then reject too often: of 100 studies without an effect 8 to 16 with half of the returns zero, 22 to 28 with 71 %%, 31 to 47 with 85 %%. The generalised sign test counts zeros as not positive and sees too little. Read the sign-flip and placebo p, which reject in 3 to 7.",
		100*float64(zeros)/float64(m))
}

// crowded is how many times the variance of the average may be what the tests allow for, before W-SIZE speaks: a choice. From there on
// they reject at 5 percent in more than 7 percent of studies. In 2,000 draws without an effect, of 15 episodes on every second of 30 days, the
// factor is 1.25 and BMP, sign-flip, placebo and the interval rejected in 8.0 to 8.5 percent, normal returns alike or GARCH(1,1).
const crowded = 1.2

// warnShared speaks of episodes so near each other that their models rest on the same days.
func (s *study) warnShared(w *warnings) {
	factor := s.result.SharedMean
	if !factor.OK || factor.Value < crowded {
		return
	}
	h, ci := s.report.Headline, s.report.Interval()
	small := s.anyBelow(h[0], h[1], eventstudy.PlaceboTest, eventstudy.GeneralizedSignExact) || (ci[0].OK && beyondZero(ci))
	w.add(small, WarnSize, "The episodes lie near each other: their estimation windows share days, and an error in the mean return of those days is common to all. The variance of the average is %.2f times what BMP, the sign tests, the interval and placebo dates drawn one by one allow for; for that alone p is below 0.05 in about %.0f of 100 studies without an effect.",
		factor.Value, 100*stat.NormalTwoSided(1.96/math.Sqrt(factor.Value)))
}

// spreads returns the smallest and the largest standard deviation of a day before the averaged episodes, and each CAR in standard errors.
func (s *study) spreads() (least, most float64, errors []float64) {
	least = math.Inf(1)
	for _, i := range s.result.Averaged {
		e := s.measured.Events()[i]
		if e.S.OK {
			least, most = min(least, e.S.Value), max(most, e.S.Value)
		}
		if e.SCAR.OK {
			errors = append(errors, e.SCAR.Value)
		}
	}
	return least, most, errors
}

func squares(x []float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = v * v
	}
	return out
}

func (s *study) anyBelow(names ...string) bool {
	return slices.ContainsFunc(s.report.Tests, func(t TestRow) bool { return slices.Contains(names, t.Name) && below(t.P) })
}

func (s *study) headlineBelow() bool {
	ci := s.report.Interval()
	return s.anyBelow(s.report.Headline[0], eventstudy.GeneralizedSignExact) || (ci[0].OK && beyondZero(ci))
}

func (s *study) singleBelow() bool {
	return slices.ContainsFunc(s.report.Events, func(e EventRow) bool { return below(e.Q) })
}

func (s *study) restBelow() bool {
	return s.anyBelow(eventstudy.PatellZ, eventstudy.AdjustedPatellZ, eventstudy.TimeSeriesT, eventstudy.CorradoRankZ, eventstudy.WilcoxonExact)
}

// warnSize speaks of bands and errors of Newey and West that hold only in samples much longer than these.
func (c *correlate) warnSize(w *warnings) {
	r := &c.report
	changing := below(r.OLS.ARCH)
	w.add(changing && r.Target == TargetReturn && slices.ContainsFunc(r.Projection, func(h ProjectionRow) bool {
		return h.H > 0 && beyondZero([2]stat.Maybe{h.Lo95, h.Hi95})
	}), WarnSize, "The bands of the response are too narrow where volatility changes: with the signs of the dollar's daily moves of 2013 to 2022 drawn at random those of 95 %% leave zero out in 7 of 100 draws on the same fixing, 15 after five fixings and 17 after ten.")
	w.add(r.Tension == TensionStock && r.Target != TargetReturn && len(r.OLS.Terms) > 1 && below(r.OLS.Terms[1].P), WarnSize,
		"Newey-West errors are too small for the stock of tension against what persists as it does: with 100 events at dates drawn at random the regression's p is below 0.05 in 33 to 42 of 100 draws. Fixed-b inference rejects in 7 to 9, the effective number of days in 6, circular shift in 5 to 6: read those.")
}
