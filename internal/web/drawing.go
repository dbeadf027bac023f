package web

import (
	"fmt"
	"html/template"

	"detente/internal/chart"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/tension"
	"detente/internal/words"
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
	return controls{
		DateCarry: q.hidden("from", "to"),
		From:      q.field("from", w.From.Words()), To: q.field("to", w.To.Words()),
		USD:     pairToggle(q, "usd", "eur"),
		EUR:     pairToggle(q, "eur", "usd"),
		Log:     toggle{q.Log, q.with(func(q *query) { q.Log = !q.Log }).at("/")},
		Index:   toggle{!q.Rebase.IsZero(), q.with(func(q *query) { q.Rebase = rebased(q.Rebase, w.From) }).at("/")},
		Exports: takesOf(q.shown(w.From, w.To), "overlay", "rates", "events", "tension", "quotes", "gauges"),
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

// share completes the toolbar with what depends on the address of the site and on what is stored.
func (c controls) share(site string, l words.Language, q query, w window, with beside) controls {
	shown := q.with(func(q *query) { q.From, q.To = w.From, w.To })
	c.ViewCarry = q.hidden("units", "rebase", "market", "gauge")
	c.Rebase = q.field("rebase", q.Rebase.Words())
	c.Units, c.Markets, c.Gauges = q.unitChoices(), with.market.marketChoices(q), with.gauge.choices(q)
	c.Link = site + shown.at("/")
	frame := q.with(func(q *query) { q.From, q.To = w.From, w.To; q.Event = "" })
	c.Embed = fmt.Sprintf(`<iframe src="%s" width="%d" height="%d" title="%s" loading="lazy"></iframe>`,
		template.HTMLEscapeString(site+frame.at("/embed/overlay")), frameWidth, frameHeight, template.HTMLEscapeString(l.Word(overviewTitle(frame))))
	return c
}
