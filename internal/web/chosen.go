package web

import (
	"fmt"
	"slices"
	"strings"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// chosen says which events are counted, a sentence a filter: a picture and a frame have no filters beside them, and the index of some
// events would pass for that of all. Empty where nothing is left out.
func (q query) chosen() []string {
	var said []string
	say := func(format, value string) {
		if value != "" {
			said = append(said, fmt.Sprintf(format, value))
		}
	}
	say("Only events of the category %s.", labels(q.Categories))
	say("Only events with %s among the actors.", strings.Join(q.Actors, ", "))
	say("Only events of the direction %s.", strings.ReplaceAll(joined(q.Directions), ",", ", "))
	if q.MinImportance > 1 {
		said = append(said, fmt.Sprintf("Only events of importance %d and up.", q.MinImportance))
	}
	if q.Text != "" {
		said = append(said, fmt.Sprintf("Only events with the words %q.", q.Text))
	}
	if n := len(q.IDs); n > 0 {
		said = append(said, fmt.Sprintf("Only %s picked one by one.", plural(n, "event", "events")))
	}
	return said
}

// within says of which days the events are, where only those of some days are asked for.
func (q query) within() []string {
	switch {
	case !q.From.IsZero() && !q.To.IsZero():
		return []string{fmt.Sprintf("Only events from %s to %s.", q.From.Words(), q.To.Words())}
	case !q.From.IsZero():
		return []string{fmt.Sprintf("Only events from %s on.", q.From.Words())}
	case !q.To.IsZero():
		return []string{fmt.Sprintf("Only events up to %s.", q.To.Words())}
	}
	return nil
}

func labels(categories []event.Category) string {
	var list []string
	for _, c := range categories {
		list = append(list, c.Label())
	}
	return strings.Join(list, ", ")
}

// undrawable says what of a state its chart of the window has no place for, so that nobody looks for a line that is not there.
func (p prices) undrawable(q query, w window) []string {
	var said []string
	if q.Units != "" && (!q.Rebase.IsZero() || q.Log || q.Market != "") {
		said = append(said, "In units other than roubles there is no index of 100, no logarithmic axis and no price of the exchange: they are left out.")
	}
	if q.Market != "" && q.Units == "" && !p.within(q, w) {
		said = append(said, "No daily price of the exchange is stored for these days.")
	}
	return said
}

// named says what is drawn of the exchange's prices, where a picture has no legend of them.
func (p prices) named(q query, w window) []string {
	switch {
	case q.Market == "" || q.Units != "" || !p.within(q, w):
		return nil
	case q.Market == "candles" && q.Rebase.IsZero():
		return []string{"Candles: the Moscow Exchange, day by day."}
	}
	return []string{"Dotted: the close of the Moscow Exchange."}
}

// within tells whether any of the prices drawn is of a day of the window.
func (p prices) within(q query, w window) bool {
	zone, drawn := fx.CalendarOf(fx.MOEXUSDD).Zone, p.drawnBeside(q)
	return slices.ContainsFunc(slices.Concat(drawn.USD, drawn.EUR), func(c fx.Candle) bool {
		day := civil.Of(c.Start.In(zone))
		return !day.Before(w.From) && !day.After(w.To)
	})
}
