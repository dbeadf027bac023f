package feed

import (
	"context"
	"slices"
	"time"

	"detente/internal/event"
	"detente/internal/source"
)

// fewest is how many dated stories a feed must show for the oldest to say since when it shows them.
const fewest = 5

// shownSince is the time of the oldest story but one, for a feed may keep one pinned; zero where fewer than five are dated.
func shownSince(stories []story) time.Time {
	var times []time.Time
	for _, st := range stories {
		if !st.at.IsZero() {
			times = append(times, st.at)
		}
	}
	if len(times) < fewest {
		return time.Time{}
	}
	slices.SortFunc(times, time.Time.Compare)
	return times[1]
}

// recognise gives drafts the ids under which the feed's stories of the same address and day are stored: a publisher that gives
// every story a new guid would else have them all drafted again. An address that several stories of the answer share tells
// nothing.
func (s Source) recognise(ctx context.Context, answer *source.Answer) error {
	if s.Memory == nil {
		return nil
	}
	fresh, err := s.fresh(ctx, answer.Events)
	if err != nil || len(fresh) == 0 {
		return err
	}
	first, last := answer.Events[fresh[0]].Day(), answer.Events[fresh[len(fresh)-1]].Day()
	stored, err := s.Memory.Events(ctx, event.Filter{From: first, To: last, Statuses: event.Statuses()})
	if err != nil {
		return err
	}
	type told struct{ link, day string }
	known, shared := map[told]string{}, map[string]int{}
	for _, e := range stored {
		if e.Origin == s.Name() && e.SourceURL != "" {
			known[told{normal(e.SourceURL), e.Day().String()}] = e.ID
		}
	}
	for _, e := range answer.Events {
		shared[normal(e.SourceURL)]++
	}
	for _, i := range fresh {
		e := &answer.Events[i]
		if id, ok := known[told{normal(e.SourceURL), e.Day().String()}]; ok && shared[normal(e.SourceURL)] == 1 {
			e.ID = id
		}
	}
	return nil
}

// fresh lists the places of the drafts that are not stored.
func (s Source) fresh(ctx context.Context, drafts []event.Event) (list []int, err error) {
	for i, e := range drafts {
		have, err := s.Memory.HaveEvents(ctx, []string{e.ID})
		if err != nil {
			return nil, err
		}
		if !have {
			list = append(list, i)
		}
	}
	return list, nil
}
