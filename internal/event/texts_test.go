package event

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// A timeline that was revised again and again must be the one that is made anew, and its texts too.
func TestRevisedTextsAreThoseMadeAnew(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	stands, kept := map[string]Event{}, NewTexts(nil)
	for step := range 400 {
		ids, now := []string{"e-never-stored"}, Timeline(nil)
		for n := range 1 + random.IntN(8) { // more than are compared one by one
			e := Event{ID: fmt.Sprint("e", random.IntN(60)), OccurredAt: time.Unix(int64(random.IntN(40)), 0), Title: fmt.Sprint("Step ", step)}
			now = slices.DeleteFunc(now, func(other Event) bool { return other.ID == e.ID })
			delete(stands, e.ID)
			if n > 0 && random.IntN(3) == 0 {
				ids = append(ids, e.ID) // gone
				continue
			}
			now, stands[e.ID] = append(now, e), e
			if random.IntN(2) == 0 {
				ids = append(ids, e.ID) // else it was written after the ids were read
			}
		}
		now.Sort()
		var all Timeline
		for _, e := range stands {
			all = append(all, e)
		}
		all.Sort()
		if step > 100 {
			kept.Take() // before, nobody has asked for texts
		}
		kept = kept.Revised(ids, now)
		same := func(a, b Event) bool { return a.ID == b.ID && a.Title == b.Title && a.OccurredAt.Equal(b.OccurredAt) }
		if !slices.EqualFunc(kept.Timeline(), all, same) {
			t.Fatalf("step %d: %v gave way to %v: %v, want %v", step, ids, now, kept.Timeline(), all)
		}
		if step > 99 && !slices.Equal(kept.Take(), NewTexts(all).Take()) {
			t.Fatalf("step %d: the texts are %q, want %q", step, kept.Take(), NewTexts(all).Take())
		}
	}
}

// What many events share is folded as each is alone: nothing of one runs into the next.
func TestTextsAreEachEventsOwn(t *testing.T) {
	t.Parallel()
	var all Timeline
	for i := range together + 10 {
		all = append(all, Event{ID: fmt.Sprintf("e%05d", i), Title: []string{"Łódź — ", "", "Kelvin \u212A İ", "\xff\xfe", "ends"}[i%5],
			Summary: []string{"", "Полёт, straße"}[i%2], Location: []string{"", "Kyjiw"}[i%3%2], Actors: [][]string{nil, {"RUS", "FRA"}}[i%7%2]})
	}
	for i, text := range NewTexts(all).Take() {
		e := all[i]
		want := Fold(e.Title + "\n" + e.Summary + "\n" + e.Location)
		for _, a := range e.Actors {
			want = Fold(want + " " + a)
		}
		if text != want || e.Searched() != want {
			t.Fatalf("%d: %q and alone %q, want %q", i, text, e.Searched(), want)
		}
	}
}
