package analysis

import (
	"fmt"
	"math"
	"slices"

	"detente/internal/analysis/eventstudy"
	"detente/internal/analysis/resample"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// StudyInput is a question with the figures it is asked of. All lists are ascending and as they were known at the
// question's AsOf; daily candles come in by Closes.
type StudyInput struct {
	Question StudyQuestion
	Series   fx.Series
	Fixings  []fx.Fixing
	Pooled   *fx.Series // the second series, nil for one alone
	Second   []fx.Fixing
	Control  []fx.Fixing    // of the question's control, any source: the last value dated no later than the set date is taken
	Timeline event.Timeline // the selected events, confirmed ones only; any order
	Awaiting event.Timeline // scheduled events and drafts that the selection means: nobody has said what became of them
	Known    event.Timeline // every known event, for the search of unexplained moves; nil takes Timeline
	Breaks   []fx.Break     // changes of market and method
	Market   []fx.Fixing    // closes of the market rate of the same pair, to compare with an official rate; may be nil
	Volumes  []float64      // traded volume by fixing, nil where there is none
}

const (
	bootstrapDraws = 2000
	cloudDraws     = 200
	cloudPaths     = 40
	movesShown     = 10
)

// study is a StudyInput on its way to a report.
type study struct {
	in       StudyInput
	panel    panel
	calendar fx.Calendar
	aligned  Alignment
	measured *eventstudy.Study
	result   eventstudy.Result
	placebo  eventstudy.Placebos
	spaced   eventstudy.Spaced // of the whole series; its P is missing where no windows share days
	rows     []int             // by place of measured: the row of report.Events that shows it
	report   StudyReport
}

// Study measures how the series moved around the events of the timeline, against what the days before let expect, and
// how surprising that is if the events had nothing to do with it. The result depends on the question and the figures
// alone, not on the order of the timeline. Every resampling starts anew at the seed.
//
// The error names what is wrong with the question or the lists; an event that cannot be measured is no error but has a
// status and a reason, and a number that cannot be computed is null.
// Reference: METHODS 2, 4, 11 and 13.
func Study(in StudyInput) (StudyReport, error) {
	s := &study{in: in}
	if err := s.check(); err != nil {
		return StudyReport{}, err
	}
	if err := s.align(); err != nil {
		return StudyReport{}, err
	}
	if err := s.measure(); err != nil {
		return StudyReport{}, err
	}
	s.describe()
	s.eventRows()
	s.average()
	s.regimes()
	s.calendarTime()
	s.unexplained()
	s.report.Conclusion = s.conclusion()
	s.report.Warnings = s.warnings()
	return s.report, nil
}

func (s *study) check() error {
	q := s.in.Question
	if err := q.Validate(); err != nil {
		return err
	}
	switch {
	case q.Series != s.in.Series.ID:
		return invalid("series %s was asked for and %s was given", q.Series, s.in.Series.ID)
	case len(s.in.Fixings) == 0:
		return invalid("series %s holds no values as of the time asked for: collect them first, or ask for a later time", q.Series)
	case (q.Pooled != "") != (s.in.Pooled != nil):
		return invalid("pooled %q was asked for: give its series and values", q.Pooled)
	case q.Pooled != "" && len(s.in.Second) == 0:
		return invalid("pooled %s holds no values as of the time asked for", q.Pooled)
	case q.Pooled != "" && q.Pooled.Source() != q.Series.Source():
		return invalid("pooled %s and %s have different calendars: pool series of one source", q.Pooled, q.Series)
	case q.Control != "" && len(s.in.Control) == 0:
		return invalid("control %s holds no values as of the time asked for", q.Control)
	case len(s.in.Volumes) > 0 && len(s.in.Volumes) != len(s.in.Fixings):
		return invalid("volumes: %d values for %d fixings", len(s.in.Volumes), len(s.in.Fixings))
	}
	return onlyConfirmed(s.in.Timeline)
}

func onlyConfirmed(timeline event.Timeline) error {
	for _, e := range timeline {
		if e.Status != event.StatusConfirmed {
			return invalid("event %s is %s: only confirmed events are studied", e.ID, e.Status)
		}
	}
	return nil
}

func (s *study) align() error {
	lists := [][]fx.Fixing{s.in.Fixings}
	if s.in.Pooled != nil {
		lists = append(lists, s.in.Second)
	}
	var err error
	if s.panel, err = newPanel(lists, s.in.Control, s.in.Question.ControlLag); err != nil {
		return err
	}
	s.calendar = fx.CalendarOf(s.in.Series.ID)
	timeline := slices.Clone(s.in.Timeline)
	timeline.Sort()
	s.aligned = Align(timeline, s.panel.sets, s.calendar)
	return nil
}

// measure places every episode in every series: place k is episode k/len(series) of series k%len(series).
func (s *study) measure() error {
	var series []eventstudy.Series
	for _, c := range s.panel.rates {
		series = append(series, eventstudy.Series{R: c.r, C: c.c})
	}
	var places []eventstudy.Place
	for _, e := range s.aligned.Episodes {
		for i := range series {
			places = append(places, eventstudy.Place{Series: i, T0: e.Day0, Sign: e.Sign})
		}
	}
	var err error
	if s.measured, err = eventstudy.New(series, places, s.spec()); err != nil {
		return fmt.Errorf("analysis: %w", err)
	}
	s.result = s.measured.Aggregate(s.options())
	s.placebo = s.measured.Placebo(nil, s.in.Question.Placebos, resample.New(s.in.Question.Seed))
	s.spaced = s.measured.Spaced(nil, s.in.Question.Placebos, resample.New(s.in.Question.Seed))
	return nil
}

// options start the generator anew; the two measurements of one day in a study of two series are one episode.
func (s *study) options() eventstudy.Options {
	return eventstudy.Options{Rng: resample.New(s.in.Question.Seed), ByRow: s.in.Pooled != nil, Widen: true}
}

func (s *study) spec() eventstudy.Spec {
	q := s.in.Question
	return eventstudy.Spec{Estimation: q.Estimation, Window: q.Window, Clean: q.Clean, NonOverlapping: q.NonOverlapping, Signed: q.Signed}
}

// describe fills in what was asked and of what.
func (s *study) describe() {
	q := s.in.Question
	r := &s.report
	r.Schema, r.Series, r.Pooled, r.Model, r.Control, r.ControlLag = Schema, q.Series, q.Pooled, q.Model, q.Control, q.ControlLag
	r.Estimation, r.Window, r.Signed, r.NonOverlapping, r.Clean = q.Estimation, q.Window, q.Signed, q.NonOverlapping, q.Clean
	r.Seed, r.Placebos, r.Selection = q.Seed, q.Placebos, q.Selection
	if !q.AsOf.IsZero() {
		asOf := q.AsOf.UTC()
		r.AsOf = &asOf
	}
	sets := s.panel.sets
	r.SeriesFrom, r.SeriesTo, r.NFixings = sets[0], sets[len(sets)-1], len(sets)
	r.Unpaired = s.unpaired()
	r.Direction = direction(q.Series.Pair(), q.Signed)
}

// direction says in words what the sign of a number means.
func direction(pair fx.Pair, signed bool) string {
	up, down := "higher price", "lower price"
	if pair.Quote() == "RUB" {
		up, down = "rouble weaker", "rouble stronger"
	}
	if signed {
		return fmt.Sprintf("+ = %s on escalation, %s on de-escalation", up, down)
	}
	return "+ = " + up
}

// unpaired counts the returns in the estimation and event windows of used episodes that lack the control's.
func (s *study) unpaired() (n int) {
	reach := make([]bool, len(s.panel.sets))
	for _, i := range s.result.Averaged {
		t0 := s.measured.Events()[i].T0
		for t := max(0, t0+s.in.Question.Estimation[0]); t <= min(len(reach)-1, t0+s.in.Question.Window[1]); t++ {
			reach[t] = true
		}
	}
	for _, c := range s.panel.rates {
		for t, r := range c.r {
			if c.c != nil && reach[t] && !math.IsNaN(r) && math.IsNaN(c.c[t]) {
				n++
			}
		}
	}
	return n
}

// sample returns the first and last set date that the used episodes draw on, ok false without one.
func (s *study) sample() (from, to civil.Date, ok bool) {
	events, sets, q := s.measured.Events(), s.panel.sets, s.in.Question
	for _, i := range s.result.Averaged {
		first := sets[max(0, events[i].T0+q.Estimation[0])]
		last := sets[min(len(sets)-1, events[i].T0+q.Window[1])]
		if !ok || first.Before(from) {
			from = first
		}
		if !ok || last.After(to) {
			to = last
		}
		ok = true
	}
	return from, to, ok
}
