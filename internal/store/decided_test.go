package store

import (
	"testing"
	"time"

	"detente/internal/event"
)

func BenchmarkLastDecided100000(b *testing.B) {
	db := openTest(b)
	if _, err := db.PutEvents(b.Context(), many(100_000), collected, noon); err != nil {
		b.Fatal(err)
	}
	for i := range 20 {
		if _, err := db.Decide(b.Context(), refs(many(20)[i].ID), Reject, "Anna", noon.Add(time.Hour)); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if got := must[[]event.Revision](b)(db.LastDecided(b.Context(), 8)); len(got) != 8 {
			b.Fatal(len(got))
		}
	}
}

func TestLastDecidedNamesPeopleAndNotSources(t *testing.T) {
	t.Parallel()
	db, now := openTest(t), time.Date(2026, 9, 12, 9, 0, 0, 0, time.UTC)
	var drafts []event.Event
	for _, id := range []string{"one", "two", "three"} {
		drafts = append(drafts, event.Event{ID: id, OccurredAt: now.AddDate(0, 0, -1), Precision: event.PrecisionDay, Title: id,
			Category: event.Other, Importance: 1, Status: event.StatusDraft, Origin: "feed:test"})
	}
	if _, err := db.AddDrafts(t.Context(), drafts, Origin{Author: "collect"}, now); err != nil {
		t.Fatal(err)
	}
	for i, id := range []string{"two", "one"} {
		if _, err := db.Decide(t.Context(), []Ref{{ID: id}}, Reject, "Anna", now.Add(time.Duration(i+1)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	list, err := db.LastDecided(t.Context(), 5)
	if err != nil || len(list) != 2 || list[0].Event.ID != "one" || list[1].Event.ID != "two" || list[0].Author != "Anna" {
		t.Errorf("decided: %v, %v", list, err)
	}
	by, err := db.Authors(t.Context(), "one", "three", "none")
	if err != nil || len(by) != 2 || by["one"] != "Anna" || by["three"] != "collect" {
		t.Errorf("authors: %v, %v", by, err)
	}
}
