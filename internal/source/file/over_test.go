package file

import (
	"strings"
	"testing"
	"time"

	"detente/internal/event"
)

// What a table has no column for stays, in the sense it had.
func TestOverKeepsWhatTheFileDoesNotSay(t *testing.T) {
	t.Parallel()
	stored := event.Event{ID: "summit", OccurredAt: time.Date(2022, 2, 7, 0, 0, 0, 0, time.UTC), EndedAt: time.Date(2022, 2, 9, 0, 0, 0, 0, time.UTC), Precision: event.PrecisionDay,
		Title: "Summit", Summary: "Of three days.", Category: event.Talks, Goldstein: 7, Cameo: "046", Importance: 4, Actors: []string{"RUS", "FRA"}, Status: event.StatusDraft,
		Origin: "manual", SourceName: "Kremlin", CodedBy: "anna", CodedAt: time.Date(2022, 2, 10, 0, 0, 0, 0, time.UTC)}
	over := func(text string) event.Event {
		t.Helper()
		f, err := Open(strings.NewReader(text), Options{CodedBy: "import", CodedAt: time.Date(2022, 3, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		events, err := f.Events()
		if err != nil || len(events) != 1 {
			t.Fatal(err, events)
		}
		return f.Over(events[0], stored)
	}
	want := stored
	want.Title = "The summit"
	if got := over("id,occurred_at,title\nsummit,2022-02-07,The summit\n"); len(event.Diff(want, got)) > 0 || got.CodedBy != "anna" {
		t.Errorf("%v", event.Diff(want, got))
	}
	if got := over("id,occurred_at,title\nsummit,2022-02-07T10:00:00Z,Summit\n"); got.LastDay() != stored.LastDay() || got.Precision != event.PrecisionMinute {
		t.Errorf("with a clock time it lasts to %s, want %s", got.LastDay(), stored.LastDay())
	}
	if got := over("id,occurred_at,title\nsummit,2022-03-01,Summit\n"); !got.EndedAt.IsZero() {
		t.Errorf("moved behind its end it ends at %s", got.EndedAt)
	}
	if got := over("id,occurred_at,title,importance,actors,status\nsummit,2022-02-07,Summit,1,,confirmed\n"); got.Importance != 1 || len(got.Actors) != 0 || got.Status != event.StatusConfirmed ||
		got.Goldstein != 7 || got.CodedBy != "import" {
		t.Errorf("%+v: what the table says holds, empty or not", got)
	}
}

// A calendar that is read again moves a meeting and leaves alone what a person said of it; its word that a meeting is cancelled holds,
// and a person's no is not undone by a calendar that goes on listing it.
func TestACalendarMovesAndDoesNotRecode(t *testing.T) {
	t.Parallel()
	over := func(status string, stored event.Event) event.Event {
		t.Helper()
		f, err := Open(strings.NewReader("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:20261218\r\nSUMMARY:Board\r\n"+status+"END:VEVENT\r\nEND:VCALENDAR\r\n"),
			Options{Name: "meetings.ics", Now: icsNow, Category: event.MonetaryPolicy, Actors: []string{"RUS"}})
		if err != nil {
			t.Fatal(err)
		}
		events, err := f.Events()
		if err != nil || len(events) != 1 {
			t.Fatal(err, events)
		}
		return f.Over(events[0], stored)
	}
	stored := event.Event{ID: "ics", OccurredAt: time.Date(2026, 12, 11, 0, 0, 0, 0, time.UTC), Precision: event.PrecisionDay, Title: "Board", Category: event.Talks,
		Actors: []string{"USA"}, Summary: "Of two.", Location: "Geneva", SourceName: "Anna", Goldstein: 7, Status: event.StatusScheduled}
	got := over("", stored)
	if got.Day().String() != "2026-12-18" || got.Category != event.Talks || len(got.Actors) != 1 || got.Actors[0] != "USA" || got.Summary != "Of two." || got.Location != "Geneva" ||
		got.SourceName != "Anna" || got.Goldstein != 7 || got.Status != event.StatusScheduled {
		t.Errorf("%+v", got)
	}
	stored.Actors = nil
	if got := over("", stored); len(got.Actors) != 1 || got.Actors[0] != "RUS" {
		t.Errorf("nobody had named its actors: %v", got.Actors)
	}
	for _, tt := range []struct {
		line          string
		before, after event.Status
	}{{"", event.StatusRejected, event.StatusRejected}, {"", event.StatusDraft, event.StatusDraft}, {"STATUS:CANCELLED\r\n", event.StatusScheduled, event.StatusRejected},
		{"STATUS:TENTATIVE\r\n", event.StatusScheduled, event.StatusScheduled}, {"STATUS:CANCELLED\r\n", event.StatusDraft, event.StatusRejected}} {
		stored.Status = tt.before
		if got := over(tt.line, stored).Status; got != tt.after {
			t.Errorf("%q over %s gives %s, want %s", tt.line, tt.before, got, tt.after)
		}
	}
}
