package event

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
)

// Texts is a timeline with the folded text of each event (Event.Searched), taken once, when it is first asked for: a search
// folds only what is looked for. The timeline must not be changed after. It is safe for concurrent use.
type Texts struct {
	all    Timeline
	once   sync.Once
	folded atomic.Pointer[[]string] // of each event; nil until it is taken
}

// NewTexts is of t; nothing is folded yet.
func NewTexts(t Timeline) *Texts { return &Texts{all: t} }

// Timeline returns the events.
func (x *Texts) Timeline() Timeline { return x.all }

// together is how many events' texts share one string.
const together = 1000

// Take folds the text of every event, unless that is done.
func (x *Texts) Take() []string {
	x.once.Do(func() {
		if x.folded.Load() != nil {
			return // Revised took them
		}
		folded := make([]string, len(x.all))
		var f folder
		for i := 0; i < len(folded); i += together {
			to := min(i+together, len(folded))
			f.foldEach(x.all[i:to], folded[i:to])
		}
		x.folded.Store(&folded)
	})
	return *x.folded.Load()
}

// foldEach gives the texts of some events one string. Nothing that was folded before is kept.
func (f *folder) foldEach(list Timeline, into []string) {
	f.out = f.out[:0]
	ends := make([]int, len(list))
	for i := range list {
		f.addEvent(&list[i])
		ends[i] = len(f.out)
	}
	all, start := string(f.out), 0
	for i, end := range ends {
		into[i], start = all[start:end], end
	}
}

// Revised returns the texts of the timeline in which the events of some ids gave way to their versions of now, which are in
// the order of a Timeline; an id without one is gone, a version whose id was not there is added. Where the texts were taken
// those of the new versions alone are folded. x stays as it is.
func (x *Texts) Revised(ids []string, now Timeline) *Texts {
	cuts := x.all.cuts(ids, now)
	out := &Texts{all: spliced(x.all, now, cuts)}
	if taken := x.folded.Load(); taken != nil {
		fresh := make([]string, len(now))
		for i := range now {
			fresh[i] = now[i].Searched()
		}
		folded := spliced(*taken, fresh, cuts)
		out.folded.Store(&folded)
	}
	return out
}

// cut is a position of a timeline whose event is stale and left out, or before which the next new event goes.
type cut struct {
	at    int
	stale bool
}

// cuts are in ascending order; a new event goes in before what is at its position is left out.
func (t Timeline) cuts(ids []string, now Timeline) (cuts []cut) {
	isStale := oneOf(ids, now)
	for i := range now {
		cuts = append(cuts, cut{sort.Search(len(t), func(j int) bool { return t[j].Follows(now[i]) }), false})
	}
	for i := range t {
		if isStale(t[i].ID) {
			cuts = append(cuts, cut{i, true})
		}
	}
	slices.SortStableFunc(cuts, func(a, b cut) int { return cmp.Compare(a.at, b.at) })
	return cuts
}

// fewIDs are sooner compared one by one than looked up.
const fewIDs = 4

// oneOf tells whether an id is one of ids or of the events of now, which may hold one that the ids lack.
func oneOf(ids []string, now Timeline) func(id string) bool {
	ids = slices.Clone(ids)
	for i := range now {
		ids = append(ids, now[i].ID)
	}
	if len(ids) <= fewIDs {
		return func(id string) bool { return slices.Contains(ids, id) }
	}
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return func(id string) bool { return set[id] }
}

// spliced puts what belongs to the new events among what belongs to those of old, less the stale ones.
func spliced[S ~[]T, T any](old, fresh S, cuts []cut) S {
	out, start := make(S, 0, len(old)+len(fresh)), 0
	for _, c := range cuts {
		out = append(out, old[start:c.at]...)
		if start = c.at; c.stale {
			start++
		} else {
			out, fresh = append(out, fresh[0]), fresh[1:]
		}
	}
	return append(out, old[start:]...)
}

// Holder returns a test of the event at a position: whether it holds what Filter.Text means by text.
func (x *Texts) Holder(text string) func(i int) bool {
	if strings.TrimSpace(text) == "" {
		return func(int) bool { return true }
	}
	wanted, folded := wordsOf(Fold(text)), x.Take()
	return func(i int) bool { return holds(folded[i], wanted) }
}

// Where returns what Timeline.Where does.
func (x *Texts) Where(f Filter) Timeline {
	var out Timeline
	holds := x.Holder(f.Text)
	for i := range x.all {
		if f.Misses(&x.all[i]) == 0 && holds(i) {
			out = append(out, x.all[i])
		}
	}
	return out
}
