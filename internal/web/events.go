package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"detente/internal/event"
)

//pagegen:template events.html
type eventsPage struct {
	frame
	Facets     facets
	FacetCarry []field
	Card       *card
	Lost       string
	NoEvents   bool // none is stored
	List       []eventRow
	Listed     int
	Ahead      bool // something is scheduled
	Total      int
	From, To   textField
	DateCarry  []field
	Exports    takes
}

type eventRow struct {
	eventView
	End       *eventView
	Actors    []string
	Location  string
	Goldstein string
	Source    string
	SourceURL string
	Selected  bool
}

// maxEvents and maxAhead keep the list a page; the CSV has all.
const (
	maxEvents = 500
	maxAhead  = 100
)

// handleEvents lists the events of the filters, newest first and what is scheduled after them, over the whole table unless the address gives a window.
func (s *Server) handleEvents(c echo.Context, q query) error {
	h, err := s.load(c.Request().Context(), q)
	if err != nil {
		return err
	}
	page := newEventsPage(h, q)
	page.frame = s.frame(c, "Events", "/events").inState(q, q)
	page.Alternates = feeds(q)
	page.NoEvents = h.noEvents(q)
	return s.render(c, http.StatusOK, page)
}

func newEventsPage(h history, q query) eventsPage {
	w := window{From: q.From, To: q.To}
	found := countFacets(h, event.Filter{}, q, w)
	page := eventsPage{
		Facets:     found.facets(h, q, w, "/events"),
		FacetCarry: q.hidden(facetNames...),
		DateCarry:  q.hidden("from", "to"),
		Total:      len(found.hits), From: q.field("from", q.From.Words()), To: q.field("to", q.To.Words()),
		Exports: takesOf(q.undrawn(), "events"),
	}
	page.Card, page.Lost = selectedCard(h, q, "/events")
	past, ahead := h.happened(found.hits)
	slices.Reverse(past)
	for _, i := range slices.Concat(past[:min(len(past), maxEvents)], ahead[:min(len(ahead), maxAhead)]) {
		page.List = append(page.List, h.row(h.Events[i], q))
	}
	page.Listed, page.Ahead = len(page.List), len(ahead) > 0
	return page
}

// happened parts positions of events into those of what has happened and those of what is scheduled, each in the order of time.
func (h history) happened(hits []int) (past, ahead []int) {
	for _, i := range hits {
		if h.Events[i].Status == event.StatusScheduled {
			ahead = append(ahead, i)
		} else {
			past = append(past, i)
		}
	}
	return past, ahead
}

func (h history) row(e event.Event, q query) eventRow {
	row := eventRow{eventView: h.view(e, q.with(func(q *query) { q.Event = e.ID }).at("/events")), End: h.end(e), Location: e.Location,
		Goldstein: signed(e.Goldstein, 1), Source: e.SourceName, SourceURL: e.SourceURL, Selected: e.ID == q.Event}
	for _, a := range e.Actors {
		row.Actors = append(row.Actors, h.actorShort(a))
	}
	return row
}
