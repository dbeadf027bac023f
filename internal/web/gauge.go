package web

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"detente/internal/chart"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// gaugeDrawn is the line that others publish, as far as the reader asked for one, and the choice there is.
type gaugeDrawn struct {
	Line   event.GaugeLine // without a name where none is drawn
	Days   []event.Gauge   // ascending
	Stored []event.GaugeSpan
}

func (c gaugeDrawn) drawn() bool { return c.Line.Name != "" }

// readGauge reads the line that q compares the tension index with. One that is not stored is a *badQuery.
func (s *Server) readGauge(ctx context.Context, q query) (c gaugeDrawn, err error) {
	if c.Stored, err = s.storedGauges(ctx); err != nil || q.Gauge == "" {
		return c, err
	}
	if err := storedLine(c.Stored, q.Gauge); err != nil {
		return c, err
	}
	c.Line = event.LineOf(q.Gauge)
	c.Days, err = s.Store.Gauge(ctx, q.Gauge, fx.Range{AsOf: q.AsOf})
	return c, err
}

// storedGauges lists the lines there are, kept until the figures change.
func (s *Server) storedGauges(ctx context.Context) ([]event.GaugeSpan, error) {
	version, err := s.Store.Version(ctx)
	if err != nil {
		return nil, err
	}
	return s.gauges.get(version, func() ([]event.GaugeSpan, error) { return s.Store.Gauges(context.WithoutCancel(ctx)) })
}

// checkGauges refuses lines of which nothing is stored.
func (s *Server) checkGauges(ctx context.Context, names ...string) error {
	if len(names) == 0 {
		return nil
	}
	stored, err := s.storedGauges(ctx)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := storedLine(stored, name); err != nil {
			return err
		}
	}
	return nil
}

// someLine is the line that q compares with, or a stored one; empty where none is.
func (s *Server) someLine(ctx context.Context, q query) (string, error) {
	stored, err := s.storedGauges(ctx)
	switch {
	case err != nil || len(stored) == 0:
		return "", err
	case q.Gauge != "" && storedLine(stored, q.Gauge) == nil:
		return q.Gauge, nil
	}
	for _, g := range stored {
		if g.Name == "gpr:GPRD" {
			return g.Name, nil
		}
	}
	return stored[0].Name, nil
}

func storedLine(stored []event.GaugeSpan, name string) error {
	if slices.ContainsFunc(stored, func(g event.GaugeSpan) bool { return g.Name == name }) {
		return nil
	}
	var names []string
	for _, g := range stored {
		names = append(names, g.Name)
	}
	if len(names) == 0 {
		return &badQuery{"gauge", clip(name) + " is not stored, and no other comparison line: detente import gpr FILE and detente collect --source gdelt store them"}
	}
	return &badQuery{"gauge", clip(name) + " is not stored: there are " + strings.Join(names, ", ")}
}

// choices are the lines there are, by publisher; none where none is stored. Counts of raw rows say nothing to a reader.
func (c gaugeDrawn) choices(q query) []unitChoice {
	var list []unitChoice
	for _, g := range c.Stored {
		if l := event.LineOf(g.Name); !strings.HasSuffix(g.Name, ":rows") {
			list = append(list, unitChoice{g.Name, l.Title, q.Gauge == g.Name})
		}
	}
	if len(list) == 0 {
		return nil
	}
	return slices.Insert(list, 0, unitChoice{"", "nothing", q.Gauge == ""})
}

// chart is the line as the chart draws it.
func (c gaugeDrawn) chart() chart.Gauge { return chart.Gauge{Line: c.Line, Days: c.Days} }

// note says whose line is drawn, in what unit, and how far it reaches in a window.
func (c gaugeDrawn) note(w window) string {
	if !c.drawn() {
		return ""
	}
	inside := 0
	for _, g := range c.Days {
		if !g.Day.Before(w.From) && !g.Day.After(w.To) {
			inside++
		}
	}
	text := c.Line.Caption() + "."
	switch n := len(c.Days); {
	case n == 0:
		return text + " Nothing of it was stored here by then."
	case inside == 0:
		return text + fmt.Sprintf(" No value in this range: it reaches from %s to %s.", c.Days[0].Day.Words(), c.Days[n-1].Day.Words())
	default:
		have := "have"
		if inside == 1 {
			have = "has"
		}
		return text + fmt.Sprintf(" %d of %d days %s a value; newest %s.", inside, w.To.DaysSince(w.From)+1, have, c.Days[n-1].Day.Words())
	}
}

// on is the value of a day as published; empty where there is none.
func (c gaugeDrawn) on(d civil.Date) string {
	i, ok := slices.BinarySearchFunc(c.Days, d, func(g event.Gauge, d civil.Date) int { return g.Day.Compare(d) })
	if !ok {
		return ""
	}
	return gaugeText(c.Days[i].Value)
}

// beside is what is drawn beside rates and events.
type beside struct {
	market prices
	gauge  gaugeDrawn
}

func (s *Server) readBeside(ctx context.Context, q query) (b beside, err error) {
	if b.market, err = s.readPrices(ctx, q); err != nil {
		return b, err
	}
	b.gauge, err = s.readGauge(ctx, q)
	return b, err
}
