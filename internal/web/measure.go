package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"detente/internal/analysis"
	"detente/internal/event"
)

// measuringPage is what the pages that measure have in common.
type measuringPage struct {
	frame
	Facets     facets
	FacetCarry []field
	NoEvents   bool   // none is stored that could be measured
	Clear      string // URL without filters of events; empty where there is none
	Exports    takes
	Command    string // that gives the same result in a terminal
}

// asking is what such a page was asked.
type asking struct {
	title, command string
	state          state
	first          state  // the state on its first page
	events         query  // the part of the state that chooses events
	plain          state  // the state, but for how it is told: what files and commands take
	unfiltered     string // URL without filters of events
	exports        takes
}

// confirmed are the events that count in statistics.
var confirmed = event.Filter{Statuses: []event.Status{event.StatusConfirmed}}

// noEvents tells whether the newest history, asked by q, has no event that could be measured.
func (h history) noEvents(q query) bool {
	return q.AsOf.IsZero() && !slices.ContainsFunc(h.Events, func(e event.Event) bool { return e.Status == event.StatusConfirmed })
}

// answerMeasured answers with a page that measures; complete puts what was measured into it, unless it is empty.
func (s *Server) answerMeasured(c echo.Context, a asking, complete func(context.Context, measuringPage) (sheet, error)) error {
	if done, err := s.answered(c, a.state, 0); done || err != nil {
		return err
	}
	ctx := c.Request().Context()
	h, err := s.load(ctx, a.events)
	if err != nil {
		return err
	}
	page := measuringPage{frame: s.frame(c, a.title, c.Request().URL.Path).inState(a.state, a.events)}
	if page.Empty = len(h.Days) == 0; !page.Empty {
		page.Facets = newFacets(h, confirmed, a.events, window{From: a.events.From, To: a.events.To}, page.Path)
		page.NoEvents = h.noEvents(a.events)
		page.FacetCarry = hidden(a.first, facetNames...)
		if a.events.filtered() {
			page.Clear, page.Facets.Clear = a.unfiltered, a.unfiltered
		}
		page.Pictures = s.picturesOf(c, page.Path, a.plain)
		page.Exports, page.Command = a.exports, commandLine(a.command, a.plain)
	}
	whole, err := complete(ctx, page)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, whole)
}

// measured answers a question of a kind about the selected events, from memory where nothing has changed since it was asked
// last. An error of work's about the question is one about the parameter of the address.
func measured[V any](ctx context.Context, s *Server, kind string, selection analysis.Selection, question any, work func(context.Context) (V, int, error)) (V, error) {
	var none V
	if err := s.checkSelection(ctx, selection); err != nil {
		return none, err
	}
	key, err := s.resultKey(ctx, kind, question)
	if err != nil {
		return none, err
	}
	return computed(ctx, s.results, key, func(ctx context.Context) (V, int, error) {
		report, rows, err := work(ctx)
		return report, rows, questionError(err)
	})
}

// resultKey names a question together with the figures it is asked of.
func (s *Server) resultKey(ctx context.Context, kind string, question any) (string, error) {
	version, err := s.Store.Version(ctx)
	if err != nil {
		return "", err
	}
	raw, err := json.Marshal(question)
	return fmt.Sprint(kind, " ", version, " ", string(raw)), err
}
