package store

import (
	"fmt"
	"testing"

	"detente/internal/event"
	"detente/internal/runlog"
)

// Pages of any size put together are the whole list, with and without a filter, now and as of then.
func TestOldestInPagesIsTheWhole(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	var events []event.Event
	for i := range 40 {
		e := meeting(fmt.Sprintf("event-%02d", (i*7)%40))
		e.OccurredAt = e.OccurredAt.AddDate(0, 0, i/3)
		e.EndedAt = e.OccurredAt
		e.Importance = 1 + i%5
		events = append(events, e)
	}
	must[runlog.Counts](t)(db.PutEvents(t.Context(), events, collected, noon))
	for _, f := range []event.Filter{{}, {MinImportance: 3}, {Text: "m"}, {AsOf: noon}, {Categories: []event.Category{event.Talks}}} {
		want := must[event.Timeline](t)(db.Events(t.Context(), f))
		for _, size := range []int{1, 7, 100} {
			var got []event.Event
			for after := (event.Event{}); ; after = got[len(got)-1] {
				page := must[[]event.Event](t)(db.Oldest(t.Context(), f, after, size))
				if got = append(got, page...); len(page) < size {
					break
				}
			}
			if len(got) != len(want) {
				t.Fatalf("%+v by %d: %d events, want %d", f, size, len(got), len(want))
			}
			for i := range got {
				if got[i].ID != want[i].ID {
					t.Errorf("%+v by %d: %s in place %d, want %s", f, size, got[i].ID, i, want[i].ID)
				}
			}
		}
	}
}
