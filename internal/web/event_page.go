package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/analysis"
	"detente/internal/event"
	"detente/internal/fx"
)

//pagegen:template event.html
type eventPage struct {
	frame
	Event      *card
	Provenance []fact
	Revisions  []revisionView
	Verdict    string // on the moves as a whole; empty where nothing is measured
	Measured   []measuredView
	Warnings   []warningView
	Around     *figureView
	Rows       []aroundRow
	Intraday   []intradayView
	Neighbours []eventView
	Before     *eventView
	After      *eventView
	StudyLike  string
	StudyThis  string
	Overview   string
	Minutes    string // the day by the minute on the overview
	Exports    *takes // nil where no rate is stored around it
}

// measuredView is how unusual the move of one pair was.
type measuredView struct {
	Pair                        string
	CAR, CI, T, P, Percentile   string
	Size, SizeCI                string // of the move in its own direction and the interval of that, where there is one
	Stronger                    bool   // the rouble gained
	Set, Effective, Reason, URL string
}

type revisionView struct{ When, Author, What string }

// handleEvent shows one event: what happened, who says so, and what both rates did around it.
func (s *Server) handleEvent(c echo.Context) error {
	id, suffix, isFile := strings.Cut(c.Param("id"), ".") // an id has no point
	q, err := eventQuery(suffix, c.QueryParams())
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	h, err := s.load(ctx, q)
	if err != nil {
		return err
	}
	i := h.position(id)
	if i < 0 && isFile {
		return s.noEvent(ctx, id, q)
	}
	if i < 0 {
		return s.handleUnreviewed(c, q) // its answer depends on who asks: no tag of the figures fits it
	}
	if isFile {
		return s.handleEventFile(c, h, h.Events[i], q)
	}
	if done, err := s.answered(c, q, 0); done || err != nil {
		return err
	}
	page := s.newEventPage(c, h, i, q)
	if err := s.fillEvent(ctx, &page, h, h.Events[i], q); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, page)
}

// eventQuery is how an event is asked for; where the suffix is a picture's, its own parameters are left out.
func eventQuery(suffix string, values url.Values) (query, error) {
	if k, ok := pictureKinds[suffix]; ok {
		_, rest, err := k.parse(values)
		if err != nil {
			return query{}, err
		}
		values = rest
	}
	return readers[query]{"as-of": pageReaders["as-of"], "zone": readZone}.read(values)
}

// newEventPage is the page of the event at a position, with nothing measured yet.
func (s *Server) newEventPage(c echo.Context, h history, i int, q query) eventPage {
	e := h.Events[i]
	page := eventPage{frame: s.frame(c, e.Title, "/events").quoting().inState(q, q), Event: newCard(h, e, q, "/events"), Provenance: codedBy(e)}
	page.Before, page.After = neighbour(h, q, i-1), neighbour(h, q, i+1)
	page.links(e, q)
	if t, ok := h.around(e, q); ok {
		shown := takesOf(t.query, "overlay")
		shown.Sets[1] = takeSet{"Everything", "Every row that is stored.", takeTables(query{AsOf: q.AsOf, AsOfDay: q.AsOfDay}, []string{"overlay", "rates", "events"})}
		page.Exports = &shown
		page.Pictures = s.picturesOf(c, "/events/"+e.ID, q)
	}
	return page
}

func (s *Server) fillEvent(ctx context.Context, page *eventPage, h history, e event.Event, q query) (err error) {
	if page.Revisions, err = s.revisions(ctx, e.ID, q.AsOf); err != nil {
		return err
	}
	page.around(h, e, q)
	if page.Around, err = aroundFigure(h, e); err != nil {
		return err
	}
	page.overlapping(h, h.position(e.ID), q)
	if e.Status != event.StatusConfirmed {
		return nil // what has not happened has moved nothing
	}
	if err := s.measure(ctx, page, e, q); err != nil {
		return err
	}
	page.Intraday, err = s.intraday(ctx, h, e, q)
	return err
}

// links lead to a study of events of the same category and direction, to one of this event alone, and to the overview.
func (p *eventPage) links(e event.Event, q query) {
	p.StudyLike = q.likeThis(e)
	p.StudyThis = q.onlyWhen().with(func(q *query) { q.IDs = []string{e.ID} }).at("/study")
	day := e.Day()
	p.Overview = q.onlyWhen().with(func(q *query) { q.From, q.To, q.Event = day.AddDays(-45), day.AddDays(45), e.ID }).at("/")
	p.Minutes = q.onlyWhen().with(func(q *query) { q.From, q.To, q.Event = day, day, e.ID }).at("/")
}

func neighbour(h history, q query, i int) *eventView {
	if i < 0 || i >= len(h.Events) {
		return nil
	}
	v := h.view(h.Events[i], eventAddress(h.Events[i].ID, q))
	return &v
}

// eventAddress is the page of an event, as of the same time and told in the same zone and language.
func eventAddress(id string, q query) string { return q.onlyWhen().at("/events/" + id) }

// onlyWhen is the state of another page as of the same time, told in the same zone and language.
func (q query) onlyWhen() query {
	return query{AsOf: q.AsOf, AsOfDay: q.AsOfDay, view: view{Zone: q.Zone, Lang: q.Lang}}
}

// overlapping lists the events whose moves cannot be told from this one's.
func (p *eventPage) overlapping(h history, i int, q query) {
	for _, other := range h.sharing(i) {
		p.Neighbours = append(p.Neighbours, h.view(other, eventAddress(other.ID, q)))
	}
}

// sharing lists the confirmed events, in order of time, whose window [0,+1] shares a fixing with that of the event at i.
func (h history) sharing(i int) (others []event.Event) {
	window, calendar := analysis.DefaultStudy(fx.CBRUSD).Window, fx.CalendarOf(fx.CBRUSD)
	here, ok := calendar.Day0(h.USD.Sets, h.Events[i].OccurredAt)
	if !ok {
		return nil
	}
	near := func(k int) bool {
		at, ok := calendar.Day0(h.USD.Sets, h.Events[k].OccurredAt)
		return ok && max(at-here, here-at) <= window[1]-window[0]
	}
	first, end := i, i+1
	for first > 0 && near(first-1) {
		first--
	}
	for end < len(h.Events) && near(end) {
		end++
	}
	for k := first; k < end; k++ {
		if k != i && h.Events[k].Status == event.StatusConfirmed {
			others = append(others, h.Events[k])
		}
	}
	return others
}
