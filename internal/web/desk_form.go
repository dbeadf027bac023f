package web

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/event"
)

//pagegen:template event_form.html
type formPage struct {
	deskFrame
	ID         string // empty in the form of a new event
	EventTitle string
	Version    int64 // seconds: the version that the form was opened on
	Draft      bool
	Parts      []formPart
	Wrong      []wrongField
	Trouble    *refusal
	AskToken   bool // the login has ended: a token beside the form saves what was typed
	Note       string
	Clash      *clashView
	Alike      []tellingView
	Actors     []event.Actor
	ZoneNames  []string
	Codes      []cameoChoice
	CodeMeans  string
	Into       string
}

// wrongField is a line of the summary of what is wrong.
type wrongField struct{ Field, Label, Reason string }

// handleNew shows the form of a new event; "on" in the address is its day.
func (s *Server) handleNew(c echo.Context) error {
	form := event.Form{"importance": "2"}
	if day := c.QueryParam("on"); day != "" {
		d, err := parseDay(day)
		if err != nil {
			return &badQuery{"on", err.Error()}
		}
		form["occurred_at"] = d.String()
	}
	return s.openForm(c, form, formPage{})
}

// handleEdit shows the form of an event as it stands.
func (s *Server) handleEdit(c echo.Context) error {
	e, err := s.Store.Event(c.Request().Context(), c.Param("id"), time.Time{})
	if errors.Is(err, event.ErrUnknown) {
		return s.noEvent(c.Request().Context(), c.Param("id"), query{})
	}
	if err != nil {
		return err
	}
	return s.openForm(c, event.FormOf(e), pageFor(e))
}

func pageFor(e event.Event) formPage {
	return formPage{ID: e.ID, EventTitle: e.Title, Version: e.KnownFrom.Unix(), Draft: e.Status == event.StatusDraft}
}

// openForm shows a form to who is logged in, and the way there to anybody else.
func (s *Server) openForm(c echo.Context, f event.Form, page formPage) error {
	_, ok, err := s.session(c)
	if err != nil {
		return err
	}
	if !ok {
		return c.Redirect(http.StatusSeeOther, "/login?next="+url.QueryEscape(c.Request().URL.RequestURI()))
	}
	return s.showForm(c, http.StatusOK, f, page, nil)
}

func (s *Server) showForm(c echo.Context, status int, f event.Form, page formPage, wrong event.FormErrors) (err error) {
	title := "New event"
	if page.ID != "" {
		title = "Edit: " + page.EventTitle
	}
	if page.deskFrame, err = s.desk(c, title); err != nil {
		return err
	}
	if page.Actors, err = s.Store.Actors(c.Request().Context()); err != nil {
		return err
	}
	page.Parts, page.ZoneNames, page.Codes = eventForm(f, wrong), commonZones, cameoChoices()
	page.CodeMeans, _ = event.Describe(f["cameo"])
	for _, w := range wrong {
		page.Wrong = append(page.Wrong, wrongField{w.Field, capital(fieldLabel(w.Field)), w.Reason})
	}
	return s.render(c, status, page)
}

// entry is a form that was sent.
type entry struct {
	form  url.Values
	typed event.Form
	base  event.Event // the version it was opened on; zero for a new event
	rules event.FormRules
	page  formPage
}

func (s *Server) sentEntry(c echo.Context, base event.Event) (one entry, err error) {
	one.base = base
	if base.ID != "" {
		one.page = pageFor(base)
	}
	if one.form, err = sentForm(c, maxForm); err != nil {
		return one, err
	}
	actors, err := s.Store.Actors(c.Request().Context())
	if err != nil {
		return one, err
	}
	one.rules = event.FormRules{Now: s.Now(), Actors: append([]event.Actor{}, actors...)}
	one.typed = typedForm(one.form, actors)
	if one.form.Get("act") == string(event.Confirm) {
		one.typed["status"] = ""
	}
	return one, nil
}

// refused shows the form again with everything that was typed, and what stands in the way.
func (s *Server) refused(c echo.Context, one entry, err error) error {
	trouble, ok := troubleOf(err)
	if !ok || !wantsPage(c.Request()) {
		if ok {
			return &trouble
		}
		return err
	}
	one.page.Trouble = &trouble
	one.page.AskToken = trouble.Status == http.StatusUnauthorized || trouble.Status == http.StatusTooManyRequests
	return s.showForm(c, trouble.Status, one.shown(), one.page, nil)
}

// shown is what the form holds: the fields that were not sent are those of the version.
func (one entry) shown() event.Form {
	f := event.Form{}
	if one.base.ID != "" {
		f = event.FormOf(one.base)
	}
	for name, text := range one.typed {
		f[name] = text
	}
	return f
}

// applied reads the form. done is true where the answer is out already: something is wrong, or nothing is to be stored yet.
func (s *Server) applied(c echo.Context, one entry) (e event.Event, done bool, err error) {
	e, err = understood(one.typed).Apply(one.base, one.rules)
	var wrong event.FormErrors
	switch {
	case errors.As(err, &wrong) && !wantsPage(c.Request()):
		return e, true, &refusal{http.StatusUnprocessableEntity, "The event is not complete", wrong.Error()}
	case errors.As(err, &wrong):
		return e, true, s.showForm(c, http.StatusUnprocessableEntity, one.shown(), one.page, wrong)
	case err != nil:
		return e, true, err
	case one.form.Get("act") == "check":
		one.page.Note = "Filled in and found right. Nothing is stored yet."
		return e, true, s.showForm(c, http.StatusOK, keepZone(event.FormOf(e), one.typed), one.page, nil)
	}
	return e, false, nil
}

// keepZone puts back what an event does not hold.
func keepZone(f, was event.Form) event.Form {
	f["zone"] = was["zone"]
	return f
}
