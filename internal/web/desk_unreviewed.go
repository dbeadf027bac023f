package web

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"detente/internal/event"
)

// unreviewedPage is of an event that is drawn nowhere: a draft, or one that was rejected.
//
//pagegen:template unreviewed.html
type unreviewedPage struct {
	deskFrame
	Draft      bool
	Event      *tellingView // only for who may decide
	ID         string
	MergedInto string
	Back       string
	Queue      string
}

// handleUnreviewed answers for an event that is stored and not shown to readers. Who may write sees it, with what can be
// decided; everybody else is told how it stands.
func (s *Server) handleUnreviewed(c echo.Context, q query) (err error) {
	ctx := c.Request().Context()
	e, err := s.Store.Event(ctx, c.Param("id"), q.AsOf)
	if errors.Is(err, event.ErrUnknown) {
		return s.noEvent(ctx, c.Param("id"), q)
	}
	if err != nil {
		return err
	}
	back := queue{Status: e.Status, query: query{AsOf: q.AsOf, AsOfDay: q.AsOfDay}}
	page := unreviewedPage{Draft: e.Status == event.StatusDraft, ID: e.ID, Back: encode(back), Queue: address("/events", back)}
	title := "Under review"
	if !page.Draft {
		title = "Rejected"
	}
	if page.deskFrame, err = s.desk(c, title); err != nil {
		return err
	}
	if page.MergedInto, err = s.mergedInto(ctx, e); err != nil {
		return err
	}
	status := http.StatusOK
	if !page.Draft && page.User == "" {
		status = http.StatusGone
	}
	if page.User != "" {
		h, err := s.load(ctx, q)
		if err != nil {
			return err
		}
		told := h.telling(e)
		page.Event = &told
	}
	return s.render(c, status, page)
}

// mergedInto is the event that a version was merged into; empty where it was not.
func (s *Server) mergedInto(ctx context.Context, e event.Event) (string, error) {
	steps, err := s.Store.EventStory(ctx, e.ID)
	i := slices.IndexFunc(steps, func(st event.Step) bool { return st.KnownFrom.Equal(e.KnownFrom) })
	if err != nil || i < 0 {
		return "", err
	}
	return steps[i].MergedInto, nil
}
