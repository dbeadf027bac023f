package store

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/runlog"
)

// meeting is a valid event with every field set that may be set.
func meeting(id string) event.Event {
	return event.Event{
		ID: id, OccurredAt: time.Date(2022, 2, 7, 11, 34, 0, 0, time.UTC), Precision: event.PrecisionMinute,
		EndedAt: time.Date(2022, 2, 7, 20, 0, 0, 0, time.UTC),
		Title:   "Leaders meet; 'quotes' and \"more\"", Summary: "At a long table.", Category: event.Talks, Goldstein: 1.9, Cameo: "046",
		Importance: 4, Location: "Moscow", Actors: []string{"RUS", "FRA"}, Status: event.StatusConfirmed, Origin: "manual",
		SourceName: "An agency", SourceURL: "https://example.org/1", SourceTier: "press", Verified: true, TimeBasis: "reported",
		CodedBy: "economist", CodedAt: noon.Add(-time.Hour), AnnouncedAt: noon.AddDate(0, 0, -10),
	}
}

func putEvents(t *testing.T, db *DB, now time.Time, list ...event.Event) runlog.Counts {
	t.Helper()
	return must[runlog.Counts](t)(db.PutEvents(t.Context(), list, Origin{Author: "economist"}, now))
}

func TestEventComesBackWhole(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	bare := event.Event{ID: "bare", OccurredAt: day("2022-02-07").UTC(), Precision: event.PrecisionDay, Title: "Bare",
		Category: event.Other, Importance: 1, Status: event.StatusDraft}
	for _, want := range []event.Event{meeting("whole"), bare} {
		putEvents(t, db, noon, want)
		got := must[event.Event](t)(db.Event(t.Context(), want.ID, time.Time{}))
		want.KnownFrom = noon
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
	if _, err := db.Event(t.Context(), "absent", time.Time{}); !errors.Is(err, ErrNotFound) {
		t.Errorf("absent: %v", err)
	}
	if _, err := db.Event(t.Context(), "whole", noon.Add(-time.Second)); !errors.Is(err, ErrNotFound) {
		t.Errorf("not yet known: %v", err)
	}
}

// Every field but CodedAt makes a new version; a field that were forgotten would be lost without a word.
func TestEveryFieldOfAnEventRevises(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	now := noon
	putEvents(t, db, now, meeting("e"))
	for name, edit := range map[string]func(*event.Event){
		"OccurredAt":  func(e *event.Event) { e.OccurredAt = e.OccurredAt.Add(time.Minute) },
		"Precision":   func(e *event.Event) { e.Precision = event.PrecisionHour },
		"EndedAt":     func(e *event.Event) { e.EndedAt = time.Time{} },
		"Title":       func(e *event.Event) { e.Title += "." },
		"Summary":     func(e *event.Event) { e.Summary = "" },
		"Category":    func(e *event.Event) { e.Category = event.Treaty },
		"Goldstein":   func(e *event.Event) { e.Goldstein = -1.9 },
		"Cameo":       func(e *event.Event) { e.Cameo = "" },
		"Importance":  func(e *event.Event) { e.Importance = 5 },
		"Location":    func(e *event.Event) { e.Location = "" },
		"Actors":      func(e *event.Event) { slices.Reverse(e.Actors) },
		"Status":      func(e *event.Event) { e.Status = event.StatusRejected },
		"Origin":      func(e *event.Event) { e.Origin = "file" },
		"SourceName":  func(e *event.Event) { e.SourceName = "" },
		"SourceURL":   func(e *event.Event) { e.SourceURL = "" },
		"SourceTier":  func(e *event.Event) { e.SourceTier = "" },
		"Verified":    func(e *event.Event) { e.Verified = false },
		"TimeBasis":   func(e *event.Event) { e.TimeBasis = "" },
		"CodedBy":     func(e *event.Event) { e.CodedBy = "" },
		"AnnouncedAt": func(e *event.Event) { e.AnnouncedAt = time.Time{} },
	} {
		e := meeting("e")
		edit(&e)
		for _, version := range []event.Event{e, meeting("e")} {
			now = now.Add(time.Minute)
			if got := putEvents(t, db, now, version); got.Revised != 1 {
				t.Errorf("%s: %+v, want a revision", name, got)
			}
		}
	}
	if fields := reflect.TypeFor[event.Event]().NumField(); fields != 23 { // these 20, ID, CodedAt and KnownFrom
		t.Errorf("an event has %d fields: the list above and the table lack one", fields)
	}
	later := meeting("e")
	later.CodedAt = now
	if got := putEvents(t, db, now, later); got.Same != 1 {
		t.Errorf("CodedAt alone: %+v, want Same", got)
	}
}

func TestEventHistory(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	first, second := meeting("e"), meeting("e")
	second.Actors, second.Title = []string{"RUS", "FRA", "DEU"}, "Three meet"
	must[runlog.Counts](t)(db.PutEvents(ctx, []event.Event{first}, collected, noon))
	putEvents(t, db, noon.Add(time.Hour), second)
	got := must[[]Revision](t)(db.EventHistory(ctx, "e"))
	if len(got) != 2 {
		t.Fatalf("%d versions, want 2", len(got))
	}
	for i, want := range []struct {
		author, actors string
		from, to       time.Time
	}{{"collect", "RUS FRA", noon, noon.Add(time.Hour)}, {"economist", "RUS FRA DEU", noon.Add(time.Hour), time.Time{}}} {
		r := got[i]
		if r.Author != want.author || strings.Join(r.Event.Actors, " ") != want.actors || !r.KnownFrom.Equal(want.from) || !r.KnownTo.Equal(want.to) {
			t.Errorf("version %d: %+v, want %+v", i, r, want)
		}
	}
	if _, err := db.EventHistory(ctx, "absent"); !errors.Is(err, ErrNotFound) {
		t.Errorf("absent: %v", err)
	}
}

// The store's filter must mean what event.Filter.Match means, whichever part of it SQL decides.
func TestEventsFilter(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	var all event.Timeline
	for i := range 40 {
		e := meeting("e" + string(rune('a'+i%26)) + string(rune('a'+i/26)))
		e.OccurredAt = day("2022-02-01").UTC().Add(time.Duration(i*7) * time.Hour)
		e.EndedAt, e.Category, e.Status = time.Time{}, event.Categories()[i%5], event.Statuses()[i%4]
		e.Importance, e.Goldstein, e.Actors = 1+i%5, float64(i%7-3), [][]string{{"RUS"}, {"UKR", "USA"}, nil}[i%3]
		if e.Category.Market() {
			e.Goldstein = 0
		}
		e.Title = []string{"Talks in Moscow", "TALKS in Geneva", "Sanctions"}[i%3]
		all = append(all, e)
	}
	shuffled := slices.Clone(all)
	slices.Reverse(shuffled)
	putEvents(t, db, noon, shuffled...)
	for name, f := range map[string]event.Filter{
		"default": {},
		"days":    {From: day("2022-02-03"), To: day("2022-02-05")},
		"one day": {From: day("2022-02-03"), To: day("2022-02-03")},
		"from a midnight that an event stands at": {From: day("2022-02-08"), To: day("2022-02-08"), Statuses: event.Statuses()},
		"to the day before":                       {From: day("2022-02-07"), To: day("2022-02-07"), Statuses: event.Statuses()},
		"categories":                              {Categories: event.Categories()[:2]},
		"statuses":                                {Statuses: []event.Status{event.StatusDraft, event.StatusRejected}},
		"importance":                              {MinImportance: 4},
		"actors":                                  {Actors: []string{"USA", "CHN"}},
		"direction":                               {Directions: []event.Direction{event.DeEscalation}},
		"text":                                    {Text: "moscow talks"},
		"ids":                                     {IDs: []string{all[0].ID, all[5].ID, "absent"}},
		"as of":                                   {AsOf: noon, MinImportance: 2, Categories: event.Categories()[:3]},
		"all":                                     {From: day("2022-02-02"), MinImportance: 2, Actors: []string{"RUS"}, Text: "talks", Categories: event.Categories()},
	} {
		want, got := all.Where(f), must[event.Timeline](t)(db.Events(ctx, f))
		if len(want) == 0 && name != "all" {
			t.Errorf("%s: the case means nothing", name)
		}
		if ids(got) != ids(want) {
			t.Errorf("%s: %s, want %s", name, ids(got), ids(want))
		}
	}
	if _, err := db.Events(ctx, event.Filter{Categories: []event.Category{"gossip"}}); !errors.Is(err, event.ErrInvalid) {
		t.Errorf("unknown category: %v", err)
	}
}

func ids(t event.Timeline) string {
	var list []string
	for _, e := range t {
		list = append(list, e.ID)
	}
	return strings.Join(list, " ")
}

func TestPutEventsRefusesTheWholeBatch(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	bad, twice := meeting("bad"), meeting("good")
	bad.Importance, twice.Title = 9, "Another title"
	for name, e := range map[string]event.Event{"invalid": bad, "given twice": twice} {
		_, err := db.PutEvents(ctx, []event.Event{meeting("good"), e}, collected, noon)
		if err == nil || !strings.Contains(err.Error(), e.ID) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := must[event.Timeline](t)(db.Events(ctx, event.Filter{})); len(got) != 0 {
		t.Errorf("stored: %v", got)
	}
}

func oneEvent() []event.Event { return []event.Event{meeting("e")} }
