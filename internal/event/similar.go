package event

import (
	"cmp"
	"slices"
	"strings"

	"detente/internal/civil"
)

// similarFrom is the likeness from which two events are shown side by side as one event told twice.
const similarFrom = 0.45

// Similar tells whether a and b are likely one event told twice. It suggests and never decides: a person merges.
func Similar(a, b Event) bool { return Likeness(a, b) >= similarFrom }

// Likeness says how alike two events are, 0 to 1: the likeness of their titles where their UTC days are at most one apart
// and at least one actor is named by both, or one of them names none; 0 otherwise, and for an event and itself.
//
// The likeness of titles is the larger of two shares: words in common of all words (Jaccard, small words left out), and
// runs of three letters in common (Dice), which sees through endings and spellings.
func Likeness(a, b Event) float64 {
	if a.ID == b.ID || apart(a.Day(), b.Day()) > 1 || !sharedActor(a.Actors, b.Actors) {
		return 0
	}
	x, y := titleWords(a.Title), titleWords(b.Title)
	return max(jaccard(x, y), dice(trigrams(x), trigrams(y)))
}

// Similar returns the events of t that are likely the same as e, the most alike first.
func (t Timeline) Similar(e Event) Timeline {
	near, _ := slices.BinarySearchFunc(t, e.Day().AddDays(-1), func(x Event, day civil.Date) int { return x.Day().Compare(day) })
	type found struct {
		Event
		likeness float64
	}
	var list []found
	for _, x := range t[near:] {
		if x.Day().After(e.Day().AddDays(1)) {
			break
		}
		if l := Likeness(e, x); l >= similarFrom {
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

func trigrams(words []string) []string {
	var out []string
	for _, w := range words {
		runes := []rune(" " + w + " ")
		for i := range len(runes) - 2 {
			out = append(out, string(runes[i:i+3]))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// common counts the words that two sorted lists share.
func common(a, b []string) (n int) {
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

func jaccard(a, b []string) float64 {
	n := common(a, b)
	return ratio(n, len(a)+len(b)-n)
}

func dice(a, b []string) float64 { return ratio(2*common(a, b), len(a)+len(b)) }

func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}
