package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/chart"
	"detente/internal/civil"
	"detente/internal/event"
)

//pagegen:template overview.html
type overviewPage struct {
	frame
	Query      query
	Window     window
	Today      civil.Date
	Headline   headline
	Ranges     []rangeButton
	Opening    opening
	Controls   controls
	Facets     facets
	FacetCarry []field
	Card       *card
	Lost       string // id of a selected event that is not stored
	Table      dayTable
	Chart      *chart.Chart // nil where the reader did not ask for it
	Sketch     chart.Sketch // its shape, until the bundle has drawn it
	Heading    string
	Apart      []string // what was asked for and cannot be drawn, and how far the exchange was from the fixings
	GaugeNote  string   // whose comparison line is drawn; empty where none is
	Breaks     []breakView
	Important  string // ids of the events with a vertical line
	Series     string // the official series drawn, as "usd=cbr:USDRUB eur=..."
	Market     string // the series of the exchange's daily prices, likewise; empty where none are drawn
	Minutes    string // the series of minute candles there are, as "usd=moex:USDRUB:1m eur=..."
}

// controls are the toolbar's fields and links beside the range buttons.
type controls struct {
	DateCarry  []field
	From, To   textField
	ViewCarry  []field
	Rebase     textField
	Units      []unitChoice
	Markets    []unitChoice // empty where no price of the exchange is stored
	Gauges     []unitChoice // empty where no comparison line is stored
	Link       string       // address of what is shown, whole
	Embed      string       // markup of a frame of it
	USD, EUR   toggle
	Log, Index toggle
	Exports    takes
}

type toggle struct {
	On  bool
	URL string
}

type link struct{ Label, URL, Title string }

func (s *Server) handleOverview(c echo.Context, q query) error {
	page, h, with, err := s.overviewOf(c, q, wants(c.Request(), "chart-data"))
	if err != nil {
		return err
	}
	page.Controls = page.Controls.share(s.site(c), languageOf(c.Request()), q, page.Window, with)
	page.frame = s.frame(c, "Overview", "/").inState(q, q)
	if i := h.position(q.Event); i >= 0 && wants(c.Request(), "card") {
		if page.Card.Unusual, err = s.unusualMoves(c.Request().Context(), h.Events[i], q); err != nil {
			return err
		}
		page.Card.Sharing = len(h.sharing(i))
	}
	page.Shared = page.Heading
	page.Alternates, page.Pictures = s.alternates(c, q), s.picturesOf(c, "/overlay", q)
	if page.Empty = len(h.Days) == 0 && len(h.Events) == 0; !page.Empty {
		page.Charts = s.charts()
	}
	return s.render(c, http.StatusOK, page)
}

// overviewOf reads what the overview tells, with the figures of its chart where that is drawn, and what they are made of.
func (s *Server) overviewOf(c echo.Context, q query, drawn bool) (page overviewPage, h history, with beside, err error) {
	ctx := c.Request().Context()
	if h, err = s.load(ctx, q); err != nil {
		return page, h, with, err
	}
	if with, err = s.readBeside(ctx, q); err != nil {
		return page, h, with, err
	}
	if page, err = newOverview(h, with, s.today(q), q, drawn); err != nil {
		return page, h, with, err
	}
	page.Minutes, err = s.minuteSeries(ctx, q, page.Window)
	return page, h, with, err
}

// today is the UTC day the page is read on, or is asked to be read on.
func (s *Server) today(q query) civil.Date {
	if !q.AsOf.IsZero() {
		return civil.Of(q.AsOf)
	}
	return civil.Of(s.Now().UTC())
}

func newOverview(h history, with beside, today civil.Date, q query, drawn bool) (overviewPage, error) {
	w := windowOf(q, h, h.Events, today)
	events := h.where(q.filter(civil.Date{}, civil.Date{}))
	visible := events.Where(event.Filter{From: w.From, To: w.To})
	index := indexUntil(events, w.Last)
	page := overviewPage{
		Query: q, Window: w, Today: today,
		Headline:   newHeadline(h, h.viewed(q, w), today),
		Ranges:     w.ranges(q, storyEvent(h.Events)),
		Opening:    newOpening(q, w, storyEvent(h.Events)),
		Controls:   newControls(q, w),
		Facets:     newFacets(h, event.Filter{}, q, w, "/"),
		FacetCarry: q.hidden(facetNames...),
		Breaks:     breaksIn(h.Breaks, w),
		Table:      newDayTable(h, visible, index, w, q),
	}
	if q.filtered() {
		page.Table.Clear = q.unfiltered().at("/")
	}
	page.Card, page.Lost = selectedCard(h, q, "/")
	input := overviewChart(h, events, index, q, w)
	input.Units, input.Market, input.Gauge = q.Units, with.market.drawnBeside(q), with.gauge.chart()
	page.Apart, page.GaugeNote = append(with.market.undrawable(q, w), with.market.apart(h, q, w)...), with.gauge.note(w)
	page.Table = page.Table.gauged(with.gauge).drawn(h, q)
	page.Series, page.Market = h.drawnSeries(q), with.market.series(q)
	page.Important = strings.Join(input.Important, ",")
	drawing, err := chart.Overview(input)
	if err != nil {
		return page, err
	}
	page.Heading = drawing.Title
	if drawn {
		page.Chart, page.Sketch = &drawing, chart.SketchOf(input)
	}
	return page, nil
}

func selectedCard(h history, q query, path string) (*card, string) {
	if q.Event == "" {
		return nil, ""
	}
	i := h.position(q.Event)
	if i < 0 {
		return nil, q.Event
	}
	return newCard(h, h.Events[i], q, path), ""
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
