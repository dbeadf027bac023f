package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/runlog"
)

// Desk is where people decide on events. Every change is a version by its author, and of several events all or none; an event that is not stored is
// event.ErrUnknown, a change on a version that is no longer current an *event.Conflict.
type Desk interface {
	Event(ctx context.Context, id string, asOf time.Time) (event.Event, error)
	EventStory(ctx context.Context, id string) ([]event.Step, error)
	Authors(ctx context.Context, ids ...string) (map[string]string, error)
	LastDecided(ctx context.Context, limit int) ([]event.Revision, error)
	Duplicates(ctx context.Context, ids ...string) (map[string]event.Timeline, error)
	MergedFrom(ctx context.Context, id string) ([]string, error)

	AddEvent(ctx context.Context, e event.Event, by string, now time.Time) (event.Event, error)
	EditEvent(ctx context.Context, e event.Event, by string, now time.Time) (event.Event, error)
	Decide(ctx context.Context, refs []event.Ref, v event.Verdict, by string, now time.Time) ([]event.Event, error)
	Merge(ctx context.Context, from []event.Ref, into string, by string, now time.Time) ([]event.Event, error)
	Undo(ctx context.Context, refs []event.Ref, by string, now time.Time) ([]event.Event, error)
	Restore(ctx context.Context, ref event.Ref, version time.Time, by string, now time.Time) (event.Event, error)
	AddDrafts(ctx context.Context, list []event.Event, by runlog.Origin, now time.Time) (runlog.Counts, error)
	PutQuotes(ctx context.Context, list []fx.Quote, by runlog.Origin, now time.Time) (runlog.Counts, error)
}

// queuePath is where drafts wait.
const queuePath = "/events?status=draft"

// postRoute is an address that takes a form.
type postRoute = route

func (s *Server) deskRoutes() []route {
	return []route{
		{"/login", s.handleLogin},
		{"/events", s.handleEventsOf},
		{"/events/new", s.handleNew},
		{"/events/liveblog", s.handleLiveblog},
		{"/events/:id/edit", s.handleEdit},
		{"/events/:id/history", s.handleHistory},
		{"/calendar", s.handleCalendar},
		{"/calendar.ics", s.open(s.handleCalendarICS)},
		{"/calendar.atom", s.open(s.handleCalendarAtom)},
	}
}

func (s *Server) deskForms() []postRoute {
	return []postRoute{
		{"/login", s.handleLoginForm},
		{"/logout", s.handleLogout},
		{"/events/review", s.handleReviewForm},
		{"/events/new", s.handleNewForm},
		{"/events/liveblog", s.handleLiveblogForm},
		{"/events/:id/edit", s.handleEditForm},
		{"/events/:id/history", s.handleHistoryForm},
	}
}

// deskFrame is the frame of a page on which something can be changed.
type deskFrame struct {
	frame
	User  string // empty where nobody is logged in
	CSRF  string
	Login string // address of the login that leads back here
}

// desk prepares the surroundings of a page that depends on who looks: no cache keeps it, no other window reaches it.
func (s *Server) desk(c echo.Context, title string) (deskFrame, error) {
	c.Response().Header().Set("Cache-Control", "no-store")
	apart(c.Response().Header())
	back := c.Request().URL.RequestURI()
	if c.Request().Method == http.MethodPost {
		back = c.Request().URL.Path
	}
	f := deskFrame{frame: s.frame(c, title, "/events"), Login: "/login?next=" + url.QueryEscape(back)}
	one, ok, err := s.session(c)
	if ok {
		f.User, f.CSRF = one.Token.Name, one.CSRF
	}
	return f, err
}

// sentForm reads the fields of a form of at most limit bytes; the address has none.
func sentForm(c echo.Context, limit int64) (url.Values, error) {
	r := c.Request()
	if kind := r.Header.Get("Content-Type"); !strings.HasPrefix(kind, "application/x-www-form-urlencoded") {
		return nil, &refusal{http.StatusUnsupportedMediaType, "That is not a form", "Send the fields as application/x-www-form-urlencoded."}
	}
	r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
	err := r.ParseForm()
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		return nil, &refusal{http.StatusRequestEntityTooLarge, "That is too much at once", fmt.Sprintf("At most %d KB can be sent here. Nothing was stored.", limit>>10)}
	case err != nil:
		return nil, &refusal{http.StatusBadRequest, "The form cannot be read", "It is damaged. Go back and send it again."}
	}
	return r.PostForm, nil
}

// refOf reads the version of an event that a button stands for: its id, @ and the second it became known.
func refOf(text string) (event.Ref, bool) {
	id, second, ok := strings.Cut(text, "@")
	n, err := strconv.ParseInt(second, 10, 64)
	return event.Ref{ID: id, KnownFrom: time.Unix(n, 0).UTC()}, ok && err == nil && slugLike(id)
}

func refText(e event.Event) string { return fmt.Sprintf("%s@%d", e.ID, e.KnownFrom.Unix()) }

// troubleOf says what stood in the way of a change in words for the page that asked for it; ok is false where the error is
// none of the asker's.
func troubleOf(err error) (trouble refusal, ok bool) {
	var clash *event.Conflict
	var refused *refusal
	switch {
	case errors.As(err, &refused):
		return *refused, true
	case errors.As(err, &clash):
		return refusal{http.StatusConflict, "Somebody was faster", fmt.Sprintf("%s changed “%s” on %s. Nothing was stored: look at the new version and decide again.",
			clash.Author, clash.Theirs.Title, clock(clash.Theirs.KnownFrom))}, true
	case errors.Is(err, event.ErrUnknown):
		return refusal{http.StatusNotFound, "There is no such event", "Its id is mistyped, or it is not stored here. Nothing was stored."}, true
	case errors.Is(err, event.ErrInvalid):
		_, reason, _ := strings.Cut(err.Error(), event.ErrInvalid.Error()+": ")
		return refusal{http.StatusUnprocessableEntity, "That cannot be done", capital(reason) + ". Nothing was stored."}, true
	}
	return refusal{}, false
}

// changed answers a change: a browser goes on to a page, a program is told what now stands.
func changed(c echo.Context, next string, events ...event.Event) error {
	if wantsPage(c.Request()) {
		return c.Redirect(http.StatusSeeOther, next)
	}
	list := make([]object, len(events))
	for i, e := range events {
		list[i] = object{"id": e.ID, "status": e.Status, "version": e.KnownFrom.UTC().Format(time.RFC3339)}
	}
	return c.JSON(http.StatusOK, object{"schema": 1, "events": list})
}

// pageOf is where an event is shown: those that are not drawn only have their history.
func pageOf(e event.Event) string {
	if e.Status == event.StatusConfirmed || e.Status == event.StatusScheduled {
		return "/events/" + e.ID
	}
	return "/events/" + e.ID + "/history"
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
