package data

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
)

func TestEvents(t *testing.T) {
	t.Parallel()
	set := loaded(t)
	if len(set.Events) != 519 || len(set.Actors) != 41 {
		t.Fatalf("%d events, %d actors, want 499 that took place, 20 scheduled, and 41", len(set.Events), len(set.Actors))
	}
	actors, unverified, timed, scheduled := map[string]bool{}, 0, 0, 0
	for _, a := range set.Actors {
		actors[a.Code] = true
	}
	for _, e := range set.Events {
		if !e.Verified {
			unverified++
		}
		if e.Status == event.StatusScheduled {
			scheduled++
		} else if e.Timed() {
			timed++
		}
		if e.SourceTier == "secondary" && (e.SourceURL != "" || e.SourceName == "") {
			t.Errorf("%s: a secondary source is named and not linked", e.ID)
		}
		if value, ok := event.Goldstein(e.Cameo); !ok || value != e.Goldstein {
			t.Errorf("%s: goldstein %v, code %s has %v", e.ID, e.Goldstein, e.Cameo, value)
		}
		if (e.Category == event.Market || e.Category == event.MonetaryPolicy) && e.Goldstein != 0 {
			t.Errorf("%s: the index would contain what it is compared with", e.ID)
		}
		if slices.ContainsFunc(e.Actors, func(code string) bool { return !actors[code] }) {
			t.Errorf("%s: actor without a name among %v", e.ID, e.Actors)
		}
	}
	if unverified != 38 || timed != 24 || scheduled != 20 {
		t.Errorf("%d unverified, %d timed, %d scheduled, want 38, 24 and 20", unverified, timed, scheduled)
	}
}

// The Committee announces on a Wednesday, the second day of a meeting; the Governing Council on a Thursday, the second too; the
// Bank of Russia on a Friday. Each has its hour, by the clock of its town.
func TestScheduledMeetingsAreAtTheHourOfTheBank(t *testing.T) {
	t.Parallel()
	meetings := map[string]int{}
	for _, e := range loaded(t).Events {
		if e.Status != event.StatusScheduled {
			continue
		}
		want, known := map[string][2]string{"USA": {"America/New_York", "Wed 14:00"}, "EU": {"Europe/Berlin", "Thu 14:15"}, "RUS": {"Europe/Moscow", "Fri 13:30"}}[e.Actors[0]]
		zone, err := time.LoadLocation(want[0])
		if err != nil || !known {
			t.Fatal(e.ID, err)
		}
		meetings[e.Actors[0]]++
		if at := e.OccurredAt.In(zone); at.Format("Mon 15:04") != want[1] || !e.AnnouncedAt.Before(e.OccurredAt) || e.SourceName == "" {
			t.Errorf("%s: at %s, announced at %s", e.ID, at, e.AnnouncedAt)
		}
	}
	if fmt.Sprint(meetings) != "map[EU:9 RUS:1 USA:10]" {
		t.Errorf("the meetings are %v", meetings)
	}
}

func TestSeedOf7February2022(t *testing.T) {
	t.Parallel()
	day, announced := 0, 0
	for _, e := range loaded(t).Events {
		if e.Day() == civil.New(2022, 2, 7) {
			day++
		}
		if e.Status == event.StatusConfirmed && !e.AnnouncedAt.IsZero() {
			announced++
			if got := e.AnnouncedAt.Format(time.RFC3339); got != "2022-02-07T23:59:59Z" {
				t.Errorf("%s announced at %s", e.ID, got)
			}
		}
	}
	if day != 15 || announced != 5 {
		t.Errorf("%d events of 7 February 2022 and %d announced before, want 15 and 5", day, announced)
	}
}
