package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/runlog"
)

// Whoever writes, what changed after a version is told: added, revised, rejected, by another program, by hand.
func TestEventsChangedTellsOfEveryChange(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	other := must[*DB](t)(Open(ctx, db.Path()))
	defer other.Close()
	at, now := must[int64](t)(db.Version(ctx)), noon
	tell := func(want, stand string) {
		t.Helper()
		list, stands, ok, err := db.EventsChanged(ctx, at)
		if err != nil || !ok || fmt.Sprint(list) != want || ids(stands) != stand {
			t.Errorf("changed are %v, of which stand %q (%v, %v), want %s and %q", list, ids(stands), ok, err, want, stand)
		}
		at, now = must[int64](t)(db.Version(ctx)), now.Add(time.Hour)
	}
	tell("[]", "")
	putEvents(t, db, now, meeting("a"), meeting("b"))
	tell("[a b]", "a b")
	putEvents(t, db, now, meeting("a"), meeting("c")) // a says the same
	tell("[c]", "c")
	b := meeting("b")
	b.Status = event.StatusRejected
	putEvents(t, other, now, b)
	tell("[b]", "")
	a := meeting("a")
	a.Actors = []string{"USA"}
	putEvents(t, db, now, a)
	_, stands, _, err := db.EventsChanged(ctx, at)
	if err != nil || len(stands) != 1 || !slices.Equal(stands[0].Actors, a.Actors) {
		t.Errorf("the new version is %v, %v", stands, err)
	}
	tell("[a]", "a")
	must[runlog.Counts](t)(db.PutFixings(ctx, nil, collected, now))
	for _, statement := range []string{"DELETE FROM event_actors WHERE event = 'c'", "DELETE FROM events_search WHERE event = 'c'", "DELETE FROM events WHERE id = 'c'"} {
		if _, err := db.write.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	tell("[c]", "")
}

// From 2,000 on they are not told apart.
func TestEventsChangedGivesUp(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	putEvents(t, db, noon, many(maxChanged+1)...)
	if list, stands, ok, err := db.EventsChanged(t.Context(), 0); ok || list != nil || stands != nil || err != nil {
		t.Errorf("%d are told, of which %d stand (%v, %v)", len(list), len(stands), ok, err)
	}
}
