package web

import (
	"context"
	"errors"
	"fmt"
	"time"

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

// checkIDs names those of the listed events that are near an id of none: drafts are not for every reader.
func (s *Server) checkIDs(ctx context.Context, listed event.Timeline, asked []string) error {
	ids := make(map[string]bool, len(listed))
	for _, e := range listed {
		ids[e.ID] = true
	}
	for _, id := range asked {
		if ids[id] {
			continue
		}
		_, err := s.Store.Event(ctx, id, time.Time{})
		if errors.Is(err, event.ErrUnknown) {
			return &badQuery{"id", fmt.Sprintf("%s: there is no such event%s", clip(id), near.Hint(idsOf(nearest(id, listed))))}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkSelection is checkEvents for the events of a question.
func (s *Server) checkSelection(ctx context.Context, rule analysis.Selection) error {
	return s.checkEvents(ctx, query{IDs: rule.IDs, Actors: rule.Actors})
}
