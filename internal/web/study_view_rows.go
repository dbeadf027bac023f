package web

import (
	"math"
	"time"

	"detente/internal/analysis"
	"detente/internal/analysis/stat"
)

type pathView struct {
	Tau, AAR, CAAR, Band string
	N                    int
}

type studyEvent struct {
	URL, Title, When, Instant, Series, Set, ISO string
	End                                         *eventView // nil of a point in time
	CAR, CI, T, P, Q, Percentile                string
	M                                           string
	Partly, Timed                               bool
}

// leftGroup is events that share a status and a reason.
type leftGroup struct {
	Status, Reason string
	N              int
	Events         []studyEvent
}

type periodView struct {
	From, To, Since                 string
	N                               int
	CAAR, CI, BMP, SignFlip, Reason string
	Few, Adjusted                   bool   // fewer than ten episodes; p and interval allow for overlap
	R, NEff, PEff, PShift, PNaive   string // of a correlation
}

type moveView struct{ Series, Set, ISO, Effective, Return, AR, T, Q, URL string }

const (
	mostStudyRows = 60 // episodes on a page; the CSV has all
	mostOverlaps  = 30
	mostLeft      = 25 // events of one reason
)

func (v *studyView) path(r analysis.StudyReport) {
	for _, d := range r.Path {
		v.Path = append(v.Path, pathView{tauText(d.Tau), pct(d.AAR), pct(d.CAAR), between(d.Lo, d.Hi, 2), d.N})
	}
}

func (v *studyView) events(r analysis.StudyReport) {
	for _, i := range v.Shown.rows {
		v.Events = append(v.Events, v.event(r.Events[i], r))
	}
	v.Left = v.leftOut(r)
	for _, status := range analysis.Statuses() {
		if n := r.Statuses[status]; n > 0 {
			v.Statuses = append(v.Statuses, fact{Name: analysis.StatusWords(status), Value: count(n)})
		}
	}
	pairs := r.OverlappingPairs()
	for _, pair := range pairs[:min(mostOverlaps, len(pairs))] {
		v.Overlaps = append(v.Overlaps, []studyEvent{v.event(r.Events[pair[0]], r), v.event(r.Events[pair[1]], r)})
	}
}

// leftOut are the events that are in no average, a group for each reason.
func (v *studyView) leftOut(r analysis.StudyReport) []leftGroup {
	var left []leftGroup
	at := map[string]int{}
	for _, e := range r.Events {
		if e.Status == analysis.StatusUsed {
			continue
		}
		// Each event that shares a day 0 names another one: they are one group all the same.
		key := string(e.Status)
		if e.Status != analysis.StatusMerged {
			key += e.Reason
		}
		i, ok := at[key]
		if !ok {
			i = len(left)
			at[key] = i
			left = append(left, leftGroup{Status: analysis.StatusWords(e.Status), Reason: typeset(e.Reason)})
			if e.Status == analysis.StatusMerged {
				left[i].Reason = ""
			}
		}
		left[i].N++
		if len(left[i].Events) < mostLeft {
			left[i].Events = append(left[i].Events, v.event(e, r))
		}
	}
	return left
}

func (v *studyView) event(e analysis.EventRow, r analysis.StudyReport) studyEvent {
	view := studyEvent{URL: eventAddress(e.ID, v.asked), Title: e.Title, When: v.asked.Zone.tell(e.When, e.OccurredAt, e.Timed), Instant: e.OccurredAt.Format(time.RFC3339), Timed: e.Timed, Set: e.SetDate.Words(), ISO: e.SetDate.String(), CAR: pct(e.CAR), CI: between(e.CI[0], e.CI[1], 2),
		T: figure(e.T, 2), P: pText(e.P), Q: pText(e.Q), Percentile: analysis.FormatPercentile(e.Percentile), M: dash, Partly: e.InPart || e.Unsure}
	if r.Pooled != "" {
		view.Series = e.Series.Pair().String()
	}
	if e.EndedAt != nil {
		view.End = &eventView{When: v.asked.Zone.tell(e.Until(), *e.EndedAt, e.Timed), Instant: e.EndedAt.Format(time.RFC3339)}
		if !e.Timed {
			view.End.Instant = e.EndedAt.Format(time.DateOnly)
		}
	}
	if e.M != nil {
		view.M = count(*e.M)
	}
	return view
}

func (v *studyView) periods(r analysis.StudyReport) {
	if len(r.Regimes) < 2 {
		return
	}
	for _, g := range r.Regimes {
		one := periodView{From: g.From.Words(), To: g.To.Words(), Since: g.Since, N: g.N, CAAR: pct(g.CAAR), CI: between(g.CI[0], g.CI[1], 2),
			BMP: pText(g.BMP), SignFlip: pText(g.SignFlip), Few: g.Few, Adjusted: g.Adjusted && g.BMP.OK}
		if !g.Few {
			one.Reason = typeset(g.Reason)
		}
		v.PeriodsFew, v.PeriodsAdjusted = v.PeriodsFew || one.Few, v.PeriodsAdjusted || one.Adjusted
		v.Periods = append(v.Periods, one)
	}
}

func (v *studyView) moves(r analysis.StudyReport) {
	for _, m := range r.Unexplained {
		around := v.asked.onlyWhen().with(func(q *query) { q.From, q.To = m.SetDate.AddDays(-30), m.SetDate.AddDays(30) })
		v.Moves = append(v.Moves, moveView{m.Series.Pair().String(), m.SetDate.Words(), m.SetDate.String(), m.EffectiveDate.Words(), pct(stat.Some(m.Return)),
			pct(stat.Some(m.AR)), figure(stat.Some(m.T), 1), pText(m.Q), around.at("/")})
		v.Searched = count(m.Searched)
	}
}

func orNaN(v stat.Maybe) float64 {
	if !v.OK {
		return math.NaN()
	}
	return v.Value
}
