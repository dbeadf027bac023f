package web_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/store"
)

// A server that has read the events takes only what changed: after each of many writes, by this program and by another,
// it must answer as one that has just been started does.
func TestChangedEventsAreFoundAtOnce(t *testing.T) {
	t.Parallel()
	db, random := openEmpty(t), rand.New(rand.NewPCG(3, 4))
	other, err := store.Open(t.Context(), db.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	server := newServer(t, db)
	answer := func(at string) string { return get(t, newServer(t, db), at).Body.String() }
	list := thousands(0, 40)
	for step := range 40 {
		e := list[random.IntN(len(list))]
		e.Title = fmt.Sprintf("Treaty told in step%d", step)
		e.OccurredAt = e.OccurredAt.Add(time.Duration(random.IntN(48)) * time.Hour)
		e.Status = []event.Status{event.StatusConfirmed, event.StatusScheduled, event.StatusRejected, event.StatusDraft}[random.IntN(4)]
		writer := []*store.DB{db, other}[step%2]
		now := readAt.Add(time.Duration(step) * time.Minute)
		if _, err := writer.PutEvents(t.Context(), append(thousands(100, 100+step%3), e), store.Origin{Author: "test"}, now); err != nil {
			t.Fatal(err)
		}
		stands := e.Status == event.StatusConfirmed || e.Status == event.StatusScheduled
		for _, at := range []string{fmt.Sprintf("/api/v1/events?text=step%d", step), "/api/v1/events?limit=500", "/api/v1/events?text=treaty+step", "/events.csv?text=sanctions"} {
			got := get(t, server, at).Body.String()
			if want := answer(at); got != want {
				t.Fatalf("step %d: %s answers\n%s\nand a new server\n%s", step, at, got, want)
			}
			if strings.HasSuffix(at, fmt.Sprint("=step", step)) && strings.Contains(got, e.Title) != stands {
				t.Fatalf("step %d: %s event, the search answers\n%s", step, e.Status, got)
			}
		}
	}
}
