package web

import (
	"bytes"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"detente/internal/event"
	"detente/internal/export"
)

// feedRoutes are the events for calendars and readers of feeds.
func (s *Server) feedRoutes() []route {
	return []route{{"/events.ics", s.open(s.handleICS)}, {"/events.atom", s.open(s.handleAtom)}}
}

// fed reads the events of the address for a feed; done is true where the reader has it already.
func (s *Server) fed(c echo.Context) (q query, events event.Timeline, done bool, err error) {
	if q, err = parseQuery(c.QueryParams()); err != nil {
		return q, nil, false, err
	}
	if err := s.checkEvents(c.Request().Context(), q); err != nil {
		return q, nil, false, err
	}
	if done, err = s.unchanged(c); done || err != nil {
		return q, nil, done, err
	}
	events, err = s.Store.Events(c.Request().Context(), q.filter(q.From, q.To))
	return q, events, false, err
}

func (s *Server) handleICS(c echo.Context) error {
	_, events, done, err := s.fed(c)
	if done || err != nil {
		return err
	}
	var body bytes.Buffer
	if err := export.ICS(&body, events, s.site(c)); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, export.ICSContentType, body.Bytes())
}

// handleAtom puts the newest events first; the feed is as new as its newest version of an event.
func (s *Server) handleAtom(c echo.Context) error {
	q, events, done, err := s.fed(c)
	if done || err != nil {
		return err
	}
	q.view = view{} // how a page is told is nothing to a feed: it is one whatever the language
	return s.feed(c, events, export.Feed{Query: encode(q)})
}

func (s *Server) feed(c echo.Context, events event.Timeline, f export.Feed) error {
	for _, e := range events {
		if e.KnownFrom.After(f.Updated) {
			f.Updated = e.KnownFrom
		}
	}
	f.Site = s.site(c)
	slices.Reverse(events)
	var body bytes.Buffer
	if err := export.Atom(&body, events, f); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, export.AtomContentType, body.Bytes())
}
