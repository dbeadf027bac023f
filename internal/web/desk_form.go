package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/event"
)

type formPage struct {
	deskFrame
	ID        string // empty in the form of a new event
	Title     string
	Version   int64 // seconds: the version that the form was opened on
	Draft     bool
	Parts     []formPart
	Wrong     []wrongField
	Trouble   *refusal
	AskToken  bool // the login has ended: a token beside the form saves what was typed
	Note      string
	Clash     *clashView
	Alike     []tellingView
	Actors    []event.Actor
	ZoneNames []string
	Codes     []cameoChoice
	CodeMeans string
	Into      string
}

// wrongField is a line of the summary of what is wrong.
type wrongField struct{ Field, Label, Reason string }

// clashView says what somebody else changed while the form was open.
type clashView struct {
	Author, When string
	Rows         []clashRow
	Both         int // fields that both changed
}

type clashRow struct {
	Label              string
	Was, Theirs, Yours storedText
	Both               bool
}

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
		return echo.ErrNotFound
	}
	if err != nil {
		return err
	}
	return s.openForm(c, event.FormOf(e), pageFor(e))
}

func pageFor(e event.Event) formPage {
	return formPage{ID: e.ID, Title: e.Title, Version: e.KnownFrom.Unix(), Draft: e.Status == event.StatusDraft}
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
		title = "Edit: " + page.Title
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
	return s.render(c, status, "event_form.html", page)
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
	e, err = one.typed.Apply(one.base, one.rules)
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

// handleNewForm stores a new event. One that looks like a stored one is shown beside it first.
func (s *Server) handleNewForm(c echo.Context) error {
	one, err := s.sentEntry(c, event.Event{})
	if err != nil {
		return err
	}
	by, err := s.writer(c, one.form)
	if err != nil {
		return s.refused(c, one, err)
	}
	e, done, err := s.applied(c, one)
	if done || err != nil {
		return err
	}
	ctx := c.Request().Context()
	if one.form.Get("sure") == "" {
		if one.page.Alike, err = s.alike(ctx, e); err != nil {
			return err
		}
		if len(one.page.Alike) > 0 && wantsPage(c.Request()) {
			return s.showForm(c, http.StatusConflict, one.shown(), one.page, nil)
		}
	}
	if e, err = s.Store.AddEvent(ctx, e, by, s.Now()); err != nil {
		return s.refused(c, one, err)
	}
	return changed(c, pageOf(e), e)
}

// alike lists the stored events that a new one is likely the same as.
func (s *Server) alike(ctx context.Context, e event.Event) ([]tellingView, error) {
	around, err := s.Store.Events(ctx, event.Filter{From: e.Day().AddDays(-1), To: e.Day().AddDays(1),
		Statuses: []event.Status{event.StatusConfirmed, event.StatusScheduled, event.StatusDraft}})
	if err != nil {
		return nil, err
	}
	h, err := s.load(ctx, query{})
	if err != nil {
		return nil, err
	}
	var out []tellingView
	for _, twin := range event.NewTellings(around).Similar(e) {
		out = append(out, h.telling(twin))
	}
	return out, nil
}

// handleEditForm stores a new version, unless somebody else stored one since the form was opened: then both are shown.
func (s *Server) handleEditForm(c echo.Context) error {
	one, err := s.sentEntry(c, event.Event{ID: c.Param("id")})
	if err != nil {
		return err
	}
	if one.base, err = s.versionOf(c.Request().Context(), c.Param("id"), one.form.Get("version")); err != nil {
		return err
	}
	one.page = pageFor(one.base)
	by, err := s.writer(c, one.form)
	if err != nil {
		return s.refused(c, one, err)
	}
	e, done, err := s.applied(c, one)
	if done || err != nil {
		return err
	}
	e, err = s.Store.EditEvent(c.Request().Context(), e, by, s.Now())
	var clash *event.Conflict
	if errors.As(err, &clash) && wantsPage(c.Request()) {
		return s.showClash(c, one, clash)
	}
	if err != nil {
		return s.refused(c, one, err)
	}
	return changed(c, pageOf(e), e)
}

// versionOf is the version of an event that a form was opened on, or the current one where it does not say.
func (s *Server) versionOf(ctx context.Context, id, second string) (event.Event, error) {
	var at time.Time
	if second != "" {
		ref, ok := refOf(id + "@" + second)
		if !ok {
			return event.Event{}, &badQuery{"version", clip(second) + " is not a version: open the form again"}
		}
		at = ref.KnownFrom
	}
	e, err := s.Store.Event(ctx, id, at)
	if errors.Is(err, event.ErrUnknown) {
		return e, echo.ErrNotFound
	}
	return e, err
}

// showClash shows what the other changed, and the form with both changes: where both changed a field, with the one typed here.
func (s *Server) showClash(c echo.Context, one entry, clash *event.Conflict) error {
	theirs, mine := clash.Changes()
	view := &clashView{Author: clash.Author, When: clock(clash.Theirs.KnownFrom)}
	joint := event.FormOf(clash.Theirs)
	for _, m := range mine {
		joint[m.Field] = orTyped(one.typed, m)
	}
	for _, t := range theirs {
		row := clashRow{Label: fieldLabel(t.Field), Was: storedAs(t.Field, t.Old), Theirs: storedAs(t.Field, t.New), Yours: notChanged}
		if i := slices.IndexFunc(mine, func(m event.Change) bool { return m.Field == t.Field }); i >= 0 {
			row.Yours, row.Both = storedAs(t.Field, mine[i].New), mine[i].New != t.New
		}
		if row.Both {
			view.Both++
		}
		view.Rows = append(view.Rows, row)
	}
	for _, m := range mine {
		if !slices.ContainsFunc(theirs, func(t event.Change) bool { return t.Field == m.Field }) {
			view.Rows = append(view.Rows, clashRow{Label: fieldLabel(m.Field), Was: storedAs(m.Field, m.Old), Theirs: notChanged, Yours: storedAs(m.Field, m.New)})
		}
	}
	page := pageFor(clash.Theirs)
	page.Clash = view
	return s.showForm(c, http.StatusConflict, keepZone(joint, one.typed), page, nil)
}

// orTyped is a changed field as it was typed, or as it was understood where it was not typed.
func orTyped(f event.Form, m event.Change) string {
	if text, ok := f[m.Field]; ok {
		return text
	}
	return m.New
}
