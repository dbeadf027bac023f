package web

import (
	"fmt"
	"math"
	"time"

	"detente/internal/analysis"
	"detente/internal/analysis/stat"
)

// studyView is a report as the page prints it.
type studyView struct {
	None                        bool // no event was selected
	Conclusion                  string
	Brief                       string // the setting in a line
	Setting                     []fact
	Warnings                    []warningView
	Shown                       shownEpisodes // which of the episodes used are on the page
	Used                        int
	Numbers                     []fact // what is read before the tests
	Tests                       []testView
	Rest                        []testView
	Placebo                     string
	Calendar                    string
	Path                        []pathView
	PathChart                   *figureView
	Events                      []studyEvent
	Forest                      *figureView
	Left                        []leftGroup
	Statuses                    []fact // add up to the number of events
	NEvents                     int
	Overlaps                    []string
	NOverlaps                   int
	Periods                     []periodView
	PeriodsFew, PeriodsAdjusted bool // some row is
	Moves                       []moveView
	Searched                    string
	Hash                        string
	asked                       query // how the page is told, and as of when
}

// fact is a name and what stands under it; Why is the anchor on the page of methods.
type fact struct{ Name, Value, Note, Why string }

type testView struct{ ID, Name, Statistic, DF, P, Reason string }

type pathView struct {
	Tau, AAR, CAAR, Band string
	N                    int
}

type studyEvent struct {
	URL, Title, When, Instant, Series, Set, ISO string
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

func newStudyView(r analysis.StudyReport, st studyState) (studyView, error) {
	v := studyView{asked: st.query, None: r.NEvents == 0, Conclusion: typeset(r.Conclusion), Brief: studyBrief(r), Setting: studySetting(r), Warnings: warningViews(r.Warnings),
		Used: r.NUsed, NEvents: r.NEvents, NOverlaps: len(r.Overlaps)}
	hash, err := r.Hash()
	if err != nil {
		return v, err
	}
	v.Hash = hash
	v.numbers(r)
	v.path(r)
	v.Shown = showEpisodes(r, st)
	v.events(r)
	v.periods(r)
	v.moves(r)
	if r.NUsed == 0 {
		return v, nil
	}
	if v.PathChart, err = pathFigure(r); err != nil {
		return v, err
	}
	v.Forest, err = forestFigure(r, v.Shown)
	return v, err
}

// studySetting is everything a number of the page rests on.
func studySetting(r analysis.StudyReport) []fact {
	series := pairText(r.Series)
	if r.Pooled != "" {
		series += " with " + pairText(r.Pooled)
	}
	model := "constant mean"
	if r.Model == analysis.ModelMarket {
		model = "market model on " + pairText(r.Control) + controlNote(r.ControlLag)
	}
	clean := "days of other events left out"
	if !r.Clean {
		clean = "days of other events kept"
	}
	facts := []fact{
		{Name: "Series", Value: series, Note: fmt.Sprintf("%s, set %s to %s", plural(r.NFixings, "value", "values"), r.SeriesFrom.Words(), r.SeriesTo.Words())},
		{Name: "Window", Value: windowText(r.Window), Note: "fixings around day 0", Why: "day0"},
		{Name: "Normal returns", Value: model, Note: windowText(r.Estimation) + ", " + clean, Why: "normal"},
		{Name: "Sign", Value: typeset(r.Direction), Note: signedNote(r.Signed)},
		{Name: "Chance", Value: plural(r.Placebos, "placebo draw", "placebo draws"), Note: fmt.Sprintf("seed %d", r.Seed), Why: "placebo"},
	}
	if r.NonOverlapping {
		facts = append(facts, fact{Name: "Overlap", Value: "non-overlapping only", Note: "the first of those that meet"})
	}
	if r.AsOf != nil {
		facts = append(facts, fact{Name: "As known", Value: clock(*r.AsOf)})
	}
	return facts
}

// controlNote says that the control is taken a day earlier.
func controlNote(lag int) string {
	if lag == 0 {
		return ""
	}
	return ", the day before’s value"
}

func signedNote(on bool) string {
	if on {
		return "signed by the direction of each event"
	}
	return "not signed: opposite directions offset each other"
}

// numbers are in the order of reading of METHODS 4.11.
func (v *studyView) numbers(r analysis.StudyReport) {
	v.Numbers = []fact{
		{Name: "Episodes used", Value: count(r.NDays), Note: usedNote(r), Why: "episode"},
		{Name: "Overlapping pairs", Value: count(len(r.Overlaps)), Why: "W-OVERLAP"},
		{Name: "CAAR, %", Value: pct(r.CAAR), Note: caarNote(r), Why: "caar"},
	}
	for i, t := range r.Tests {
		view := testView{t.Name, analysis.TestLabel(t.Name), typeset(analysis.FormatStatistic(t)), unsigned(t.DF, 0), pText(t.P), typeset(t.Reason)}
		if i < len(r.Headline) {
			v.Tests = append(v.Tests, view)
			if p := r.Placebo.SpanP; p.OK && (t.Name == analysis.PlaceboTest || t.Name == analysis.PlaceboSpaced) {
				v.Tests = append(v.Tests, testView{t.Name, view.Name + ", first to last episode", figure(r.CAAR, 3), dash, pText(p), ""})
			}
			continue
		}
		v.Rest = append(v.Rest, view)
	}
	v.Placebo = typeset(r.Placebo.Words())
	v.Calendar = calendarText(r.Calendar)
}

// caarNote is the interval of the average, or why there is none.
func caarNote(r analysis.StudyReport) string {
	ci := r.Interval()
	if !ci[0].OK {
		return "no interval: " + typeset(ci[0].Reason)
	}
	note := "95 % CI " + between(ci[0], ci[1], 2)
	if len(r.Overlaps) > 0 {
		note += ", widened for overlap"
	}
	if r.Bootstrap[0].OK {
		note += "; bootstrap " + between(r.Bootstrap[0], r.Bootstrap[1], 2)
	}
	return note
}

// usedNote says what the episodes come from; in a study of two series each is measured twice.
func usedNote(r analysis.StudyReport) string {
	if r.Pooled != "" {
		return fmt.Sprintf("%s in two series", plural(r.NUsed, "measurement", "measurements"))
	}
	return fmt.Sprintf("of %s", plural(r.NEvents, "event", "events"))
}

func calendarText(c analysis.CalendarTime) string {
	if !c.Effect.OK {
		return "Not computed: " + typeset(c.Reason) + "."
	}
	return fmt.Sprintf("On %s returns, %s of them inside a window, a day inside a window differs by %s %% (95 %% CI %s; Newey-West lag %d, %s; t = %s, p = %s).",
		count(c.N), count(c.Days), pct(c.Effect), between(c.CI[0], c.CI[1], 2), c.Lag, lagBy(c.LagBy), figure(c.T, 2), pText(c.P))
}

func (v *studyView) path(r analysis.StudyReport) {
	for _, d := range r.Path {
		v.Path = append(v.Path, pathView{tauText(d.Tau), pct(d.AAR), pct(d.CAAR), between(d.Lo, d.Hi, 2), d.N})
	}
}

func (v *studyView) events(r analysis.StudyReport) {
	for _, i := range v.Shown.rows {
		v.Events = append(v.Events, v.event(r.Events[i], r))
	}
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
	v.Left = left
	for _, status := range analysis.Statuses() {
		if n := r.Statuses[status]; n > 0 {
			v.Statuses = append(v.Statuses, fact{Name: analysis.StatusWords(status), Value: count(n)})
		}
	}
	for _, pair := range r.Overlaps[:min(mostOverlaps, len(r.Overlaps))] {
		a, b := r.Events[pair[0]], r.Events[pair[1]]
		v.Overlaps = append(v.Overlaps, fmt.Sprintf("%s (%s) and %s (%s)", a.Title, a.SetDate.Words(), b.Title, b.SetDate.Words()))
	}
}

func (v *studyView) event(e analysis.EventRow, r analysis.StudyReport) studyEvent {
	view := studyEvent{URL: eventAddress(e.ID, v.asked), Title: e.Title, When: v.asked.Zone.tell(e.When, e.OccurredAt, e.Timed), Instant: e.OccurredAt.Format(time.RFC3339), Timed: e.Timed, Set: e.SetDate.Words(), ISO: e.SetDate.String(), CAR: pct(e.CAR), CI: between(e.CI[0], e.CI[1], 2),
		T: figure(e.T, 2), P: pText(e.P), Q: pText(e.Q), Percentile: unsigned(e.Percentile, 0), M: dash, Partly: e.InPart || e.Unsure}
	if r.Pooled != "" {
		view.Series = e.Series.Pair().String()
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
