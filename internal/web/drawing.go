package web

import (
	"detente/internal/chart"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/tension"
)

// hairlines is how many events of the window have a vertical line without being asked for.
const hairlines = 4

// overviewChart says what the overview's chart shows: the whole history, with the window to begin with.
func overviewChart(h history, events event.Timeline, index []tension.Day, q query, w window) chart.OverviewInput {
	in := chart.OverviewInput{
		Quotes: h.Quotes, Breaks: h.Breaks, Events: events, Tension: index, TensionOptions: tension.Options{},
		From: w.From, To: w.To, Selected: q.Event, Log: q.Log, Rebase: q.Rebase,
		Important: chart.MostImportant(events, w.From, w.To, hairlines),
	}
	if q.draws("usd") {
		in.USD = chart.Rates{Series: h.USD.Series, Fixings: h.USD.Fixings}
	}
	if q.draws("eur") {
		in.EUR = chart.Rates{Series: h.EUR.Series, Fixings: h.EUR.Fixings}
	}
	return in
}

func newControls(q query, w window) controls {
	window := q.with(func(q *query) { q.From, q.To = w.From, w.To; q.Event = "" })
	return controls{
		DateCarry: q.hidden("from", "to"),
		From:      w.From.Words(), To: w.To.Words(),
		USD:   pairToggle(q, "usd", "eur"),
		EUR:   pairToggle(q, "eur", "usd"),
		Log:   toggle{q.Log, q.with(func(q *query) { q.Log = !q.Log }).at("/")},
		Index: toggle{!q.Rebase.IsZero(), q.with(func(q *query) { q.Rebase = rebased(q.Rebase, w.From) }).at("/")},
		Exports: []link{
			{"Overlay CSV", window.exported("/overlay.csv"), "A row a fixing: both pairs, returns, tension, diplomacy and the events of the day"},
			{"Rates CSV", window.exported("/rates.csv"), "The fixings of the window as published"},
			{"Events CSV", window.exported("/events.csv"), "The events of the window with the filters"},
		},
	}
}

// pairToggle hides a pair that is drawn, unless it is the last one, and draws one that is hidden.
func pairToggle(q query, self, other string) toggle {
	on := q.draws(self)
	return toggle{on, q.with(func(q *query) {
		switch {
		case on:
			q.Pair = other
		default:
			q.Pair = ""
		}
	}).at("/")}
}

func rebased(now, from civil.Date) civil.Date {
	if now.IsZero() {
		return from
	}
	return civil.Date{}
}

// exported is the address of a CSV with the rows of the page; what only changes the drawing is left out.
func (q query) exported(path string) string {
	return q.with(func(q *query) { q.Pair, q.Log, q.Rebase, q.Event = "", false, civil.Date{}, "" }).at(path)
}
