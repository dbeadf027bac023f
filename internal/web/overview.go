package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/chart"
	"detente/internal/civil"
	"detente/internal/event"
)

type overviewPage struct {
	frame
	Query      query
	Window     window
	Headline   headline
	Ranges     []rangeButton
	Controls   controls
	Facets     facets
	FacetCarry []field
	Card       *card
	Lost       string // id of a selected event that is not stored
	Table      dayTable
	Chart      *chart.Chart // nil where the reader did not ask for it
	Heading    string
	Breaks     []breakView
	Important  string // ids of the events with a vertical line
}

// controls are the toolbar's fields and links beside the range buttons.
type controls struct {
	DateCarry  []field
	From, To   string
	USD, EUR   toggle
	Log, Index toggle
	Exports    []link
}

type toggle struct {
	On  bool
	URL string
}

type link struct{ Label, URL, Title string }

// overviewInput is everything an overview is computed from.
type overviewInput struct {
	history history
	all     event.Timeline // every event, without the filters
	today   civil.Date
}

func (s *Server) handleOverview(c echo.Context, q query) error {
	ctx := c.Request().Context()
	h, err := s.load(ctx, q)
	if err != nil {
		return err
	}
	all, err := s.Store.Events(ctx, event.Filter{AsOf: q.AsOf})
	if err != nil {
		return err
	}
	page, err := newOverview(overviewInput{h, all, s.today(q)}, q, wants(c.Request(), "chart-data"))
	if err != nil {
		return err
	}
	page.frame = s.frame(c, "Overview", "/").inState(q)
	page.Empty = len(h.Days) == 0 && len(all) == 0
	return s.render(c, http.StatusOK, "overview.html", page)
}

// today is the UTC day the page is read on, or is asked to be read on.
func (s *Server) today(q query) civil.Date {
	if !q.AsOf.IsZero() {
		return civil.Of(q.AsOf)
	}
	return civil.Of(s.Now().UTC())
}

func newOverview(in overviewInput, q query, drawn bool) (overviewPage, error) {
	w := windowOf(q, in.history, in.all, in.today)
	events := in.all.Where(q.filter(civil.Date{}, civil.Date{}))
	visible := events.Where(event.Filter{From: w.From, To: w.To})
	index := indexUntil(events, w.Last)
	page := overviewPage{
		Query: q, Window: w,
		Headline:   newHeadline(in.history, indexUntil(in.all, w.Last), in.today),
		Ranges:     w.ranges(q, storyEvent(in.all)),
		Controls:   newControls(q, w),
		Facets:     newFacets(in.all, in.history, q, w, "/"),
		FacetCarry: q.hidden(facetNames...),
		Breaks:     breaksIn(in.history.Breaks, w),
		Table:      newDayTable(in.history, visible, index, w, q),
	}
	if q.filtered() {
		page.Table.Clear = q.unfiltered().at("/")
	}
	page.Card, page.Lost = selectedCard(in, q, "/")
	input := overviewChart(in.history, events, index, q, w)
	page.Important = strings.Join(input.Important, ",")
	drawing, err := chart.Overview(input)
	if err != nil {
		return page, err
	}
	page.Heading = drawing.Title
	if drawn {
		page.Chart = &drawing
	}
	return page, nil
}

func selectedCard(in overviewInput, q query, path string) (*card, string) {
	if q.Event == "" {
		return nil, ""
	}
	i := slices.IndexFunc(in.all, func(e event.Event) bool { return e.ID == q.Event })
	if i < 0 {
		return nil, q.Event
	}
	return newCard(in.history, in.all[i], q, path), ""
}

// storyEvent is the event of 7 February 2022 that the story opens on: the most important one, the later of equals.
func storyEvent(all event.Timeline) string {
	best := event.Event{}
	for _, e := range all.Where(event.Filter{From: storyDay, To: storyDay}) {
		if e.Importance >= best.Importance {
			best = e
		}
	}
	return best.ID
}
