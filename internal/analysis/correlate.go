package analysis

import (
	"fmt"

	"detente/internal/analysis/correlation"
	"detente/internal/analysis/stat"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// CorrelateInput is a question with the figures it is asked of. All lists are ascending and as they were known at the
// question's AsOf; daily candles come in by Closes.
type CorrelateInput struct {
	Question CorrelateQuestion
	Series   fx.Series
	Fixings  []fx.Fixing    // the whole series: the question's range cuts the sample, not the list
	Control  []fx.Fixing    // of the question's control
	Timeline event.Timeline // the selected events, confirmed ones only; any order
	Awaiting event.Timeline // scheduled events and drafts that the selection means: nobody has said what became of them
	Breaks   []fx.Break
	Market   []fx.Fixing // closes of the market rate of the same pair, to compare with an official rate; may be nil
	Volumes  []float64   // traded volume by fixing, nil where there is none
}

const (
	volatilityWidth = 20
	tradingYear     = 252 // returns a year, for annual volatility
	tooFewPairs     = 30
)

// correlate is a CorrelateInput on its way to a report. Its sample is the rows [first, end) of the panel.
type correlate struct {
	in         CorrelateInput
	panel      panel
	calendar   fx.Calendar
	aligned    Alignment
	flow       []float64 // by row of the panel
	first, end int
	sets       []civil.Date // of the complete pairs
	x, y       []float64    // complete pairs: the rate's target, tension
	control    []float64    // beside them, NaN where it has none; nil without one
	returns    []float64    // beside them
	pairs      correlation.Pairs
	report     CorrelateReport
}

// Correlate measures how a rate and the tension of the timeline move together, on the same fixing and with lags, and how
// sure that is once autocorrelation is allowed for. The result depends on the question and the figures alone. Nothing in
// it says what causes what.
//
// The error names what is wrong with the question or the lists; a number that cannot be computed is null with a reason.
// Reference: METHODS 3, 5 to 8 and 13.
func Correlate(in CorrelateInput) (CorrelateReport, error) {
	c := &correlate{in: in}
	if err := c.check(); err != nil {
		return CorrelateReport{}, err
	}
	if err := c.sample(); err != nil {
		return CorrelateReport{}, err
	}
	c.describe()
	if err := c.series(); err != nil {
		return CorrelateReport{}, err
	}
	c.stationarity()
	c.refuse()
	c.sameDay()
	c.lags()
	c.rolling()
	c.regression()
	c.granger()
	c.projection()
	c.volatility()
	c.breakTests()
	c.byPeriod()
	c.report.Conclusion = c.conclusion()
	c.report.Warnings = c.warnings()
	return c.report, nil
}

func (c *correlate) check() error {
	q := c.in.Question
	if err := q.Validate(); err != nil {
		return err
	}
	switch {
	case q.Series != c.in.Series.ID:
		return invalid("series %s was asked for and %s was given", q.Series, c.in.Series.ID)
	case len(c.in.Fixings) == 0:
		return invalid("series %s holds no values as of the time asked for: collect them first, or ask for a later time", q.Series)
	case q.Control != "" && len(c.in.Control) == 0:
		return invalid("control %s holds no values as of the time asked for", q.Control)
	case len(c.in.Volumes) > 0 && len(c.in.Volumes) != len(c.in.Fixings):
		return invalid("volumes: %d values for %d fixings", len(c.in.Volumes), len(c.in.Fixings))
	}
	return onlyConfirmed(c.in.Timeline)
}

// describe fills in what was asked.
func (c *correlate) describe() {
	q := c.in.Question
	r := &c.report
	r.Schema, r.Series, r.Target, r.Tension, r.Control, r.ControlLag = Schema, q.Series, q.Target, q.Tension, q.Control, q.ControlLag
	r.MaxLag, r.Window, r.Seed, r.Draws, r.Selection = q.MaxLag, q.Window, q.Seed, q.Draws, q.Selection
	r.HalfLife = stat.None("the flow does not accumulate")
	if q.Tension == TensionStock {
		r.HalfLife = stat.Some(q.HalfLife)
	}
	if !q.AsOf.IsZero() {
		asOf := q.AsOf.UTC()
		r.AsOf = &asOf
	}
	r.Direction = targetDirection(q.Target, q.Series.Pair()) + "; tension + = escalation"
	r.LagMeaning = "k > 0: tension leads by k fixings; k < 0: the rate leads"
	if q.Series.Pair().Quote() == "RUB" {
		r.LagMeaning = "k > 0: tension leads by k fixings; k < 0: the rouble leads"
	}
}

func targetDirection(target string, pair fx.Pair) string {
	switch target {
	case TargetAbsReturn:
		return "target + = larger move in either direction"
	case TargetVolatility:
		return "target + = more volatile"
	}
	return "target " + direction(pair, false)
}

// refuse says why nothing is computed, if so: levels with a unit root, or hardly any pairs.
func (c *correlate) refuse() {
	r := &c.report
	switch {
	case r.N == 0:
		r.Reason = "no event falls to a fixing of the series, so there is no sample"
	case c.in.Question.Target == TargetLevel && !c.levelAllowed():
		r.Reason = "the level is not stationary by the unit root tests: two trending series correlate whether or not they have anything to do with each other; take returns"
	case r.N < tooFewPairs:
		r.Reason = fmt.Sprintf("%s: fewer than %d are not correlated", count(r.N, "pair"), tooFewPairs)
	}
}

func (c *correlate) levelAllowed() bool { return c.report.Stationary.Target.stationary() }

// drifting tells that neither side is shown to be stationary, though no level was asked for: volatility and the stock of tension
// both wander, and p-values for such pairs may come out too small.
func (c *correlate) drifting() bool {
	s := c.report.Stationary
	return c.in.Question.Target != TargetLevel && s.Target.KPSSP.OK && s.Tension.KPSSP.OK && !s.Target.stationary() && !s.Tension.stationary()
}

// none is the value of everything that was refused.
func (c *correlate) none() (stat.Maybe, bool) {
	return stat.None(c.report.Reason), c.report.Reason != ""
}
