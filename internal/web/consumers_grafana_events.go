package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/event"
)

// grafanaEvents is the metric that answers with a table of events: as annotations the newer source asks for them like for
// any metric. Its payload {"filter": "category=sanctions"} holds filters as in an address.
const grafanaEvents = "events"

// grafanaAnnotation is an event on a graph of Grafana.
type grafanaAnnotation struct {
	Annotation json.RawMessage `json:"annotation,omitempty"`
	Time       int64           `json:"time"`
	TimeEnd    int64           `json:"timeEnd,omitempty"`
	Title      string          `json:"title"`
	Text       string          `json:"text"`
	Tags       []string        `json:"tags"`
	IsRegion   bool            `json:"isRegion"`
}

// handleGrafanaAnnotations lists the events of the range. The annotation's query holds filters as in an address, such as
// category=sanctions&min-importance=3.
func (s *Server) handleGrafanaAnnotations(c echo.Context) error {
	a, err := grafanaAsked(c)
	if err != nil {
		return err
	}
	filters := c.QueryParam("query")
	if len(a.Annotation) > 0 {
		var about struct {
			Query string `json:"query"`
		}
		if err := json.Unmarshal(a.Annotation, &about); err != nil {
			return &badQuery{"annotation", "is not an object with a query"}
		}
		filters = about.Query
	}
	events, err := s.grafanaEventsOf(c.Request().Context(), filters, a)
	if err != nil {
		return err
	}
	out := []grafanaAnnotation{}
	for _, e := range events {
		out = append(out, annotationOf(e, a.Annotation))
	}
	return c.JSON(http.StatusOK, out)
}

// grafanaFilters choose events; the days are those of the dashboard's range.
var grafanaFilters = func() readers[query] {
	all := aboutEvents(func(q *query) *query { return q }, readers[query]{})
	for _, name := range []string{"from", "to"} {
		all[name] = func(*query, string) error { return errors.New("is the dashboard's: a filter has no days of its own") }
	}
	return all
}()

// grafanaEventsOf are the events of the range that filters leave.
func (s *Server) grafanaEventsOf(ctx context.Context, filters string, a grafanaAsks) (event.Timeline, error) {
	values, err := url.ParseQuery(filters)
	if err != nil {
		return nil, &badQuery{"query", "is not a list of filters such as category=sanctions&min-importance=3"}
	}
	q, err := grafanaFilters.read(values)
	if err != nil {
		return nil, err
	}
	if err := q.check(); err != nil {
		return nil, err
	}
	if err := s.checkEvents(ctx, q); err != nil {
		return nil, err
	}
	from, to := a.days()
	return s.Store.Events(ctx, q.filter(from, to))
}

// grafanaTable is the events as a table, with the columns that Grafana reads an annotation from.
//
// Reference: Grafana, annotations of data frames: the fields time, timeEnd, title, text, tags and id.
func (s *Server) grafanaTable(ctx context.Context, refID string, payload json.RawMessage, a grafanaAsks) (object, error) {
	var asked struct {
		Filter string `json:"filter"`
	}
	if text := strings.TrimSpace(string(payload)); text != "" && text != `""` {
		in := json.NewDecoder(strings.NewReader(text))
		in.DisallowUnknownFields()
		if err := in.Decode(&asked); err != nil {
			return nil, &badQuery{"payload", `is not an object such as {"filter": "category=sanctions"}: ` + err.Error()}
		}
	}
	events, err := s.grafanaEventsOf(ctx, asked.Filter, a)
	if err != nil {
		return nil, err
	}
	rows := [][]any{}
	for _, e := range events {
		an := annotationOf(e, nil)
		var end any
		if an.IsRegion {
			end = an.TimeEnd
		}
		rows = append(rows, []any{an.Time, end, an.Title, an.Text, strings.Join(an.Tags, ","), e.ID})
	}
	column := func(text, kind string) object { return object{"text": text, "type": kind} }
	return object{"type": "table", "refId": refID, "rows": rows, "columns": []object{column("time", "time"), column("timeEnd", "time"), column("title", "string"),
		column("text", "string"), column("tags", "string"), column("id", "string")}}, nil
}

func annotationOf(e event.Event, about json.RawMessage) grafanaAnnotation {
	an := grafanaAnnotation{Annotation: about, Time: e.OccurredAt.UnixMilli(), Title: plainText(e.Title),
		Text: plainText(strings.TrimSpace(e.When() + ". " + e.Summary + " " + e.SourceURL)), Tags: []string{string(e.Category), string(e.Direction())}}
	an.Tags = append(an.Tags, e.Actors...)
	switch {
	case !e.EndedAt.After(e.OccurredAt):
	case e.Timed():
		an.TimeEnd, an.IsRegion = e.EndedAt.UnixMilli(), true
	default: // the last day belongs to it whole
		an.TimeEnd, an.IsRegion = e.LastDay().AddDays(1).UTC().UnixMilli(), true
	}
	return an
}

// plainText keeps text from being read as mark-up by a consumer that shows titles as HTML.
func plainText(s string) string { return strings.NewReplacer("<", "‹", ">", "›").Replace(s) }
