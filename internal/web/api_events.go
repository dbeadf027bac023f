package web

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/export"
	"detente/internal/tension"
)

// eventsState asks for events.
type eventsState struct {
	query
	paging
}

var eventsReaders = carrying(func(e *eventsState) *query { return &e.query },
	paged(func(e *eventsState) *paging { return &e.paging }, readers[eventsState]{}), eventParams...)

// placeOf is where an event stands in a timeline, as text.
func placeOf(e event.Event) string {
	return e.OccurredAt.UTC().Format(time.RFC3339) + " " + e.ID
}

// placed reads what placeOf wrote: an event of which nothing but its place is known. The empty text is the zero event.
func placed(text string) (e event.Event, err error) {
	if text == "" {
		return e, nil
	}
	at, id, _ := strings.Cut(text, " ")
	if e.OccurredAt, err = time.Parse(time.RFC3339, at); err != nil || id == "" {
		return e, &badQuery{"cursor", errCursor.Error()}
	}
	e.ID = id
	return e, nil
}

// apiEvents lists events in the columns of the table of events, the oldest first.
func (s *Server) apiEvents(ctx context.Context, e eventsState) (reply, error) {
	if err := s.checkEvents(ctx, e.query); err != nil {
		return reply{}, err
	}
	after, err := placed(e.cursor)
	if err != nil {
		return reply{}, err
	}
	events, err := s.oldest(ctx, e.query, after, e.rows()+1)
	if err != nil {
		return reply{}, err
	}
	cut, next := page(events, e.paging, placeOf)
	rows, err := rowsOf(func(w io.Writer, o export.Options) error { return export.Events(w, o, cut) })
	return reply{object{"as_of": e.asOfJSON(), "events": rows}, next}, err
}

// oldest reads up to limit events after one. Words are looked for in the history that pages keep, since a common one stands
// in more events than are worth reading.
func (s *Server) oldest(ctx context.Context, q query, after event.Event, limit int) ([]event.Event, error) {
	if q.Text == "" || !q.AsOf.IsZero() {
		return s.Store.Oldest(ctx, q.filter(q.From, q.To), after, limit)
	}
	h, err := s.load(ctx, q)
	if err != nil {
		return nil, err
	}
	return h.first(q.filter(q.From, q.To), after, limit), nil
}

var eventReaders = carrying(func(e *eventsState) *query { return &e.query }, readers[eventsState]{}, "as-of")

// handleAPIEvent answers with one event that is confirmed or scheduled.
func (s *Server) handleAPIEvent(c echo.Context) error {
	return answer(s, readersOf(eventReaders), func(ctx context.Context, e eventsState) (reply, error) {
		found, err := s.Store.Events(ctx, event.Filter{IDs: []string{c.Param("id")}, AsOf: e.AsOf})
		if err != nil {
			return reply{}, err
		}
		if len(found) == 0 {
			return reply{}, s.noEvent(ctx, c.Param("id"), e.query)
		}
		rows, err := rowsOf(func(w io.Writer, o export.Options) error { return export.Events(w, o, found) })
		if err != nil {
			return reply{}, err
		}
		var one []json.RawMessage
		if err := json.Unmarshal(rows, &one); err != nil {
			return reply{}, err
		}
		return reply{body: struct {
			Schema    int             `json:"schema"`
			Event     json.RawMessage `json:"event"`
			KnownFrom any             `json:"known_from"`
		}{1, one[0], instant(found[0].KnownFrom)}}, nil
	})(c)
}

// tensionState asks for the tension index.
type tensionState struct {
	query
	paging
	HalfLife float64
}

var tensionReaders = carrying(func(t *tensionState) *query { return &t.query },
	paged(func(t *tensionState) *paging { return &t.paging }, readers[tensionState]{
		"half-life": func(t *tensionState, v string) (err error) { t.HalfLife, err = halfLife(v); return err },
	}), eventParams...)

// apiTension lists the index day by day in the columns of its table. The events of a filter count from the first on.
func (s *Server) apiTension(ctx context.Context, t tensionState) (reply, error) {
	if err := s.checkEvents(ctx, t.query); err != nil {
		return reply{}, err
	}
	events, err := s.Store.Events(ctx, t.filter(civil.Date{}, civil.Date{}))
	if err != nil {
		return reply{}, err
	}
	options := tension.Options{HalfLife: t.HalfLife}
	days := tension.Until(tension.Index(events, t.From, t.To, options), s.today(t.query))
	for len(days) > 0 && t.cursor != "" && days[0].Date.String() <= t.cursor {
		days = days[1:]
	}
	cut, next := page(days, t.paging, func(d tension.Day) string { return d.Date.String() })
	rows, err := rowsOf(func(w io.Writer, o export.Options) error { return export.Tension(w, o, cut) })
	return reply{object{"as_of": t.asOfJSON(), "method": strings.TrimSpace(options.Caption()), "days": rows}, next}, err
}
