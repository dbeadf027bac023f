package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"detente/internal/event"
)

type eventsPage struct {
	frame
	Facets     facets
	FacetCarry []field
	Card       *card
	Lost       string
	List       []eventRow
	Listed     int
	Total      int
	From, To   textField
	DateCarry  []field
	Exports    takes
}

type eventRow struct {
	eventView
	Actors    []string
	Location  string
	Goldstein string
	Source    string
	SourceURL string
	Selected  bool
}

// maxEvents keeps the list a page; the CSV has all.
const maxEvents = 500

// handleEvents lists the events of the filters, newest first, over the whole table unless the address gives a window.
func (s *Server) handleEvents(c echo.Context, q query) error {
	h, err := s.load(c.Request().Context(), q)
	if err != nil {
		return err
	}
	page := newEventsPage(h, q)
	page.frame = s.frame(c, "Events", "/events").inState(q, q)
	page.Alternates = feeds(q)
	page.Empty = len(h.Events) == 0
	return s.render(c, http.StatusOK, "events.html", page)
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
	for _, i := range slices.Backward(found.hits[max(0, len(found.hits)-maxEvents):]) {
		page.List = append(page.List, h.row(h.Events[i], q))
	}
	page.Listed = len(page.List)
	return page
}

func (h history) row(e event.Event, q query) eventRow {
	row := eventRow{eventView: h.view(e, q.with(func(q *query) { q.Event = e.ID }).at("/events")), Location: e.Location,
		Goldstein: signed(e.Goldstein, 1), Source: e.SourceName, SourceURL: e.SourceURL, Selected: e.ID == q.Event}
	for _, a := range e.Actors {
		row.Actors = append(row.Actors, h.actorName(a))
	}
	return row
}
