package analysis

import (
	"fmt"
	"math"
	"slices"

	"detente/internal/analysis/correlation"
	"detente/internal/analysis/volatility"
	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/tension"
)

// sample finds the rows the question is about: those of its range, or from the first to the last event where it is open.
func (c *correlate) sample() error {
	control := c.in.Control
	if c.in.Question.Control == "" {
		control = nil
	}
	var err error
	if c.panel, err = newPanel([][]fx.Fixing{c.in.Fixings}, control, c.in.Question.ControlLag); err != nil {
		return err
	}
	c.calendar = fx.CalendarOf(c.in.Series.ID)
	timeline := slices.Clone(c.in.Timeline)
	timeline.Sort()
	c.aligned = Align(timeline, c.panel.sets, c.calendar)
	c.flow = tension.Flow(timeline, c.panel.sets, c.calendar, tension.Options{})
	c.first, c.end = c.rangeOfEvents()
	selection := c.in.Question.Selection
	if !selection.From.IsZero() {
		c.first = c.rowOf(selection.From)
	}
	if !selection.To.IsZero() {
		c.end = c.rowOf(selection.To.AddDays(1))
	}
	c.first = max(1, c.first) // the first fixing has no return
	c.end = max(c.end, c.first)
	return nil
}

func (c *correlate) rangeOfEvents() (first, end int) {
	episodes := c.aligned.Episodes
	if len(episodes) == 0 {
		return 0, 0
	}
	return episodes[0].Day0, episodes[len(episodes)-1].Day0 + 1
}

// rowOf is the first row set on d or later.
func (c *correlate) rowOf(d civil.Date) int {
	i, _ := slices.BinarySearchFunc(c.panel.sets, d, civil.Date.Compare)
	return i
}

// series builds the complete pairs of the sample.
func (c *correlate) series() error {
	target, err := c.target()
	if err != nil {
		return err
	}
	tense := c.flow
	if c.in.Question.Tension == TensionStock {
		tense = tension.Stock(c.flow, c.in.Question.HalfLife)
	}
	rate := c.panel.rates[0]
	for t := c.first; t < c.end; t++ {
		if math.IsNaN(target[t]) || math.IsNaN(rate.r[t]) {
			c.report.NDropped++
			continue
		}
		c.sets = append(c.sets, c.panel.sets[t])
		c.x, c.y, c.returns = append(c.x, target[t]), append(c.y, tense[t]), append(c.returns, rate.r[t])
		if rate.c != nil {
			c.control = append(c.control, rate.c[t])
		}
		if c.flow[t] != 0 {
			c.report.NEventDays++
		}
	}
	if c.pairs, err = correlation.Complete(c.x, c.y); err != nil {
		return fmt.Errorf("analysis: %w", err)
	}
	c.count()
	return nil
}

func (c *correlate) count() {
	r := &c.report
	r.N = len(c.x)
	r.Scatter = Scatter{Dates: filled(c.sets), Tension: filled(c.y), Target: filled(c.x)}
	if r.N > 0 {
		r.From, r.To = c.sets[0], c.sets[r.N-1]
	}
	for _, e := range c.aligned.Events {
		if e.Day0 >= c.first && e.Day0 < c.end {
			r.NEvents++
		}
	}
}

// target is the rate's side by row of the panel, NaN where there is none.
func (c *correlate) target() ([]float64, error) {
	rate := c.panel.rates[0]
	out := slices.Clone(rate.r)
	switch c.in.Question.Target {
	case TargetAbsReturn:
		for t, r := range out {
			out[t] = math.Abs(r)
		}
	case TargetVolatility:
		v, err := volatility.Realised(rate.r, volatilityWidth, tradingYear, volatility.ZeroMean)
		if err != nil {
			return nil, fmt.Errorf("analysis: %w", err)
		}
		for t := range out {
			out[t] = math.NaN()
			if v[t].OK {
				out[t] = v[t].Value
			}
		}
	case TargetLevel:
		copy(out, rate.price)
	}
	return out, nil
}

func (c *correlate) inSample(d civil.Date) bool {
	return !d.Before(c.report.From) && !d.After(c.report.To)
}
