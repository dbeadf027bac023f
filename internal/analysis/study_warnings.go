package analysis

import (
	"fmt"
	"slices"

	"detente/internal/analysis/eventstudy"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// warnings are those of METHODS 13 that this study triggers, in the fixed order.
func (s *study) warnings() []Warning {
	var w warnings
	r := &s.report
	all := []fx.Series{s.in.Series}
	if s.in.Pooled != nil {
		all = append(all, *s.in.Pooled)
	}
	w.fixed(all...)
	s.warnCount(&w)
	s.warnEvents(&w)
	s.warnSample(&w)
	s.warnTests(&w)
	s.warnSize(&w)
	w.add(s.in.Question.Selection.HandPicked(), WarnSel, "The events were picked by hand. Events chosen after seeing prices bias the result: state the rule of selection.")
	market := s.marketEvents()
	w.add(market > 0, WarnSel, "%s of category market: an event that is itself a move of the price was chosen for what is measured here. Leave that category out.", count(market, "measured event"))
	w.awaiting(s.in.Awaiting, s.in.Fixings)
	w.younger(s.in.Series.ID, s.in.Question.Control, s.in.Question.ControlLag)
	for _, one := range all {
		after := s.eventsAfter(one.Ends)
		w.add(after > 0, WarnECB, "%s ended on %s; %s later, and no later value is made up.", one.ID, one.Ends.Words(), lie(after))
	}
	w.add(r.Unpaired > 0, WarnPartial, "On %s of the estimation and event windows the control has no value, so the return is left out.", count(r.Unpaired, "day"))
	return w.done()
}

func (s *study) marketEvents() (n int) {
	for _, e := range s.report.Events {
		if (e.Status == StatusUsed || e.Status == StatusMerged) && e.Category == event.Market {
			n++
		}
	}
	return n
}

func lie(n int) string {
	if n == 1 {
		return "1 event lies"
	}
	return thousands(n) + " events lie"
}

func (s *study) eventsAfter(end civil.Date) (n int) {
	for _, e := range s.in.Timeline {
		if !end.IsZero() && e.Day().After(end) {
			n++
		}
	}
	return n
}

func (s *study) warnCount(w *warnings) {
	r := &s.report
	least := ""
	flips := s.result.SignFlips
	if s.shareDays() {
		flips = s.result.GroupFlips
	}
	if p := flips.SmallestP; p.OK {
		least = fmt.Sprintf(" The smallest exact p they allow is %s.", FormatP(p))
	}
	ranks := ""
	if r.NDays >= eventstudy.MinEpisodes {
		ranks = " With so few the ranks of Corrado-Zivney and GRANK-T reject too often."
	}
	w.add(r.NEvents > 0 && r.NDays < fewEnough, WarnN, "%s.%s%s Read the estimates as a description.", count(r.NDays, "measured episode"), least, ranks)
	pairs := len(r.OverlappingPairs())
	pooled := s.in.Pooled != nil
	w.add(pairs > 0 && !pooled, WarnOverlap, "%s of windows overlap, so the episodes are not independent: read the overlap-adjusted statistic, the widened interval, and the sign-flip and placebo tests that keep overlapping windows together. The other tests take the episodes as independent: their p-values may be too small.", count(pairs, "pair"))
	shared := ""
	if pairs > 0 {
		shared = fmt.Sprintf(" and %s of windows overlap", count(pairs, "pair"))
	}
	w.add(pooled && s.dependent(), WarnOverlap, "The two series share the days of the events%s: the adjusted statistic is the one to read, the intervals are widened, and the exact tests count each day once. Other tests take the measurements as independent.", shared)
	m := 0
	for _, e := range r.Events {
		if e.P.OK {
			m++
		}
	}
	w.add(m > 1, WarnMT, "%s tests of single events; about %.3g below 0.05 are expected by chance alone. Read the q-values.", thousands(m), 0.05*float64(m))
}

func (s *study) warnEvents(w *warnings) {
	var cut partly
	partial, after := 0, map[string]bool{} // an event has a row in each series
	for _, e := range s.report.Events {
		used := e.Status == StatusUsed || e.Status == StatusMerged
		if used {
			cut.see(e.ID, e.InPart, e.Unsure, e.late, e.Timed)
		}
		if e.L != nil && *e.L < s.report.Window[1]-s.report.Window[0]+1 && e.Status == StatusOutsideSeries {
			partial++
		}
		if used && s.codedAfter(e) {
			after[e.ID] = true
		}
	}
	w.add(cut.n() > 0, WarnCutoff, "For %s day 0 may hold the news only in part: %s. Read [0,+1].", count(cut.n(), "event"), cut.words())
	w.add(partial > 0, WarnPartial, "%s with an incomplete window: left out of the average.", count(partial, s.rowWord()))
	w.add(len(after) > 0, WarnLook, "Coded ex post: sign, weight and category of %s were judged after the rate was set, or nobody has said when.", count(len(after), "event"))
}

// rowWord is the word for a row of the study: with two series an episode is measured twice.
func (s *study) rowWord() string {
	if s.in.Pooled != nil {
		return "measurement"
	}
	return "episode"
}

// codedAfter tells whether the event was coded only after its fixing was made, or at an unknown time.
func (s *study) codedAfter(e EventRow) bool {
	return e.coded.IsZero() || e.coded.After(s.calendar.CutOffOn(e.SetDate))
}

func (s *study) warnSample(w *warnings) {
	from, to, ok := s.sample()
	if !ok {
		return
	}
	w.regimes(s.breaks(), from, to)
	w.dual(s.in.Series, s.in.Fixings, s.in.Market, from, to)
	s.warnEstimation(w)
	thin := thin(s.in.Fixings, s.in.Volumes, s.inWindow())
	w.add(len(thin) > 0, WarnThin, "Thin market (a weekend, or less than a quarter of the usual volume) inside event windows: %s.", dates(thin))
}

// warnEstimation speaks of models that rest on little, or on two regimes.
func (s *study) warnEstimation(w *warnings) {
	few, straddling, least := 0, 0, 0
	events, sets := s.measured.Events(), s.panel.sets
	for _, i := range s.result.Averaged {
		e := events[i]
		if e.Few() {
			few++
			if least == 0 || e.M < least {
				least = e.M
			}
		}
		from, to := sets[max(0, e.T0+s.report.Estimation[0])], sets[max(0, e.T0+s.report.Estimation[1])]
		if slices.ContainsFunc(s.breaks(), func(b fx.Break) bool { return b.Date.After(from) && !b.Date.After(to) }) {
			straddling++
		}
	}
	w.add(few > 0, WarnEst, "For %s the model of normal returns has fewer than %d days (%d at the least).", count(few, s.rowWord()), eventstudy.FewObservations, least)
	w.add(straddling > 0, WarnEst, "For %s the estimation window straddles a change of market or method.", count(straddling, s.rowWord()))
}

// inWindow tells of a set date whether it lies in the window of a used episode.
func (s *study) inWindow() func(civil.Date) bool {
	in := map[civil.Date]bool{}
	for _, i := range s.result.Averaged {
		e := s.measured.Events()[i]
		for t := max(0, e.T0+s.report.Window[0]); t <= min(len(s.panel.sets)-1, e.T0+s.report.Window[1]); t++ {
			in[s.panel.sets[t]] = true
		}
	}
	return func(d civil.Date) bool { return in[d] }
}

func (s *study) warnTests(w *warnings) {
	var small, large string
	for _, e := range s.evidence() {
		switch {
		case e.p < 0.05 && small == "":
			small = e.words
		case e.p >= 0.05 && large == "":
			large = e.words
		}
	}
	w.add(small != "" && large != "", WarnDisagree, "The headline tests disagree at 5 %%: %s against %s. Treat the result as open.", small, large)
	s.warnPlacebo(w)
}

// wilder is how many times as wide as the spread of placebo averages the interval of the episodes may be: a choice. Beyond it a small
// placebo p may say no more than that the events came at wild times, or made them. With the signs of the embedded returns drawn at
// random, so that only their volatility is left, placebo dates rejected in 28 percent of 400 draws at 5 percent (whole series), and in
// about 40 (the events' own time).
const wilder = 1.25

// warnPlacebo speaks where a placebo p is small and the episodes lie farther apart than the dates they are compared with.
func (s *study) warnPlacebo(w *warnings) {
	ci, p := s.report.Interval(), s.report.Placebo
	name, sd := eventstudy.PlaceboTest, p.SD
	if s.shareDays() {
		name, sd = eventstudy.PlaceboSpaced, p.Spaced.SD
	}
	test, _ := s.report.Test(name)
	if !below(test.P) || (below(p.SpanP) && p.SpanSD.Value < sd.Value) {
		test.P, sd = p.SpanP, p.SpanSD
	}
	if !below(test.P) || !sd.OK || !ci[0].OK {
		return
	}
	usual, own := 1.96*sd.Value, (ci[1].Value-ci[0].Value)/2
	w.add(own > wilder*usual, WarnDisagree, "Averages at placebo dates stay within %.2f %% of zero 95 times in 100, but the episodes' own interval reaches %.2f %% to either side: they vary more than those dates do, which the placebo p does not allow for, so it is too small.",
		usual, own)
}
