package event

import (
	"cmp"
	"slices"
	"strings"

	"detente/internal/civil"
)

// similarFrom is the likeness from which two events are shown side by side as one event told twice.
const similarFrom = 0.45

// Tellings finds events that were told twice in a timeline, whose titles it takes apart once.
type Tellings struct {
	timeline Timeline
	titles   []telling
}

// NewTellings prepares t, which must be in the order of a Timeline and must not be changed after.
func NewTellings(t Timeline) *Tellings {
	titles := make([]telling, len(t))
	for i, e := range t {
		titles[i] = tellingOf(e.Title)
	}
	return &Tellings{t, titles}
}

// Similar returns the events of the timeline that are likely the same as e, the most alike first.
func (t *Tellings) Similar(e Event) Timeline {
	type found struct {
		Event
		likeness float64
	}
	var list []found
	title := tellingOf(e.Title)
	from, _ := slices.BinarySearchFunc(t.timeline, e.Day().AddDays(-1), func(x Event, day civil.Date) int { return x.Day().Compare(day) })
	for i, x := range t.timeline[from:] {
		if x.Day().After(e.Day().AddDays(1)) {
			break
		}
		if !closeBy(e, x) {
			continue
		}
		if l := title.like(t.titles[from+i]); l >= similarFrom {
			list = append(list, found{x, l})
		}
	}
	slices.SortStableFunc(list, func(a, b found) int { return cmp.Compare(b.likeness, a.likeness) })
	out := make(Timeline, len(list))
	for i, f := range list {
		out[i] = f.Event
	}
	return out
}

// closeBy tells whether a and b may be one event at all.
func closeBy(a, b Event) bool {
	return a.ID != b.ID && apart(a.Day(), b.Day()) <= 1 && sharedActor(a.Actors, b.Actors)
}

// telling is a title taken apart: its words and their runs of three letters, sorted, each once.
type telling struct {
	words []string
	runs  []uint64
}

// enoughRuns is about three words: any shorter title is held by many sentences.
const enoughRuns = 15

func tellingOf(title string) telling {
	words := titleWords(title)
	return telling{words, trigrams(words)}
}

func (t telling) like(u telling) float64 {
	words, runs := common(t.words, u.words), common(t.runs, u.runs)
	within := 0.0
	if shorter := min(len(t.runs), len(u.runs)); shorter >= enoughRuns {
		within = 0.8 * ratio(runs, shorter)
	}
	return max(ratio(words, len(t.words)+len(u.words)-words), ratio(2*runs, len(t.runs)+len(u.runs)), within)
}

func apart(a, b civil.Date) int { return max(a.DaysSince(b), b.DaysSince(a)) }

func sharedActor(a, b []string) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(code string) bool { return slices.Contains(b, code) })
}

// smallWords say nothing about what a title is of.
var smallWords = strings.Fields("a an the of in on to and or for with at by from as is are was be has have will its it that this over after s says")

// titleWords are the telling words of a title, sorted, each once.
func titleWords(title string) []string {
	words := slices.DeleteFunc(strings.Fields(Fold(title)), func(w string) bool { return slices.Contains(smallWords, w) })
	slices.Sort(words)
	return slices.Compact(words)
}

// trigrams packs each run of three letters into one number.
func trigrams(words []string) []uint64 {
	var out []uint64
	for _, w := range words {
		run := uint64(' ')
		for i, r := range w + " " {
			run = (run<<21 | uint64(r)) & (1<<63 - 1)
			if i > 0 {
				out = append(out, run)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// common counts the words that two sorted lists share.
func common[T cmp.Ordered](a, b []T) (n int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := cmp.Compare(a[i], b[j]); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			i, j, n = i+1, j+1, n+1
		}
	}
	return n
}

func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}
