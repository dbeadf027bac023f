package event

import "strings"

// Texts is a timeline with the folded text of each event (Event.Searched), taken once: a search folds only what is
// looked for. The timeline must not be changed after.
type Texts struct {
	all    Timeline
	folded string
	ends   []int // of each event's text in folded
}

// NewTexts folds the text of every event of t.
func NewTexts(t Timeline) *Texts {
	x := &Texts{all: t, ends: make([]int, len(t))}
	var b strings.Builder
	for i, e := range t {
		b.WriteString(e.Searched())
		x.ends[i] = b.Len()
	}
	x.folded = b.String()
	return x
}

// Holder returns a test of the event at a position: whether it holds what Filter.Text means by text.
func (x *Texts) Holder(text string) func(i int) bool {
	if strings.TrimSpace(text) == "" {
		return func(int) bool { return true }
	}
	wanted := wordsOf(Fold(text))
	return func(i int) bool {
		start := 0
		if i > 0 {
			start = x.ends[i-1]
		}
		return holds(x.folded[start:x.ends[i]], wanted)
	}
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
