package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/near"
)

// unknownEvent says that there is no event of an id, and which ones may have been meant.
type unknownEvent struct {
	id   string
	past bool // it was asked for as of a time
	near []eventView
}

func (u *unknownEvent) Error() string { return "there is no event " + u.id }

func (u *unknownEvent) failure() failure {
	said := "No event %q is confirmed or scheduled."
	if u.past {
		said = "No event %q is confirmed or scheduled, or it was not known then."
	}
	return failure{http.StatusNotFound, "There is no such event", fmt.Sprintf(said, clip(u.id))}
}

// hint names the ids for a program, which gets no list of links.
func (u *unknownEvent) hint() string {
	var ids []string
	for _, e := range u.near {
		ids = append(ids, e.ID)
	}
	return near.Hint(ids)
}

// noEvent is the error of an id that no event has that q may show. Those near it are told of as they are now, and only what every
// reader may see: one that was coded after the time that is asked for is found so.
func (s *Server) noEvent(ctx context.Context, id string, q query) error {
	h, err := s.loadFigures(ctx, query{})
	if err != nil {
		return err
	}
	h.zone = q.Zone
	out := &unknownEvent{id: id, past: !q.AsOf.IsZero()}
	for _, e := range nearest(id, h.Events) {
		out.near = append(out.near, h.view(e, eventAddress(e.ID, query{view: view{Zone: q.Zone, Lang: q.Lang}})))
	}
	return out
}

const mostNear = 5

// nearest are events that somebody may have meant by an id: whose id resembles it, then those that have most of its words, then, where
// it begins with a day, those nearest to that day, of one day the most important first.
func nearest(id string, events event.Timeline) (found event.Timeline) {
	take := func(e event.Event) {
		if len(found) < mostNear && !slices.ContainsFunc(found, func(f event.Event) bool { return f.ID == e.ID }) {
			found = append(found, e)
		}
	}
	ids := idsOf(events)
	for _, like := range near.Words(id, ids) {
		take(events[slices.Index(ids, like)])
	}
	asked := wordsOfID(id)
	for _, e := range foremost(events, func(e event.Event) int { return sharedWords(e.ID, asked) }) {
		take(e)
	}
	if day, ok := dayOfID(id); ok {
		for _, e := range foremost(events, func(e event.Event) int { return (everyDay-daysApart(e, day))*10 + e.Importance }) {
			take(e)
		}
	}
	return found
}

func idsOf(events event.Timeline) []string {
	ids := make([]string, len(events))
	for i, e := range events {
		ids[i] = e.ID
	}
	return ids
}

// foremost are the mostNear events that score most, the most first and earlier ones before later ones; one that scores nothing is none.
func foremost(events event.Timeline, score func(event.Event) int) (found event.Timeline) {
	var scores []int
	for _, e := range events {
		n := score(e)
		if n <= 0 || len(scores) == mostNear && n <= scores[mostNear-1] {
			continue
		}
		at, _ := slices.BinarySearchFunc(scores, n-1, func(s, n int) int { return cmp.Compare(n, s) })
		scores, found = slices.Insert(scores, at, n), slices.Insert(found, at, e)
		scores, found = scores[:min(mostNear, len(scores))], found[:min(mostNear, len(found))]
	}
	return found
}

// wordsOfID are the words of an id that say something. One of fewer than four letters does not: "in" and "the" would find every other event.
func wordsOfID(id string) []string {
	return slices.DeleteFunc(strings.Split(strings.ToLower(clip(id)), "-"), func(w string) bool { return len(w) < 4 })
}

// sharedWords is how many of the words that are asked an id has; none where it is one of several.
func sharedWords(id string, asked []string) int {
	n := 0
	for word := range strings.SplitSeq(id, "-") {
		if slices.Contains(asked, word) {
			n++
		}
	}
	if n < min(2, len(asked)) {
		return 0
	}
	return n
}

const everyDay = 1 << 30 // more days than lie between any two

// dayOfID is the day that an id begins with, as the ids of the table do: 20220207-..., or 2022-02-07.
func dayOfID(id string) (civil.Date, bool) {
	digits := strings.ReplaceAll(id[:min(len(id), len(time.DateOnly))], "-", "")
	if len(digits) < 8 {
		return civil.Date{}, false
	}
	t, err := time.Parse("20060102", digits[:8])
	return civil.Of(t), err == nil
}

func daysApart(e event.Event, day civil.Date) int {
	n := e.Day().DaysSince(day)
	return max(n, -n)
}
