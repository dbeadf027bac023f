package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/event"
)

//pagegen:template history.html
type historyPage struct {
	deskFrame
	Event   tellingView
	Drawn   bool // it has a page of its own
	Version string
	Steps   []stepView
	Merged  []string // events that stand merged into this one
	Single  bool
	Trouble *refusal
	Said    string
}

// stepView is one version of an event.
type stepView struct {
	N          int
	When       string
	Second     int64
	Author     string
	What       string
	Changes    []changedField
	MergedInto string
	Current    bool
}

type changedField struct {
	Label    string
	Old, New storedText
}

// handleHistory shows every version of an event with what it changed, the newest first.
func (s *Server) handleHistory(c echo.Context) error {
	return s.showHistory(c, http.StatusOK, historyPage{Said: takeSaid(c)})
}

func (s *Server) showHistory(c echo.Context, status int, page historyPage) (err error) {
	ctx, id := c.Request().Context(), c.Param("id")
	steps, err := s.Store.EventStory(ctx, id)
	if errors.Is(err, event.ErrUnknown) {
		return s.noEvent(ctx, id, query{})
	}
	if err != nil {
		return err
	}
	e := steps[len(steps)-1].Event
	if page.deskFrame, err = s.desk(c, "History: "+e.Title); err != nil {
		return err
	}
	if page.Merged, err = s.Store.MergedFrom(ctx, id); err != nil {
		return err
	}
	h, err := s.load(ctx, query{})
	if err != nil {
		return err
	}
	page.Event, page.Version, page.Single = h.telling(e), refText(e), len(steps) == 1
	page.Drawn = e.Status == event.StatusConfirmed || e.Status == event.StatusScheduled
	for i := len(steps) - 1; i >= 0; i-- {
		page.Steps = append(page.Steps, stepOf(i, steps))
	}
	return s.render(c, status, page)
}

func stepOf(i int, steps []event.Step) stepView {
	st := steps[i]
	v := stepView{N: i + 1, When: clock(st.KnownFrom), Second: st.KnownFrom.Unix(), Author: st.Author, MergedInto: st.MergedInto, Current: i == len(steps)-1}
	switch {
	case i == 0:
		v.What = "Stored as " + string(st.Event.Status) + " (" + orUsual(st.Event.Origin, "origin not recorded") + ")."
	case len(st.Changes) == 0:
		v.What = "Only who coded it, or when, changed."
	}
	for _, change := range st.Changes {
		v.Changes = append(v.Changes, changedField{fieldLabel(change.Field), storedAs(change.Field, change.Old), storedAs(change.Field, change.New)})
	}
	return v
}

// handleHistoryForm brings a version back as a new one: the last but one, or the one that the act names by its second.
func (s *Server) handleHistoryForm(c echo.Context) error {
	form, err := sentForm(c, maxForm)
	if err != nil {
		return err
	}
	by, err := s.writer(c, form)
	var e event.Event
	if err == nil {
		e, err = s.bringBack(c, form.Get("version"), form.Get("act"), by)
	}
	if trouble, ok := troubleOf(err); ok {
		if !wantsPage(c.Request()) || trouble.Status == http.StatusNotFound {
			return &trouble
		}
		return s.showHistory(c, trouble.Status, historyPage{Trouble: &trouble})
	}
	if err != nil {
		return err
	}
	say(c, "It stands as a new version: "+string(e.Status)+".")
	return changed(c, "/events/"+e.ID+"/history", e)
}

func (s *Server) bringBack(c echo.Context, version, act, by string) (event.Event, error) {
	ctx := c.Request().Context()
	ref, ok := refOf(version)
	if !ok || ref.ID != c.Param("id") {
		return event.Event{}, &refusal{http.StatusUnprocessableEntity, "Of which version?", "Open the history again: the form does not say what it was opened on."}
	}
	what, of, _ := strings.Cut(act, ":")
	second, err := strconv.ParseInt(of, 10, 64)
	switch {
	case act == "undo":
		list, err := s.Store.Undo(ctx, []event.Ref{ref}, by, s.Now())
		if err != nil {
			return event.Event{}, err
		}
		return list[0], nil
	case what == "restore" && err == nil:
		return s.Store.Restore(ctx, ref, time.Unix(second, 0), by, s.Now())
	}
	return event.Event{}, &refusal{http.StatusUnprocessableEntity, "Nothing was asked", "Choose undo, or a version to bring back."}
}
