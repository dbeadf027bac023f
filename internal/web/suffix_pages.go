package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/export"
)

// calendarRoutes are the rows of the calendar in every format.
func (s *Server) calendarRoutes() []route {
	var routes []route
	for _, format := range export.Formats() {
		routes = append(routes, route{"/calendar." + string(format), s.open(s.handleCalendarTable(format))})
	}
	return append(routes, route{"/calendar" + csvwSuffix, s.open(s.handleCalendarMetadata)})
}

// handleCalendarTable writes the events that the calendar shows in the state of the address.
func (s *Server) handleCalendarTable(format export.Format) echo.HandlerFunc {
	return func(c echo.Context) error {
		t, _, err := s.calendarTable(c, format)
		if err != nil {
			return err
		}
		c.Response().Header().Set("Cache-Control", "no-cache")
		return s.send(c, t)
	}
}

// handleCalendarMetadata describes the CSV of the same parameters.
func (s *Server) handleCalendarMetadata(c echo.Context) error {
	t, st, err := s.calendarTable(c, export.CSV)
	if err != nil {
		return err
	}
	item, err := s.survey(c.Request().Context(), t)
	if err != nil {
		return err
	}
	item.Path = st.file(t.Format, t.Profile)
	c.Response().Header().Set("Cache-Control", "no-cache")
	return sendCSVW(c, item)
}

// calendarTable is the table of the events that the calendar shows in the state of the address, each by its id: a file that
// is verified later holds the same ones.
func (s *Server) calendarTable(c echo.Context, format export.Format) (tableState, calendarState, error) {
	values := c.QueryParams()
	t := tableState{Table: "events", Format: format, Profile: export.Profile(valueOf(values, "profile"))}
	values.Del("profile")
	st, err := calendarReaders.read(values)
	if err != nil {
		return t, st, err
	}
	if err := st.check(); err != nil {
		return t, st, err
	}
	if err := t.options().Validate(); err != nil {
		return t, st, &badQuery{"profile", strings.TrimPrefix(err.Error(), "export: ")}
	}
	h, err := s.load(c.Request().Context(), st.query)
	if err != nil {
		return t, st, err
	}
	t.query = st.rows(h, s.calendarDay(st))
	return t, st, nil
}

// calendarDay is the day the calendar is read on.
func (s *Server) calendarDay(st calendarState) civil.Date {
	if !st.AsOf.IsZero() {
		return civil.Of(st.AsOf.UTC())
	}
	return civil.Of(s.Now().UTC())
}

// rows is the state whose events are those of the calendar. Where it shows none, the state keeps the calendar's filters and asks
// for days on which it leaves out nothing: without filters every event of the month would be in the file.
func (s calendarState) rows(h history, today civil.Date) query {
	q := query{AsOf: s.AsOf, AsOfDay: s.AsOfDay, Categories: s.Categories, Actors: s.Actors, From: today.AddDays(1)}
	events := h.where(s.filter(civil.Date{}, civil.Date{}))
	shown := func(e event.Event) bool { return e.Status == event.StatusScheduled && !e.LastDay().Before(today) }
	if !s.Month.IsZero() {
		last := s.Month.AddMonths(1).AddDays(-1)
		q.From, q.To = s.Month, last
		shown = func(e event.Event) bool { return e.GoesOn(s.Month, last) }
	}
	for _, e := range events {
		if shown(e) {
			q.IDs = append(q.IDs, e.ID)
		}
	}
	if len(q.IDs) > 0 {
		q.From, q.To, q.Categories, q.Actors = civil.Date{}, civil.Date{}, nil, nil
	}
	return q
}

// file is the address of the rows of the calendar in a format.
func (s calendarState) file(f export.Format, p export.Profile) string {
	v := s.values()
	if p != "" {
		v.Set("profile", string(p))
	}
	return address("/calendar."+string(f), bare(v))
}

// takes are the buttons of the calendar: what it shows, and every event.
func (s calendarState) takes() takes {
	shown := takeTable{Name: "Events"}
	for _, k := range fileKinds {
		shown.Links = append(shown.Links, link{k.label, s.file(k.format, k.profile), k.about})
	}
	return takes{Sets: []takeSet{
		{"As shown", "The events of this page.", []takeTable{shown}},
		{"Everything", "Every event that is stored.", takeTables(query{AsOf: s.AsOf, AsOfDay: s.AsOfDay}, []string{"events"})},
	}}
}

// handleEventFile writes what the page of an event shows: its rows of rates, its chart, or itself for a calendar.
func (s *Server) handleEventFile(c echo.Context, h history, e event.Event, q query) error {
	if known, err := s.unchanged(c); known || err != nil {
		return err
	}
	suffix := strings.TrimPrefix(path.Ext(c.Param("id")), ".")
	switch {
	case pictureKinds[suffix].draw != nil:
		return s.eventPicture(c, pictureKinds[suffix], h, e, q)
	case suffix == "ics":
		var body bytes.Buffer
		if err := export.ICS(&body, event.Timeline{e}, s.site(c)); err != nil {
			return err
		}
		return c.Blob(http.StatusOK, export.ICSContentType, body.Bytes())
	case !slices.Contains(export.Formats(), export.Format(suffix)):
		return echo.ErrNotFound
	}
	t, ok := h.around(e, q)
	if !ok {
		return &refusal{http.StatusNotFound, "There are no rates around it", "No fixing has been set after the event."}
	}
	t.Format = export.Format(suffix)
	return s.send(c, t)
}

// around is the overlay of the fixings that the page of an event shows.
func (h history) around(e event.Event, q query) (t tableState, ok bool) {
	day0, ok := dayZero(h, e)
	if !ok {
		return t, false
	}
	first, last := max(0, day0-reach), min(len(h.Days)-1, day0+reach)
	if first > last {
		return t, false
	}
	return tableState{Table: "overlay", query: query{From: h.Days[first].Set, To: h.Days[last].Set, AsOf: q.AsOf, AsOfDay: q.AsOfDay}}, true
}

func (s *Server) eventPicture(c echo.Context, k pictureKind, h history, e event.Event, q query) error {
	return s.handlePicture(k, func(_ context.Context, p pictureState, _ url.Values) (shownChart, error) {
		if err := p.single(); err != nil {
			return shownChart{}, err
		}
		figure, err := aroundFigure(h, e)
		if err != nil {
			return shownChart{}, err
		}
		if figure == nil {
			return shownChart{}, &refusal{http.StatusNotFound, "There is nothing to draw", "No rate is stored around the event."}
		}
		return shownChart{chart: figure.Chart, source: []string{asOfWords(q), figure.Foot}, page: eventAddress(e.ID, q), height: figure.Height}, nil
	})(c)
}
