package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/tension"
)

// The JSON data source of Grafana, simpod-json-datasource and its older sibling simple-json.
//
// Reference: https://github.com/simPod/GrafanaJsonDatasource, README, API.

// grafanaMetrics are what can be drawn beside the series.
var grafanaMetrics = []string{"tension", "diplomacy"}

func (s *Server) grafanaRoutes() []route {
	return []route{
		{"/grafana", s.open(func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") })},
		{"/grafana/search", s.open(s.handleGrafanaSearch)},
		{"/grafana/metrics", s.open(s.handleGrafanaMetrics)},
		{"/grafana/metric-payload-options", s.open(func(c echo.Context) error { return c.JSON(http.StatusOK, []object{}) })},
		{"/grafana/variable", s.open(s.handleGrafanaVariable)},
		{"/grafana/query", s.open(s.handleGrafanaQuery)},
		{"/grafana/annotations", s.open(s.handleGrafanaAnnotations)},
	}
}

// grafanaAsks is the body of a request, or of a GET with from, to, target and query.
type grafanaAsks struct {
	Range struct {
		From time.Time `json:"from"`
		To   time.Time `json:"to"`
	} `json:"range"`
	Targets []struct {
		Target string `json:"target"`
		RefID  string `json:"refId"`
		Hide   bool   `json:"hide"`

		Payload json.RawMessage `json:"payload"`
	} `json:"targets"`
	MaxDataPoints int             `json:"maxDataPoints"`
	Annotation    json.RawMessage `json:"annotation"`
}

const maxAsked = 1 << 20 // bytes of a request's body

func grafanaAsked(c echo.Context) (a grafanaAsks, err error) {
	r := c.Request()
	if r.Method == http.MethodPost {
		if err := json.NewDecoder(http.MaxBytesReader(c.Response(), r.Body, maxAsked)).Decode(&a); err != nil {
			return a, &badQuery{"body", "is not the JSON of a data source: " + err.Error()}
		}
		return a, a.ordered()
	}
	for name, into := range map[string]*time.Time{"from": &a.Range.From, "to": &a.Range.To} {
		if v := c.QueryParam(name); v != "" {
			if *into, err = time.Parse(time.RFC3339, v); err != nil {
				return a, &badQuery{name, fmt.Sprintf("%q is not an instant such as 2022-02-07T12:00:00Z", clip(v))}
			}
		}
	}
	return a, a.ordered()
}

// ordered refuses a range that ends before it begins.
func (a grafanaAsks) ordered() error {
	if !a.Range.To.IsZero() && a.Range.To.Before(a.Range.From) {
		return &badQuery{"to", fmt.Sprintf("%s is before from, %s", a.Range.To.Format(time.RFC3339), a.Range.From.Format(time.RFC3339))}
	}
	return nil
}

// days are the days that the range touches.
func (a grafanaAsks) days() (from, to civil.Date) {
	if !a.Range.From.IsZero() {
		from = civil.Of(a.Range.From.UTC())
	}
	if !a.Range.To.IsZero() {
		to = civil.Of(a.Range.To.UTC())
	}
	return from, to
}

// grafanaNames are the series with values, and the index.
func (s *Server) grafanaNames(ctx context.Context) ([]string, error) {
	covered, err := s.Store.Coverage(ctx)
	var names []string
	for _, c := range covered {
		if c.Count > 0 && c.Series.Kind != fx.KindPress {
			names = append(names, string(c.Series.ID))
		}
	}
	return append(names, grafanaMetrics...), err
}

func (s *Server) handleGrafanaSearch(c echo.Context) error {
	names, err := s.grafanaNames(c.Request().Context())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, names)
}

func (s *Server) handleGrafanaMetrics(c echo.Context) error {
	names, err := s.grafanaNames(c.Request().Context())
	if err != nil {
		return err
	}
	metrics := []object{}
	for _, name := range names {
		metrics = append(metrics, object{"label": name, "value": name, "payloads": []object{}})
	}
	metrics = append(metrics, object{"label": grafanaEvents, "value": grafanaEvents,
		"payloads": []object{{"label": "Filter", "name": "filter", "type": "input", "placeholder": "category=sanctions&min-importance=3"}}})
	return c.JSON(http.StatusOK, metrics)
}

// handleGrafanaVariable lists the names that a variable of a dashboard can take.
func (s *Server) handleGrafanaVariable(c echo.Context) error {
	names, err := s.grafanaNames(c.Request().Context())
	if err != nil {
		return err
	}
	choices := []object{}
	for _, name := range names {
		choices = append(choices, object{"__text": name, "__value": name})
	}
	return c.JSON(http.StatusOK, choices)
}

type grafanaSeries struct {
	Target string       `json:"target"`
	RefID  string       `json:"refId,omitempty"`
	Points [][2]float64 `json:"datapoints"` // value, milliseconds since 1970
}

func (s *Server) handleGrafanaQuery(c echo.Context) error {
	a, err := grafanaAsked(c)
	if err != nil {
		return err
	}
	if c.Request().Method != http.MethodPost {
		return &badQuery{"targets", "are in the body of a POST: a query is not asked with GET"}
	}
	out := []any{}
	for _, t := range a.Targets {
		if t.Hide || t.Target == "" {
			continue
		}
		if t.Target == grafanaEvents {
			table, err := s.grafanaTable(c.Request().Context(), t.RefID, t.Payload, a)
			if err != nil {
				return err
			}
			out = append(out, table)
			continue
		}
		points, err := s.grafanaPoints(c.Request().Context(), t.Target, a)
		if err != nil {
			return err
		}
		out = append(out, grafanaSeries{t.Target, t.RefID, points})
	}
	return c.JSON(http.StatusOK, out)
}

// grafanaPoints are official rates at midnight UTC of the day they were set, closes of candles, or the index.
func (s *Server) grafanaPoints(ctx context.Context, target string, a grafanaAsks) ([][2]float64, error) {
	points := [][2]float64{}
	add := func(at time.Time, value float64) { points = append(points, [2]float64{value, float64(at.UnixMilli())}) }
	from, to := a.days()
	if slices.Contains(grafanaMetrics, target) {
		events, err := s.Store.Events(ctx, event.Filter{})
		for _, d := range tension.Until(tension.Index(events, from, to, tension.Options{}), s.today(query{})) {
			add(d.Date.UTC(), map[string]float64{"tension": d.Tension, "diplomacy": d.Diplomacy}[target])
		}
		return points, err
	}
	id, err := readSeries(target)
	if err != nil {
		return nil, &badQuery{"target", err.Error()}
	}
	if id.Interval() == "" {
		if err := s.checkSeries(ctx, "rates", id); err != nil {
			return nil, err
		}
		fixings, err := s.Store.Fixings(ctx, id, fx.Range{From: from, To: to})
		for _, f := range fixings {
			add(f.Set.UTC(), f.Rate())
		}
		return points, err
	}
	if err := s.checkSeries(ctx, "candles", id); err != nil {
		return nil, err
	}
	buckets, err := s.Store.Zoom(ctx, id, a.Range.From, a.Range.To, 4*min(max(a.MaxDataPoints, 100), mostPoints/4))
	for _, b := range buckets {
		add(b.CloseAt, b.Close.Float())
	}
	return points, err
}
