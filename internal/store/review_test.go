package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/runlog"
)

func draft(id string) event.Event {
	e := meeting(id)
	e.Status = event.StatusDraft
	return e
}

func refs(list ...string) (out []Ref) {
	for _, id := range list {
		out = append(out, Ref{ID: id})
	}
	return out
}

func TestDecideKeepsWhoAndWhen(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	ahead := draft("ahead")
	ahead.OccurredAt, ahead.EndedAt = noon.AddDate(0, 1, 0), time.Time{}
	must[runlog.Counts](t)(db.AddDrafts(ctx, []event.Event{draft("a"), draft("b"), ahead}, collected, noon))
	later := noon.Add(time.Hour)
	got := must[[]event.Event](t)(db.Decide(ctx, refs("ahead", "a"), Confirm, "anna", later))
	if len(got) != 2 || got[0].Status != event.StatusScheduled || got[1].Status != event.StatusConfirmed || !got[1].KnownFrom.Equal(later) {
		t.Errorf("confirmed: %+v", got)
	}
	got = must[[]event.Event](t)(db.Decide(ctx, refs("b"), Reject, "boris", later))
	if got[0].Status != event.StatusRejected {
		t.Errorf("rejected: %+v", got)
	}
	story := must[[]Step](t)(db.EventStory(ctx, "b"))
	if last := story[len(story)-1]; len(story) != 2 || last.Author != "boris" || !last.KnownFrom.Equal(later) || len(last.Changes) != 1 || last.Changes[0] != (event.Change{Field: "status", Old: "draft", New: "rejected"}) {
		t.Errorf("story: %+v", story)
	}
	// the collector shows the same story again: the decision stands
	must[runlog.Counts](t)(db.AddDrafts(ctx, []event.Event{draft("b")}, collected, later))
	if e := must[event.Event](t)(db.Event(ctx, "b", time.Time{})); e.Status != event.StatusRejected {
		t.Errorf("after another poll: %s", e.Status)
	}
	version := must[int64](t)(db.Version(ctx))
	must[[]event.Event](t)(db.Decide(ctx, refs("b"), Reject, "carol", later.Add(time.Hour)))
	if must[int64](t)(db.Version(ctx)) != version || len(must[[]Step](t)(db.EventStory(ctx, "b"))) != 2 {
		t.Error("the same verdict again makes a version")
	}
}

func TestDecideIsAllOrNothing(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	must[runlog.Counts](t)(db.AddDrafts(ctx, []event.Event{draft("a"), draft("b")}, collected, noon))
	for name, tt := range map[string]struct {
		refs    []Ref
		verdict Verdict
		by      string
		want    error
	}{
		"absent":       {refs("a", "absent"), Confirm, "anna", ErrNotFound},
		"stale":        {[]Ref{{ID: "a"}, {ID: "b", KnownFrom: noon.Add(-time.Hour)}}, Confirm, "anna", ErrConflict},
		"no author":    {refs("a"), Confirm, " ", event.ErrInvalid},
		"our own name": {refs("a"), Confirm, "Embedded", event.ErrInvalid},
		"no verdict":   {refs("a"), "maybe", "anna", event.ErrInvalid},
	} {
		if _, err := db.Decide(ctx, tt.refs, tt.verdict, tt.by, noon); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
		if e := must[event.Event](t)(db.Event(ctx, "a", time.Time{})); e.Status != event.StatusDraft {
			t.Fatalf("%s: a is %s", name, e.Status)
		}
	}
}

func TestMergeKeepsThePointerUntilItIsUndone(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	putEvents(t, db, noon, meeting("stands"), draft("again"))
	merged := must[[]event.Event](t)(db.Merge(ctx, refs("again"), "stands", "anna", noon))[0]
	story := must[[]Step](t)(db.EventStory(ctx, "again"))
	if merged.Status != event.StatusRejected || len(story) != 2 || story[1].MergedInto != "stands" || story[0].MergedInto != "" || story[1].Author != "anna" {
		t.Errorf("merged: %+v", story)
	}
	if got := must[[]string](t)(db.MergedFrom(ctx, "stands")); len(got) != 1 || got[0] != "again" {
		t.Errorf("merged from: %v", got)
	}
	for name, err := range map[string]error{
		"again":           second(db.Merge(ctx, refs("again"), "stands", "anna", noon)),
		"into a rejected": second(db.Merge(ctx, refs("stands"), "again", "anna", noon)),
		"into itself":     second(db.Merge(ctx, refs("stands"), "stands", "anna", noon)),
	} {
		if !errors.Is(err, event.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := db.Merge(ctx, refs("stands"), "absent", "anna", noon); !errors.Is(err, ErrNotFound) {
		t.Errorf("into an absent one: %v", err)
	}
	if got := must[[]event.Event](t)(db.Undo(ctx, []Ref{RefOf(merged)}, "boris", noon.Add(time.Hour)))[0]; got.Status != event.StatusDraft {
		t.Errorf("undone: %s", got.Status)
	}
	if got := must[[]string](t)(db.MergedFrom(ctx, "stands")); len(got) != 0 {
		t.Errorf("undone, but merged from %v", got)
	}
	if story := must[[]Step](t)(db.EventStory(ctx, "again")); len(story) != 3 || story[1].MergedInto != "stands" {
		t.Errorf("the story forgets: %+v", story)
	}
}

func second[T any](_ T, err error) error { return err }

func TestUndoAndRestore(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	for i, title := range []string{"first", "second", "third"} {
		e := meeting("e")
		e.Title, e.Actors = title, []string{"RUS", strings.ToUpper(title[:3])}
		putEvents(t, db, noon.Add(time.Duration(i)*time.Hour), e)
	}
	ref, now := Ref{ID: "e"}, noon.Add(5*time.Hour)
	for _, want := range []string{"second", "third"} {
		now = now.Add(time.Minute)
		if got := must[[]event.Event](t)(db.Undo(ctx, []Ref{ref}, "anna", now))[0]; got.Title != want || got.Actors[1] != strings.ToUpper(want[:3]) {
			t.Errorf("undo: %q, want %q", got.Title, want)
		}
	}
	if got := must[event.Event](t)(db.Restore(ctx, ref, noon, "anna", now.Add(time.Minute))); got.Title != "first" {
		t.Errorf("restored: %q", got.Title)
	}
	if got := must[event.Event](t)(db.Event(ctx, "e", noon.Add(2*time.Hour))); got.Title != "third" {
		t.Errorf("as of then: %q", got.Title)
	}
	if _, err := db.Restore(ctx, ref, noon.Add(time.Second), "anna", now); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such version: %v", err)
	}
	if _, err := db.Undo(ctx, []Ref{{ID: "e", KnownFrom: noon}}, "anna", now); !errors.Is(err, ErrConflict) {
		t.Errorf("stale: %v", err)
	}
	putEvents(t, db, noon, meeting("one"))
	if _, err := db.Undo(ctx, refs("one"), "anna", now); !errors.Is(err, event.ErrInvalid) {
		t.Errorf("one version: %v", err)
	}
}

func TestDuplicates(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	list := []event.Event{meeting("stands"), draft("again"), draft("other"), draft("gone")}
	list[2].Title, list[3].Status = "Gas price soars", event.StatusRejected
	putEvents(t, db, noon, list...)
	got := must[map[string]event.Timeline](t)(db.Duplicates(ctx, "again", "other"))
	if len(got) != 1 || ids(got["again"]) != "stands" {
		t.Errorf("%v", got)
	}
	if _, err := db.Duplicates(ctx, "again", "absent"); !errors.Is(err, ErrNotFound) {
		t.Errorf("absent: %v", err)
	}
	if got, err := db.Duplicates(ctx); len(got) != 0 || err != nil {
		t.Errorf("none asked: %v %v", got, err)
	}
}

func BenchmarkDecide1000(b *testing.B) {
	list, n := many(1000), 0
	for i := range list {
		list[i].Status = event.StatusDraft
	}
	for b.Loop() {
		b.StopTimer()
		n++
		db := openTest(b)
		if _, err := db.AddDrafts(b.Context(), list, collected, noon); err != nil {
			b.Fatal(err)
		}
		var asked []Ref
		for i := range list {
			asked = append(asked, Ref{ID: fmt.Sprintf("e%06d", i)})
		}
		b.StartTimer()
		must[[]event.Event](b)(db.Decide(b.Context(), asked, Confirm, "anna", noon))
	}
}

func BenchmarkDuplicates1000(b *testing.B) {
	db, list := openTest(b), many(1000)
	if _, err := db.PutEvents(b.Context(), list, Origin{Author: "economist"}, noon); err != nil {
		b.Fatal(err)
	}
	var asked []string
	for _, e := range list {
		asked = append(asked, e.ID)
	}
	for b.Loop() {
		must[map[string]event.Timeline](b)(db.Duplicates(b.Context(), asked...))
	}
}
