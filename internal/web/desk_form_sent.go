package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/event"
)

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
