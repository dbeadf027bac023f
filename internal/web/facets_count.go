package web

import (
	"sort"

	"detente/internal/civil"
	"detente/internal/event"
)

// facetCounts counts the events of a window by the values of each filter, those that the other filters leave.
type facetCounts struct {
	unfiltered int
	hits       []int // positions in the history of those that all filters leave, ascending
	directions map[event.Direction]int
	categories map[event.Category]int
	actors     map[string]int
	importance [6]int // of at least
}

// countFacets goes through the events once, since a hundred thousand of them may be searched with every key.
func countFacets(h history, base event.Filter, q query, w window) facetCounts {
	n := facetCounts{directions: map[event.Direction]int{}, categories: map[event.Category]int{}, actors: map[string]int{}}
	filter := q.filter(civil.Date{}, civil.Date{})
	filter.Statuses = base.Statuses
	holds := h.holder(q.Text)
	from, end := within(h.Events, w)
	for i := from; i < end; i++ {
		e := &h.Events[i]
		missed := filter.Misses(e)
		if missed&event.FieldStatus != 0 {
			continue
		}
		n.unfiltered++
		if missed&(missed-1) == 0 && holds(i) {
			n.add(i, e, missed)
		}
	}
	return n
}

// within is the positions of the events of a window, the end not included; an open side of it is the timeline's.
func within(t event.Timeline, w window) (from, end int) {
	if !w.From.IsZero() {
		from = sort.Search(len(t), func(i int) bool { return !t[i].Day().Before(w.From) })
	}
	if w.To.IsZero() {
		return from, len(t)
	}
	return from, sort.Search(len(t), func(i int) bool { return t[i].Day().After(w.To) })
}

// add counts the event at i that is left out by the one field missed, or by none.
func (n *facetCounts) add(i int, e *event.Event, missed event.Field) {
	if missed == 0 {
		n.hits = append(n.hits, i)
	}
	if missed&^event.FieldDirection == 0 {
		n.directions[e.Direction()]++
	}
	if missed&^event.FieldCategory == 0 {
		n.categories[e.Category]++
	}
	if missed&^event.FieldActor == 0 {
		for _, a := range e.Actors {
			n.actors[a]++
		}
	}
	if missed&^event.FieldImportance == 0 {
		for least := range min(e.Importance, 5) {
			n.importance[least+1]++
		}
	}
}
