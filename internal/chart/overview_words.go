package chart

import (
	"fmt"
	"strings"

	"detente/internal/civil"
	"detente/internal/fx"
)

// title says what the overview shows and whose rates they are.
func (in OverviewInput) title() string {
	var names []string
	for _, r := range []Rates{in.USD, in.EUR} {
		if r.drawn() {
			names = append(names, r.Series.ID.Pair().String()+" ("+r.Series.Publisher()+")")
		}
	}
	if in.USD.drawn() && in.EUR.drawn() && in.USD.Series.Publisher() == in.EUR.Series.Publisher() {
		names = []string{in.USD.Series.ID.Pair().String() + " and " + in.EUR.Series.ID.Pair().String() + " (" + in.USD.Series.Publisher() + ")"}
	}
	index := "diplomatic events and the tension index"
	if in.Gauge.drawn() {
		index = "diplomatic events, the tension index and " + in.Gauge.Line.Title
	}
	return capital(strings.Join(append(names, index), ", "))
}

// label is the title with the window and what it holds, for those who hear the chart.
func (in OverviewInput) label() string {
	from, to := in.window()
	if from.IsZero() {
		return in.title() + ": nothing to show."
	}
	inside := func(d civil.Date) bool { return !d.Before(from) && !d.After(to) }
	text := fmt.Sprintf("%s, %s to %s", in.title(), from.Words(), to.Words())
	for _, r := range []Rates{in.USD, in.EUR} {
		if r.drawn() {
			text += "; " + rangeOf(r, inside)
		}
	}
	events, begin, end := 0, from.UTC(), to.AddDays(1).UTC()
	for i := range in.Events {
		if at := in.Events[i].OccurredAt; !at.Before(begin) && at.Before(end) {
			events++
		}
	}
	return fmt.Sprintf("%s; events: %d.", text, events)
}

// rangeOf says how many fixings there are and between what rates: "USD/RUB 64 fixings, from 74.2926 to 120.3785".
func rangeOf(r Rates, inside func(civil.Date) bool) string {
	var low, high fx.Fixing
	var least, most float64
	n := 0
	for i := range r.Fixings {
		f := &r.Fixings[i]
		if !inside(f.Set) {
			continue
		}
		rate := f.Rate()
		if n == 0 || rate < least {
			low, least = *f, rate
		}
		if n == 0 || rate > most {
			high, most = *f, rate
		}
		n++
	}
	pair := r.Series.ID.Pair().String()
	switch n {
	case 0:
		return pair + " no fixings"
	case 1:
		return fmt.Sprintf("%s 1 fixing, %s", pair, appendFixing(nil, low))
	}
	return fmt.Sprintf("%s %d fixings, from %s to %s", pair, n, appendFixing(nil, low), appendFixing(nil, high))
}

// indexName names the axis of an index; the two pairs may have their 100 on different days.
func (in OverviewInput) indexName(bases struct{ usd, eur base }) string {
	if in.inUnits() {
		return unitName(in.Units)
	}
	name := "index, 100 = " + in.Rebase.Words()
	switch usd, eur := bases.usd, bases.eur; {
	case usd.ok && eur.ok && usd.set != eur.set:
		name = "index, 100 = USD " + usd.set.Words() + ", EUR " + eur.set.Words()
	case usd.ok:
		name = "index, 100 = " + usd.set.Words()
	case eur.ok:
		name = "index, 100 = " + eur.set.Words()
	}
	return name + weaker
}
