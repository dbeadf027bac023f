package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

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

// queueLength is how many events a page of the queue shows.
const queueLength = 1000

// decidedShown is how many of the last decisions stand beside the queue.
const decidedShown = 8

type queuePage struct {
	deskFrame
	Status     string
	Tabs       []choiceLink
	Rows       []queueRow
	Total      int
	First      int // number of the first row shown
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

// queueRow is an event that waits, and those it is likely the same as.
type queueRow struct {
	tellingView
	Twins  []tellingView
	Ticked bool
}

// tellingView is one telling of an event.
type tellingView struct {
	eventView
	Key, Status, Summary, Location string
	Who, Source, SourceURL, Origin string
	Coding                         string // in words, with the Goldstein value
	By, Since                      string // who stored this version, and when
}

type decidedRow struct {
	Key, ID, Title, Status, By, When, URL string
}

// handleEventsOf lists events for readers, or those of one status for who decides.
func (s *Server) handleEventsOf(c echo.Context) error {
	if !c.QueryParams().Has("status") {
		return s.page(s.handleEvents)(c)
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
	return s.render(c, status, "review.html", page)
}

var queueNames = map[event.Status]string{event.StatusDraft: "Drafts", event.StatusScheduled: "Scheduled", event.StatusRejected: "Rejected", event.StatusConfirmed: "Confirmed"}

func categoryChoices(on []event.Category) []choice {
	list := []choice{{Label: "every category"}}
	for _, cat := range event.Categories() {
		list = append(list, choice{string(cat), cat.Label(), len(on) == 1 && on[0] == cat})
	}
	return list
}

func (s *Server) fillQueue(ctx context.Context, page *queuePage, q queue, ticked []string) error {
	f := q.filter(q.From, q.To)
	f.Statuses = []event.Status{q.Status}
	list, err := s.Store.Events(ctx, f)
	if err != nil {
		return err
	}
	slices.Reverse(list)
	page.Total = len(list)
	from := min((max(q.Page, 1)-1)*queueLength, len(list))
	shown := list[from:min(from+queueLength, len(list))]
	page.First = from + 1
	if from > 0 {
		page.Newer = address("/events", queue{q.query, q.Status, q.Page - 1})
	}
	if from+len(shown) < len(list) {
		page.Older = address("/events", queue{q.query, q.Status, max(q.Page, 1) + 1})
	}
	if page.Rows, err = s.queueRows(ctx, shown, q, ticked); err != nil {
		return err
	}
	page.Decided, err = s.decided(ctx)
	return err
}

func (s *Server) queueRows(ctx context.Context, shown event.Timeline, q queue, ticked []string) ([]queueRow, error) {
	h, err := s.load(ctx, q.query)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(shown))
	for i, e := range shown {
		ids[i] = e.ID
	}
	by, err := s.Store.Authors(ctx, ids...)
	if err != nil {
		return nil, err
	}
	var twins map[string]event.Timeline
	if q.AsOf.IsZero() && q.Status == event.StatusDraft {
		if twins, err = s.Store.Duplicates(ctx, ids...); err != nil {
			return nil, err
		}
	}
	rows := make([]queueRow, len(shown))
	for i, e := range shown {
		row := queueRow{tellingView: h.telling(e), Ticked: slices.Contains(ticked, refText(e))}
		row.By, row.Since = by[e.ID], clock(e.KnownFrom)
		for _, twin := range twins[e.ID][:min(len(twins[e.ID]), 3)] {
			row.Twins = append(row.Twins, h.telling(twin))
		}
		rows[i] = row
	}
	return rows, nil
}

func (h history) telling(e event.Event) tellingView {
	v := tellingView{eventView: h.view(e, pageOf(e)), Key: refText(e), Status: string(e.Status), Summary: e.Summary, Location: e.Location,
		Source: e.SourceName, SourceURL: e.SourceURL, Origin: e.Origin}
	names := make([]string, len(e.Actors))
	for i, a := range e.Actors {
		names[i] = h.actorName(a)
	}
	v.Who = strings.Join(names, ", ")
	if text, ok := event.Describe(e.Cameo); ok {
		v.Coding = "CAMEO " + e.Cameo + ", " + strings.ToLower(text[:1]) + text[1:] + ", "
	}
	v.Coding += "Goldstein " + signed(e.Goldstein, 1)
	return v
}

func (s *Server) decided(ctx context.Context) ([]decidedRow, error) {
	list, err := s.Store.LastDecided(ctx, decidedShown)
	if err != nil {
		return nil, err
	}
	rows := make([]decidedRow, len(list))
	for i, r := range list {
		rows[i] = decidedRow{Key: refText(r.Event), ID: r.Event.ID, Title: r.Event.Title, Status: string(r.Event.Status), By: r.Author, When: clock(r.KnownFrom), URL: "/events/" + r.Event.ID + "/history"}
	}
	return rows, nil
}

// handleReviewForm decides. The act is confirm, reject or merge of the ticked events, or one of these with a colon and the
// one event it is of: its button stands beside it.
func (s *Server) handleReviewForm(c echo.Context) error {
	form, err := sentForm(c, maxDesk)
	if err != nil {
		return err
	}
	q, err := backTo(form.Get("back"))
	if err != nil {
		return err
	}
	by, err := s.writer(c, form)
	var events []event.Event
	var said string
	if err == nil {
		events, said, err = s.act(c.Request().Context(), form, by)
	}
	if trouble, ok := troubleOf(err); ok {
		if !wantsPage(c.Request()) {
			return &trouble
		}
		return s.showQueue(c, trouble.Status, q, queuePage{Trouble: &trouble, Into: form.Get("into")}, form["event"])
	}
	if err != nil {
		return err
	}
	say(c, said)
	return changed(c, address("/events", q), events...)
}

// maxDesk is the size of a form with a thousand ticked events.
const maxDesk = 1 << 20

// backTo is the state of the queue that a form was sent from.
func backTo(text string) (queue, error) {
	v, err := url.ParseQuery(text)
	if err != nil {
		return queue{}, &badQuery{"back", "cannot be read"}
	}
	q, err := queueReaders.read(v)
	if q.Status == "" {
		q.Status = event.StatusDraft
	}
	return q, err
}

// act does what the form says, and returns what now stands and how to say it.
func (s *Server) act(ctx context.Context, form url.Values, by string) ([]event.Event, string, error) {
	what, of, single := strings.Cut(form.Get("act"), ":")
	keys := form["event"]
	into := eventIn(form.Get("into"))
	if single {
		of, target, _ := strings.Cut(of, ":")
		keys = []string{of}
		if target != "" {
			into = target
		}
	}
	refs, err := refsOf(keys)
	if err != nil {
		return nil, "", err
	}
	var out []event.Event
	switch what {
	case string(event.Confirm), string(event.Reject):
		out, err = s.Store.Decide(ctx, refs, event.Verdict(what), by, s.Now())
		return out, decidedWords(out), err
	case "merge":
		if into == "" {
			return nil, "", &refusal{http.StatusUnprocessableEntity, "Merge into which event?", "Give the id or the address of the event that stands."}
		}
		out, err = each(refs, func(r event.Ref) (event.Event, error) { return s.Store.Merge(ctx, r, into, by, s.Now()) })
		return out, fmt.Sprintf("%s merged into %s.", plural(len(out), "event", "events"), into), err
	case "undo":
		out, err = each(refs, func(r event.Ref) (event.Event, error) { return s.Store.Undo(ctx, r, by, s.Now()) })
		return out, "Undone: " + decidedWords(out), err
	}
	return nil, "", &refusal{http.StatusUnprocessableEntity, "Nothing was asked", "Choose confirm, reject, merge or undo."}
}

func refsOf(keys []string) ([]event.Ref, error) {
	if len(keys) == 0 {
		return nil, &refusal{http.StatusUnprocessableEntity, "No event is ticked", "Tick the events that are meant, or use the buttons beside one."}
	}
	refs := make([]event.Ref, len(keys))
	for i, key := range keys {
		ref, ok := refOf(key)
		if !ok {
			return nil, &refusal{http.StatusUnprocessableEntity, "That is not an event", fmt.Sprintf("%q does not name a version of an event.", clip(key))}
		}
		refs[i] = ref
	}
	return refs, nil
}

// each changes one event after the other. Where one cannot be changed those before it stay changed, and the error says so.
func each(refs []event.Ref, change func(event.Ref) (event.Event, error)) (out []event.Event, err error) {
	for _, ref := range refs {
		e, err := change(ref)
		if trouble, ok := troubleOf(err); ok && len(out) > 0 {
			trouble.Detail = fmt.Sprintf("%s done before it. %s: %s", plural(len(out), "event was", "events were"), ref.ID, strings.ReplaceAll(trouble.Detail, "Nothing was stored", "It was not"))
			return out, &trouble
		}
		if err != nil {
			return out, err
		}
		out = append(out, e)
	}
	return out, nil
}

// eventIn is the id in what somebody pasted: an id, or the address of one of the event's pages.
func eventIn(text string) string {
	text = strings.TrimSpace(text)
	if _, after, ok := strings.Cut(text, "/events/"); ok {
		text = after
	}
	if end := strings.IndexAny(text, "/?#"); end >= 0 {
		text = text[:end]
	}
	return text
}

// decidedWords counts what became of events: "2 confirmed, 1 scheduled."
func decidedWords(list []event.Event) string {
	var parts []string
	for _, st := range event.Statuses() {
		n := 0
		for _, e := range list {
			if e.Status == st {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, count(n)+" "+string(st))
		}
	}
	return strings.Join(parts, ", ") + "."
}

// saidCookie carries one sentence from a change to the page after it.
const saidCookie = "detente_said"

func say(c echo.Context, text string) {
	c.SetCookie(&http.Cookie{Name: saidCookie, Value: url.QueryEscape(text), Path: "/", MaxAge: 30, HttpOnly: true, SameSite: http.SameSiteStrictMode})
}

func takeSaid(c echo.Context) string {
	cookie, err := c.Cookie(saidCookie)
	if err != nil {
		return ""
	}
	c.SetCookie(&http.Cookie{Name: saidCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	text, err := url.QueryUnescape(cookie.Value)
	if err != nil {
		return ""
	}
	return clip(text)
}
