package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"detente/internal/event"
)

// queue is the state of the list of events that wait, or that were decided.
type queue struct {
	query
	Status event.Status
	Page   int // from 1
}

var queueReaders = carrying(func(q *queue) *query { return &q.query }, readers[queue]{
	"status": func(q *queue, v string) error {
		q.Status = event.Status(v)
		if err := (event.Filter{Statuses: []event.Status{q.Status}}).Validate(); err != nil {
			return fmt.Errorf("%q: want draft, scheduled, confirmed or rejected", clip(v))
		}
		return nil
	},
	"page": func(q *queue, v string) (err error) {
		if q.Page, err = strconv.Atoi(v); err != nil || q.Page < 1 || q.Page > 100_000 {
			return fmt.Errorf("%q: want a whole number from 1", clip(v))
		}
		return nil
	},
}, "from", "to", "category", "actor", "direction", "min-importance", "text", "id", "as-of")

// values returns the parameters of the queue.
func (q queue) values() url.Values {
	v := q.query.values()
	v.Set("status", string(q.Status))
	if q.Page > 1 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	return v
}

// queueLength is how many events a page of the queue shows: as many as are drawn at once also beside their likely twins.
const queueLength = 250

// decidedShown is how many of the last decisions stand beside the queue.
const decidedShown = 8

//pagegen:template review.html
type queuePage struct {
	deskFrame
	Status     string
	Tabs       []choiceLink
	Rows       []queueRow
	Total      int
	First      int // number of the first row shown
	Last       int // and of the last
	Newer      string
	Older      string
	Filters    []field // to carry along
	Text       string
	Back       string // the state, for the form
	May        bool   // the reader may decide
	Said       string
	Trouble    *refusal
	Into       string
	Decided    []decidedRow
	Categories []choice
}

type choiceLink struct {
	Label, URL string
	On         bool
}

// handleEventsOf lists events for readers, or those of one status for who decides.
func (s *Server) handleEventsOf(c echo.Context) error {
	if !c.QueryParams().Has("status") {
		return s.page(s.handleEvents, daily)(c)
	}
	q, err := queueReaders.read(c.QueryParams())
	if err != nil {
		return err
	}
	if q.Status == "" {
		q.Status = event.StatusDraft
	}
	if !canonical(c.Request().URL.RawQuery, q) {
		return c.Redirect(http.StatusFound, address("/events", q))
	}
	page := queuePage{Said: takeSaid(c)}
	return s.showQueue(c, http.StatusOK, q, page, nil)
}

func (s *Server) showQueue(c echo.Context, status int, q queue, page queuePage, ticked []string) (err error) {
	if page.deskFrame, err = s.desk(c, "Review"); err != nil {
		return err
	}
	page.Login = "/login?next=" + url.QueryEscape(address("/events", q))
	page.frame.Path = "/events"
	page.frame = page.asOf(q, q.query)
	page.Status, page.Back, page.May, page.Text = string(q.Status), encode(q), page.User != "" && q.AsOf.IsZero(), q.Text
	page.Filters = hidden(q, "text", "category", "page")
	page.Categories = categoryChoices(q.Categories)
	for _, st := range []event.Status{event.StatusDraft, event.StatusScheduled, event.StatusRejected} {
		page.Tabs = append(page.Tabs, choiceLink{queueNames[st], address("/events", queue{Status: st, query: query{AsOf: q.AsOf, AsOfDay: q.AsOfDay}}), st == q.Status})
	}
	if err := s.fillQueue(c.Request().Context(), &page, q, ticked); err != nil {
		return err
	}
	return s.render(c, status, page)
}

var queueNames = map[event.Status]string{event.StatusDraft: "Drafts", event.StatusScheduled: "Scheduled", event.StatusRejected: "Rejected", event.StatusConfirmed: "Confirmed"}

func categoryChoices(on []event.Category) []choice {
	list := []choice{{Label: "every category"}}
	for _, cat := range event.Categories() {
		list = append(list, choice{string(cat), cat.Label(), len(on) == 1 && on[0] == cat})
	}
	return list
}
