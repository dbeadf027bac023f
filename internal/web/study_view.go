package web

import (
	"fmt"

	"detente/internal/analysis"
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
	Overlaps                    [][]studyEvent // pairs
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

func newStudyView(r analysis.StudyReport, st studyState) (studyView, error) {
	v := studyView{asked: st.query, None: r.NEvents == 0, Conclusion: typeset(r.Conclusion), Brief: studyBrief(r), Setting: studySetting(r), Warnings: warningViews(r.Warnings),
		Used: r.NUsed, NEvents: r.NEvents, NOverlaps: len(r.OverlappingPairs())}
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
		{Name: "Overlapping pairs", Value: count(len(r.OverlappingPairs())), Why: "W-OVERLAP"},
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
