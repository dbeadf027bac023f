package web

import (
	"detente/internal/chart"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// aroundRow is one fixing around the event, both pairs side by side.
type aroundRow struct {
	Tau, Set, Effective        string
	Origin                     string // address of where the rate comes from
	USD, USDMove, EUR, EURMove string
	Day0                       bool
}

// reach is how many fixings on either side of day 0 the page of an event shows.
const reach = 10

// around fills in the table of both pairs around the event, by set date.
func (p *eventPage) around(h history, e event.Event, q query) {
	day0, ok := dayZero(h, e)
	if !ok {
		return
	}
	for tau := -reach; tau <= reach; tau++ {
		at := day0 + tau
		if at < 0 || at >= len(h.Days) {
			continue
		}
		d := h.Days[at]
		row := aroundRow{Tau: tauText(tau), Set: d.Set.Words(), Day0: tau == 0, Origin: h.origin(d, q)}
		row.USD, row.USDMove = h.USD.cell(d.USD)
		row.EUR, row.EURMove = h.EUR.cell(d.EUR)
		switch {
		case d.USD >= 0:
			row.Effective = h.USD.Fixings[d.USD].Effective.Words()
		case d.EUR >= 0:
			row.Effective = h.EUR.Fixings[d.EUR].Effective.Words()
		}
		p.Rows = append(p.Rows, row)
	}
}

// dayZero is the position among the days of the pages of the first fixing whose cut-off lies after the event.
func dayZero(h history, e event.Event) (int, bool) {
	sets := make([]civil.Date, len(h.Days))
	for i, d := range h.Days {
		sets[i] = d.Set
	}
	return fx.CalendarOf(fx.CBRUSD).Day0(sets, e.OccurredAt)
}

// aroundFigure draws both pairs as changes since the last fixing before the event; nil where there is none.
func aroundFigure(h history, e event.Event) (*figureView, error) {
	in := chart.AroundInput{USD: aroundPoints(h.USD, e), EUR: aroundPoints(h.EUR, e), Caption: chart.Caption{Title: "Both rates around it", Note: "fixings −10 to +10",
		X: "fixings from day 0", Y: "change, % (up = weaker rouble)"}}
	if len(in.USD)+len(in.EUR) == 0 {
		return nil, nil
	}
	return newFigure(chartOf(chart.Around(in)), "Log changes in per cent since the last fixing before it; day 0 is the first fixing whose cut-off lies after the event. Source: Bank of Russia.")
}

func aroundPoints(p pair, e event.Event) []chart.AroundPoint {
	day0, ok := fx.CalendarOf(p.Series.ID).Day0(p.Sets, e.OccurredAt)
	if !ok || day0 == 0 {
		return nil
	}
	base := p.Fixings[day0-1].Rate()
	var points []chart.AroundPoint
	for i := max(0, day0-reach); i <= min(len(p.Fixings)-1, day0+reach); i++ {
		f := p.Fixings[i]
		points = append(points, chart.AroundPoint{Tau: i - day0, Change: logReturn(base, f.Rate()), Set: f.Set, Value: f.Value.Float()})
	}
	return points
}
