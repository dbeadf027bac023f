package web

import (
	"context"
	"slices"
	"sort"
	"strings"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// history is the whole past of the two pairs of the pages and all events, as it was known at one instant. It is shared by
// requests: nothing changes it.
type history struct {
	USD, EUR pair
	Quotes   []fx.Quote
	Breaks   []fx.Break
	Events   event.Timeline // every confirmed and scheduled one, without filters
	Actors   map[string]event.Actor
	Days     []day        // set dates of either pair, ascending
	zone     zone         // that times are told in
	texts    *event.Texts // of Events
}

// where is the events that f means.
func (h history) where(f event.Filter) event.Timeline {
	if strings.TrimSpace(f.Text) == "" {
		return h.Events.Where(f)
	}
	return h.texts.Where(f)
}

// first is up to limit events that f means and that follow one; the zero event is before all.
func (h history) first(f event.Filter, after event.Event, limit int) (list []event.Event) {
	from := 0
	if after.ID != "" {
		from = sort.Search(len(h.Events), func(i int) bool { return h.Events[i].Follows(after) })
	}
	holds := h.holder(f.Text)
	for i := from; i < len(h.Events) && len(list) < limit; i++ {
		if f.Misses(&h.Events[i]) == 0 && holds(i) {
			list = append(list, h.Events[i])
		}
	}
	return list
}

// holder tests whether the event at a position of Events holds the words of a text.
func (h history) holder(text string) func(i int) bool {
	if strings.TrimSpace(text) == "" {
		return func(int) bool { return true }
	}
	return h.texts.Holder(text)
}

// load reads the history as q asks for it. The newest one is kept until the figures change.
func (s *Server) load(ctx context.Context, q query) (history, error) {
	if err := s.checkEvents(ctx, q); err != nil {
		return history{}, err
	}
	h, err := s.loadFigures(ctx, q)
	h.zone = q.Zone
	return h, err
}

func (s *Server) loadFigures(ctx context.Context, q query) (history, error) {
	if !q.AsOf.IsZero() {
		return s.readHistory(ctx, q, s.allEvents)
	}
	version, err := s.Store.Version(ctx)
	if err != nil {
		return history{}, err
	}
	// The reader who asks first may leave; the others who wait for the same figures do not.
	return s.history.renew(version, func(kept history, at int64) (history, error) {
		return s.readHistory(context.WithoutCancel(ctx), q, s.eventsSince(kept, at, version))
	})
}

// readEvents reads all events of a history.
type readEvents func(ctx context.Context, q query) (*event.Texts, error)

func (s *Server) allEvents(ctx context.Context, q query) (*event.Texts, error) {
	list, err := s.Store.Events(ctx, event.Filter{AsOf: q.AsOf})
	texts := event.NewTexts(list)
	if q.AsOf.IsZero() && len(list) > prepared {
		go texts.Take()
	}
	return texts, err
}

// prepared is from how many events on their texts are taken before somebody looks for words: ten thousand take 3 ms.
const prepared = 10_000

// eventsSince reads the events that changed after a version that is kept, and takes the others from it: a hundred thousand
// take half a second to read, and their texts a tenth.
func (s *Server) eventsSince(kept history, at, version int64) readEvents {
	if kept.texts == nil || at > version {
		return s.allEvents
	}
	return func(ctx context.Context, q query) (*event.Texts, error) {
		ids, now, ok, err := s.Store.EventsChanged(ctx, at)
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return s.allEvents(ctx, q)
		case len(ids)+len(now) == 0:
			return kept.texts, nil
		}
		return kept.texts.Revised(ids, now), nil
	}
}

func (s *Server) readHistory(ctx context.Context, q query, events readEvents) (h history, err error) {
	if h.USD, h.EUR, err = s.readPairs(ctx, q); err != nil {
		return h, err
	}
	for _, id := range []fx.SeriesID{fx.PressUSD, fx.PressEUR} {
		quotes, err := s.Store.Quotes(ctx, id, fx.Range{AsOf: q.AsOf})
		if err != nil {
			return h, err
		}
		h.Quotes = append(h.Quotes, quotes...)
	}
	slices.SortStableFunc(h.Quotes, func(a, b fx.Quote) int { return a.At.Compare(b.At) })
	breaks, err := s.Store.Breaks(ctx)
	if err != nil {
		return h, err
	}
	h.Breaks = slices.DeleteFunc(breaks, func(b fx.Break) bool { return b.Series != "" && b.Series.Source() != "cbr" })
	if h.texts, err = events(ctx, q); err != nil {
		return h, err
	}
	h.Events = h.texts.Timeline()
	actors, err := s.Store.Actors(ctx)
	if err != nil {
		return h, err
	}
	h.Actors = make(map[string]event.Actor, len(actors))
	for _, a := range actors {
		h.Actors[a.Code] = a
	}
	h.Days = joinDays(h.USD.Sets, h.EUR.Sets)
	return h, nil
}

// position finds an event by its id; -1 where there is none.
func (h history) position(id string) int {
	return slices.IndexFunc(h.Events, func(e event.Event) bool { return id != "" && e.ID == id })
}

// span returns the first and last set date of either pair; both are zero where there is none.
func (h history) span() (first, last civil.Date) {
	if len(h.Days) == 0 {
		return first, last
	}
	return h.Days[0].Set, h.Days[len(h.Days)-1].Set
}

// between returns the set dates of [from, to].
func (h history) between(from, to civil.Date) []day {
	lo := sort.Search(len(h.Days), func(i int) bool { return !h.Days[i].Set.Before(from) })
	hi := sort.Search(len(h.Days), func(i int) bool { return h.Days[i].Set.After(to) })
	return h.Days[lo:max(lo, hi)]
}

// actorName is an actor in words; a code that is not in the table stays a code.
func (h history) actorName(code string) string {
	if a, ok := h.Actors[code]; ok && a.Name != "" {
		return a.Name
	}
	return code
}

// longName is more than a filter has room for.
const longName = 15

// actorShort is an actor where there is little room: organisations with long names by their codes, which are better known.
func (h history) actorShort(code string) string {
	if name := h.actorName(code); len(name) <= longName || h.Actors[code].Kind == "country" {
		return name
	}
	return code
}
