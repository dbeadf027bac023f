package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
)

func TestTwoEditorsLoseNothing(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	putEvents(t, db, noon, meeting("e"))
	opened := must[event.Event](t)(db.Event(ctx, "e", time.Time{}))
	annas, boriss := opened, opened
	annas.Title, boriss.Summary, boriss.Importance = "Leaders meet at last", "At a short table.", 5
	stands := must[event.Event](t)(db.EditEvent(ctx, annas, "anna", noon.Add(time.Hour)))
	if stands.Title != annas.Title || stands.CodedBy != "economist" {
		t.Errorf("stands: %+v", stands)
	}
	_, err := db.EditEvent(ctx, boriss, "boris", noon.Add(2*time.Hour))
	var c *Conflict
	if !errors.As(err, &c) || !errors.Is(err, ErrConflict) {
		t.Fatalf("the second editor: %v", err)
	}
	if c.Author != "anna" || c.Theirs.Title != annas.Title || c.Mine.Summary != boriss.Summary || c.Base.Title != opened.Title || !strings.Contains(err.Error(), "anna") || !strings.Contains(err.Error(), "title") {
		t.Errorf("conflict: %+v", c)
	}
	theirs, mine := c.Changes()
	if len(theirs) != 1 || theirs[0].Field != "title" || len(mine) < 2 {
		t.Errorf("theirs %v, mine %v", theirs, mine)
	}
	boriss.Title, boriss.KnownFrom = c.Theirs.Title, c.Theirs.KnownFrom
	stands = must[event.Event](t)(db.EditEvent(ctx, boriss, "boris", noon.Add(2*time.Hour)))
	if stands.Title != annas.Title || stands.Summary != boriss.Summary || stands.CodedBy != "boris" || !stands.CodedAt.Equal(noon.Add(2*time.Hour)) {
		t.Errorf("together: %+v", stands)
	}
	// the same words from an old version are no conflict, and no new version
	boriss.KnownFrom, boriss.CodedBy = opened.KnownFrom, "boris"
	if again, err := db.EditEvent(ctx, boriss, "boris", noon.Add(3*time.Hour)); err != nil || !again.KnownFrom.Equal(stands.KnownFrom) {
		t.Errorf("the same edit again: %v %v", err, again.KnownFrom)
	}
	if n := len(must[[]Step](t)(db.EventStory(ctx, "e"))); n != 3 {
		t.Errorf("%d versions, want 3", n)
	}
	boriss.KnownFrom = time.Time{}
	if _, err := db.EditEvent(ctx, boriss, "boris", noon); !errors.Is(err, event.ErrInvalid) {
		t.Errorf("without a version: %v", err)
	}
}

func TestAddEventFindsAnID(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	e := meeting("")
	e.Origin, e.CodedBy, e.Title = "", "", "Talks"
	for _, want := range []string{"20220207-talks", "20220207-talks-2", "20220207-talks-3"} {
		got := must[event.Event](t)(db.AddEvent(ctx, e, "anna", noon))
		if got.ID != want || got.Origin != "manual" || got.CodedBy != "anna" || !got.CodedAt.Equal(noon) || !got.KnownFrom.Equal(noon) {
			t.Errorf("%+v, want id %s", got, want)
		}
	}
	e.ID, e.Title = "20220207-talks", "Other talks"
	_, err := db.AddEvent(ctx, e, "anna", noon)
	var c *Conflict
	if !errors.As(err, &c) || c.Theirs.Title != "Talks" || c.Mine.Title != "Other talks" {
		t.Errorf("a taken id: %v", err)
	}
	e.ID, e.Importance = "", 9
	if _, err := db.AddEvent(ctx, e, "anna", noon); !errors.Is(err, event.ErrInvalid) {
		t.Errorf("invalid: %v", err)
	}
}

func TestScheduled(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	var list []event.Event
	for id, at := range map[string]time.Time{"past": noon.Add(-30 * time.Hour), "today": noon.Truncate(24 * time.Hour), "ahead": noon.Add(time.Hour), "far": noon.AddDate(1, 0, 0)} {
		e := meeting(id)
		e.OccurredAt, e.EndedAt, e.Status, e.Precision = at, time.Time{}, event.StatusScheduled, event.PrecisionMinute
		if id == "today" {
			e.Precision = event.PrecisionDay
		}
		list = append(list, e)
	}
	list = append(list, meeting("confirmed"))
	putEvents(t, db, noon, list...)
	if got := must[event.Timeline](t)(db.Scheduled(ctx, noon, time.Time{})); ids(got) != "today ahead far" {
		t.Errorf("open: %s", ids(got))
	}
	if got := must[event.Timeline](t)(db.Scheduled(ctx, noon, noon.AddDate(1, 0, 0))); ids(got) != "today ahead" {
		t.Errorf("before the end: %s", ids(got))
	}
}
