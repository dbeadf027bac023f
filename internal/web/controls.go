package web

import (
	"fmt"
	"html/template"
)

// share completes the toolbar with what depends on the address of the site and on what is stored.
func (c controls) share(site string, q query, w window, with beside) controls {
	shown := q.with(func(q *query) { q.From, q.To = w.From, w.To })
	c.ViewCarry = q.hidden("units", "rebase", "market", "gauge")
	c.Rebase = q.field("rebase", q.Rebase.Words())
	c.Units, c.Markets, c.Gauges = q.unitChoices(), with.market.marketChoices(q), with.gauge.choices(q)
	c.Link = site + shown.at("/")
	frame := q.with(func(q *query) { q.From, q.To = w.From, w.To; q.Event = "" })
	c.Embed = fmt.Sprintf(`<iframe src="%s" width="%d" height="%d" title="%s" loading="lazy"></iframe>`,
		template.HTMLEscapeString(site+frame.at("/embed/overlay")), frameWidth, frameHeight, template.HTMLEscapeString(overviewTitle(frame)))
	return c
}
