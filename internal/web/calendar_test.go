package web_test

import (
	"encoding/json"
	"encoding/xml"
	"html"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/runlog"
)

var dayOfMonth = regexp.MustCompile(`(?s)<td[^>]*><time datetime="([^"]+)".*?</td>`)

// An event of several days stands on each of them, also when they are past, and in the files of each month it reaches.
func TestPastEventOfSeveralDaysStandsOnEachOfThem(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	conference := event.Event{ID: "conference", OccurredAt: civil.New(2022, 1, 30).UTC(), EndedAt: civil.New(2022, 2, 2).UTC(), Precision: event.PrecisionDay,
		Title: "Conference", Category: event.Talks, Importance: 2, Status: event.StatusConfirmed, Origin: "manual"}
	night, late := conference, conference
	night.ID, night.Title, night.Precision = "night", "Night session", event.PrecisionMinute
	night.OccurredAt, night.EndedAt = time.Date(2022, 2, 10, 19, 30, 0, 0, time.UTC), time.Date(2022, 2, 11, 0, 0, 0, 0, time.UTC)
	late.ID, late.Title, late.Precision = "late", "Late session", event.PrecisionMinute
	late.OccurredAt, late.EndedAt = night.OccurredAt, night.EndedAt.Add(time.Minute)
	if _, err := db.PutEvents(t.Context(), event.Timeline{conference, late, night}, runlog.Origin{Author: "anna"}, readAt); err != nil {
		t.Fatal(err)
	}
	server := newServer(t, db)
	for month, want := range map[string]string{
		"2022-01": "2022-01-30 Conference, 2022-01-31 … Conference, 2022-02-01 … Conference, 2022-02-02 … Conference",
		"2022-02": "2022-01-31 … Conference, 2022-02-01 … Conference, 2022-02-02 … Conference, 2022-02-10 Late session, 2022-02-10 Night session, 2022-02-11 … Late session",
	} {
		var got []string
		for _, cell := range dayOfMonth.FindAllStringSubmatch(get(t, server, "/calendar?month="+month).Body.String(), -1) {
			for _, entry := range strings.SplitAfter(cell[0], "</li>") {
				for _, title := range []string{"Conference", "Late session", "Night session"} {
					if strings.Contains(entry, ">"+title+"<") {
						got = append(got, strings.TrimSpace(cell[1]+" "+strings.Repeat("… ", strings.Count(entry, "… <"))+title))
					}
				}
			}
		}
		if list := strings.Join(got, ", "); list != want {
			t.Errorf("%s shows\n%s, want\n%s", month, list, want)
		}
		for _, suffix := range []string{".ics", ".csv"} {
			if file := get(t, server, "/calendar"+suffix+"?month="+month).Body.String(); !strings.Contains(file, "Conference") {
				t.Errorf("calendar%s of %s lacks an event that its page shows", suffix, month)
			}
		}
	}
	if page := get(t, server, "/calendar?month=2022-02").Body.String(); !strings.Contains(page, "since 30 Jan 2022") {
		t.Error("it is not said when the event that goes on began")
	}
}

// A full day of the month shows its most important events in the order of time and folds the others away; all stay on the page.
func TestAFullDayOfTheMonthIsFolded(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	var events event.Timeline
	for i := range 300 {
		events = append(events, event.Event{ID: "event-" + strconv.Itoa(i), OccurredAt: time.Date(2022, 2, 24, 6, i, 0, 0, time.UTC), Precision: event.PrecisionMinute,
			Title: "Event " + strconv.Itoa(i), Category: event.Statement, Importance: 1 + i/297, Status: event.StatusConfirmed, Origin: "manual"})
	}
	if _, err := db.PutEvents(t.Context(), events, runlog.Origin{Author: "anna"}, readAt); err != nil {
		t.Fatal(err)
	}
	page := get(t, newServer(t, db), "/calendar?month=2022-02").Body.String()
	shown, folded, ok := strings.Cut(page, "<details><summary>294 more<")
	_, shown, _ = strings.Cut(shown, `<time datetime="2022-02-24"`)
	var titles []string
	for _, m := range regexp.MustCompile(`>(Event \d+)<`).FindAllStringSubmatch(shown, -1) {
		titles = append(titles, m[1])
	}
	if got := strings.Join(titles, ", "); !ok || got != "Event 0, Event 1, Event 2, Event 297, Event 298, Event 299" {
		t.Errorf("the day shows %q", got)
	}
	if n := len(regexp.MustCompile(`>Event \d+<`).FindAllString(folded, -1)); n != 294 {
		t.Errorf("%d events are folded away, want 294", n)
	}
}

// A title is said to be in the language of its letters, so that a screen reader does not spell Russian in English.
func TestATitleIsInTheLanguageOfItsLetters(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	talks := event.Event{ID: "talks", OccurredAt: civil.New(2022, 2, 7).UTC(), Precision: event.PrecisionDay,
		Title: "Переговоры в Кремле", Category: event.Talks, Importance: 2, Status: event.StatusConfirmed, Origin: "manual"}
	english := talks
	english.ID, english.Title = "english", "Talks in the Kremlin"
	if _, err := db.PutEvents(t.Context(), event.Timeline{talks, english}, runlog.Origin{Author: "anna"}, readAt); err != nil {
		t.Fatal(err)
	}
	server := newServer(t, db)
	for _, path := range []string{"/calendar?month=2022-02", "/events", "/events/talks", "/events/english"} {
		page := get(t, server, path).Body.String()
		if path != "/events/english" && !strings.Contains(page, ` lang="ru">Переговоры в Кремле`) || path != "/events/talks" && !strings.Contains(page, ` lang="en">Talks in the Kremlin`) {
			t.Errorf("%s does not say the language of a title", path)
		}
	}
}

// A meeting stays with subscribers under its UID when it has happened, as the page promises, and is cancelled and not just
// gone when it was called off. A draft that nobody announced was never theirs.
func TestSubscribersKeepWhatWasScheduled(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	meeting := event.Event{OccurredAt: civil.New(2022, 6, 5).UTC(), Precision: event.PrecisionDay, Category: event.Talks, Importance: 2,
		Status: event.StatusScheduled, Origin: "manual", Title: "Meeting"}
	now := time.Date(2022, 3, 1, 9, 0, 0, 0, time.UTC)
	put := func(id string, statuses ...event.Status) {
		t.Helper()
		for i, status := range statuses {
			e := meeting
			e.ID, e.Status = id, status
			if _, err := db.PutEvents(t.Context(), event.Timeline{e}, runlog.Origin{Author: "anna"}, now.AddDate(0, i, 0)); err != nil {
				t.Fatal(err)
			}
		}
	}
	put("ahead", event.StatusScheduled)
	put("happened", event.StatusScheduled, event.StatusScheduled, event.StatusConfirmed)
	put("called-off", event.StatusScheduled, event.StatusRejected)
	put("refused-draft", event.StatusDraft, event.StatusRejected)
	put("never-announced", event.StatusDraft, event.StatusConfirmed)
	server := newServer(t, db)
	read := func(path string) map[string]string {
		t.Helper()
		answer := get(t, server, path)
		cal, err := ics.ParseCalendar(strings.NewReader(answer.Body.String()))
		if err != nil {
			t.Fatal(path, answer.Code, err)
		}
		found := map[string]string{}
		for _, e := range cal.Events() {
			found[strings.TrimSuffix(e.Id(), "@detente")] = e.GetProperty("STATUS").Value
		}
		return found
	}
	if got, want := read("/calendar.ics"), map[string]string{"ahead": "CONFIRMED", "happened": "CONFIRMED", "called-off": "CANCELLED"}; !maps.Equal(got, want) {
		t.Errorf("subscribers have %v, want %v", got, want)
	}
	if got, want := read("/calendar.ics?as-of=2022-03-15"), map[string]string{"ahead": "CONFIRMED", "happened": "CONFIRMED", "called-off": "CONFIRMED"}; !maps.Equal(got, want) {
		t.Errorf("in March they had %v, want %v", got, want)
	}
	page := html.UnescapeString(get(t, server, "/calendar?category=talks&month=2022-06").Body.String())
	for _, want := range []string{`href="/calendar.ics?category=talks"`, `type="application/atom+xml" href="/calendar.atom?category=talks"`} {
		if !strings.Contains(page, want) {
			t.Errorf("a calendar that is filtered does not offer itself: want %s", want)
		}
	}
	feed := get(t, server, "/calendar.atom?category=talks&lang=ru")
	var told struct {
		ID      string `xml:"id"`
		Entries []struct {
			ID string `xml:"id"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(feed.Body.Bytes(), &told); err != nil || feed.Code != http.StatusOK || told.ID != "tag:detente,2022:calendar?category=talks" {
		t.Fatal(feed.Code, err, told)
	}
	var ids []string
	for _, e := range told.Entries {
		ids = append(ids, strings.TrimPrefix(e.ID, "tag:detente,2022:events/"))
	}
	if slices.Sort(ids); !slices.Equal(ids, []string{"ahead", "happened"}) {
		t.Errorf("readers of feeds have %v", ids)
	}
}

// What is known to the hour is told to the hour, in whatever zone and language.
func TestAnHourIsNoMinuteInAnyZone(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	e := event.Event{ID: "recognition", OccurredAt: time.Date(2022, 2, 21, 19, 35, 0, 0, time.UTC), Precision: event.PrecisionHour, Title: "Recognition",
		Category: event.Statement, Importance: 2, Status: event.StatusConfirmed, Origin: "manual"}
	if _, err := db.PutEvents(t.Context(), event.Timeline{e}, runlog.Origin{Author: "anna"}, readAt); err != nil {
		t.Fatal(err)
	}
	server := newServer(t, db)
	for query, want := range map[string]string{"": "21 Feb 2022, about 19:00 UTC", "zone=moscow": "21 Feb 2022, about 22:00 Moscow", "zone=brussels": "21 Feb 2022, about 20:00 Brussels",
		"zone=moscow&lang=ru": "21 февраля 2022, около 22:00 мск", "zone=brussels&lang=ru": "21 февраля 2022, около 20:00, Брюссель"} {
		if page := get(t, server, "/events?"+query).Body.String(); !strings.Contains(page, ">"+want+"<") {
			t.Errorf("%s: the page lacks %q", query, want)
		}
	}
}

// A meeting that was scheduled and is over counts in no figure until somebody decides: the calendar says that it waits.
func TestPassedMeetingsWaitForADecision(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	meeting := event.Event{ID: "rate-meeting", OccurredAt: readAt.AddDate(0, 0, -2), Precision: event.PrecisionMinute, Category: event.MonetaryPolicy, Importance: 2,
		Status: event.StatusScheduled, Origin: "manual", Title: "Rate meeting"}
	goesOn := meeting
	goesOn.ID, goesOn.Title, goesOn.EndedAt = "goes-on", "Conference that goes on", readAt.AddDate(0, 0, 1)
	if _, err := db.PutEvents(t.Context(), event.Timeline{goesOn, meeting}, runlog.Origin{Author: "anna"}, readAt.AddDate(0, 0, -20)); err != nil {
		t.Fatal(err)
	}
	_, waits, found := strings.Cut(get(t, newServer(t, db), "/calendar").Body.String(), "Past and not confirmed")
	if !found || !strings.Contains(waits, ">Rate meeting<") || strings.Contains(waits, "Conference") || !strings.Contains(waits, `href="/events?status=scheduled"`) {
		t.Errorf("the calendar does not say what waits: %.1500s", waits)
	}
	meeting.Status = event.StatusConfirmed
	if _, err := db.PutEvents(t.Context(), event.Timeline{meeting}, runlog.Origin{Author: "anna"}, readAt); err != nil {
		t.Fatal(err)
	}
	if page := get(t, newServer(t, db), "/calendar").Body.String(); strings.Contains(page, "Past and not confirmed") {
		t.Error("what was confirmed still waits")
	}
}

// Grafana shades a region to its end: that of whole days is the end of the last of them.
func TestRegionOfSeveralDaysHoldsTheLast(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	e := event.Event{ID: "conference", OccurredAt: civil.New(2022, 2, 7).UTC(), EndedAt: civil.New(2022, 2, 9).UTC(), Precision: event.PrecisionDay,
		Title: "Conference", Category: event.Talks, Importance: 2, Status: event.StatusConfirmed, Origin: "manual"}
	if _, err := db.PutEvents(t.Context(), event.Timeline{e}, runlog.Origin{Author: "anna"}, readAt); err != nil {
		t.Fatal(err)
	}
	notes := decode[[]struct {
		Annotation    json.RawMessage
		Time, TimeEnd int64
		IsRegion      bool
		Title, Text   string
		Tags          []string
	}](t, post(t, newServer(t, db), "/grafana/annotations",
		`{"range":{"from":"2022-02-01T00:00:00Z","to":"2022-02-28T00:00:00Z"},"annotation":{"query":""}}`))
	if len(notes) != 1 || notes[0].Time != civil.New(2022, 2, 7).UTC().UnixMilli() || notes[0].TimeEnd != civil.New(2022, 2, 10).UTC().UnixMilli() {
		t.Errorf("%+v: want 7 February to the end of the 9th", notes)
	}
}
