package web

import (
	"context"
	"fmt"
	"slices"

	"detente/internal/analysis"
	"detente/internal/event"
	"detente/internal/near"
)

// checkEvents refuses an id of no event and a code of no actor: they would silently mean fewer events. An event of any
// status counts, and one that was not known yet as of the time that is asked for.
func (s *Server) checkEvents(ctx context.Context, q query) error {
	if len(q.IDs)+len(q.Actors) == 0 {
		return nil
	}
	now, err := s.loadFigures(ctx, query{})
	if err != nil {
		return err
	}
	for _, code := range q.Actors {
		if _, ok := now.Actors[code]; !ok {
			actors, err := s.Store.Actors(ctx)
			if err != nil {
				return err
			}
			return &badQuery{"actor", fmt.Sprintf("%s: no event names such an actor%s", clip(code), near.Hint(event.ActorsLike(code, actors)))}
		}
	}
	return s.checkIDs(ctx, now.Events, q.IDs)
}

func (s *Server) checkIDs(ctx context.Context, listed event.Timeline, asked []string) error {
	ids := make(map[string]bool, len(listed))
	for _, e := range listed {
		ids[e.ID] = true
	}
	unknown := slices.DeleteFunc(slices.Clone(asked), func(id string) bool { return ids[id] })
	if len(unknown) == 0 {
		return nil
	}
	all, err := s.Store.Events(ctx, event.Filter{Statuses: event.Statuses()})
	if err != nil {
		return err
	}
	names := make([]string, len(all))
	for i, e := range all {
		names[i] = e.ID
	}
	for _, id := range unknown {
		if !slices.Contains(names, id) {
			return &badQuery{"id", fmt.Sprintf("%s: there is no such event%s", clip(id), near.Hint(near.Words(id, names)))}
		}
	}
	return nil
}

// checkSelection is checkEvents for the events of a question.
func (s *Server) checkSelection(ctx context.Context, rule analysis.Selection) error {
	return s.checkEvents(ctx, query{IDs: rule.IDs, Actors: rule.Actors})
}
