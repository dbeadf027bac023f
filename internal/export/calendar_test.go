package export

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/mmcdole/gofeed"

	"detente/internal/event"
)

func calendarEvents() []event.Event {
	day := event.Event{ID: "20220207-day", OccurredAt: time.Date(2022, 2, 7, 0, 0, 0, 0, time.UTC), Precision: event.PrecisionDay, Title: "Talks; in Moscow, a \\ \"quote\"\x07",
		Summary: "Line one.\nBEGIN:VEVENT\r\n<script>alert(1)</script>", Category: event.MilitaryPosture, Location: "Кремль, Moscow", Actors: []string{"RUS", "FRA"}, Status: event.StatusConfirmed,
		SourceName: "An agency", SourceURL: "https://example.org/?a=1&b=2", KnownFrom: time.Date(2022, 2, 8, 9, 0, 0, 0, time.UTC)}
	days := day
	days.ID, days.EndedAt, days.Title = "20220207-days", time.Date(2022, 2, 9, 0, 0, 0, 0, time.UTC), strings.Repeat("Длинное название ", 20)
	timed := day
	timed.ID, timed.OccurredAt, timed.EndedAt, timed.Precision, timed.Status = "20990208-timed", time.Date(2099, 2, 8, 10, 30, 0, 0, time.UTC), time.Date(2099, 2, 8, 12, 0, 0, 0, time.UTC), event.PrecisionMinute, event.StatusScheduled
	rejected := timed
	rejected.ID, rejected.EndedAt, rejected.Precision, rejected.Status = "20990208-rejected", time.Time{}, event.PrecisionHour, event.StatusRejected
	return []event.Event{day, days, timed, rejected}
}

func TestICSIsReadBack(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := ICS(&out, calendarEvents(), "http://127.0.0.1:8080/"); err != nil {
		t.Fatal(err)
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if len(cal.Events()) != 4 {
		t.Fatalf("%d events, want 4\n%s", len(cal.Events()), out.String())
	}
	for i, want := range []map[ics.ComponentProperty]string{
		{"UID": "20220207-day@detente", "DTSTART": "20220207", "DTEND": "20220208", "STATUS": "CONFIRMED", "CATEGORIES": "military posture", "DTSTAMP": "20220208T090000Z",
			"LAST-MODIFIED": "20220208T090000Z", "URL": "http://127.0.0.1:8080/events/20220207-day", "TRANSP": "TRANSPARENT", "LOCATION": "Кремль, Moscow", "SUMMARY": "Talks; in Moscow, a \\ \"quote\""},
		{"UID": "20220207-days@detente", "DTSTART": "20220207", "DTEND": "20220210", "SUMMARY": strings.Repeat("Длинное название ", 20)},
		{"UID": "20990208-timed@detente", "DTSTART": "20990208T103000Z", "DTEND": "20990208T120000Z", "STATUS": "CONFIRMED"},
		{"UID": "20990208-rejected@detente", "DTSTART": "20990208T103000Z", "STATUS": "CANCELLED"},
	} {
		e := cal.Events()[i]
		for property, text := range want {
			got := e.GetProperty(property)
			if got == nil || ics.FromText(got.Value) != text && got.Value != text {
				t.Errorf("event %d, %s: %+v, want %q", i, property, got, text)
			}
		}
	}
	if cal.Events()[3].GetProperty("DTEND") != nil {
		t.Error("a point in time has an end")
	}
	if v := cal.Events()[0].GetProperty("DTSTART").ICalParameters["VALUE"]; len(v) != 1 || v[0] != "DATE" {
		t.Errorf("a whole day is no DATE: %v", v)
	}
}

func TestICSLinesAreWhole(t *testing.T) {
	t.Parallel()
	var out, again bytes.Buffer
	if err := ICS(&out, calendarEvents(), "http://127.0.0.1:8080"); err != nil {
		t.Fatal(err)
	}
	if err := ICS(&again, calendarEvents(), "http://127.0.0.1:8080"); err != nil || out.String() != again.String() {
		t.Errorf("the same events give other bytes: %v", err)
	}
	if n := strings.Count(out.String(), "\r\nBEGIN:VEVENT\r\n"); n != 4 {
		t.Errorf("%d events begin: text became structure", n)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(out.String(), "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n\x07") {
			t.Errorf("%d bytes: %q", len(line), line)
		}
		if name, _, _ := strings.Cut(line, ":"); strings.Count(name, "VALUE=") > 1 {
			t.Errorf("a parameter stands twice, which strict readers refuse: %q", line)
		}
	}
}

func TestAtomIsReadBack(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	updated := time.Date(2022, 2, 8, 9, 0, 0, 0, time.UTC)
	if err := Atom(&out, calendarEvents(), Feed{Site: "http://127.0.0.1:8080/", Updated: updated}); err != nil {
		t.Fatal(err)
	}
	feed, err := gofeed.NewParser().ParseString(out.String())
	if err != nil {
		t.Fatal(err)
	}
	if feed.FeedType != "atom" || len(feed.Items) != 4 || !feed.UpdatedParsed.Equal(updated) || feed.FeedLink != "http://127.0.0.1:8080/events.atom" {
		t.Errorf("feed: %+v", feed)
	}
	first := feed.Items[0]
	if first.GUID != "tag:detente,2022:events/20220207-day" || first.Link != "http://127.0.0.1:8080/events/20220207-day" ||
		first.Title != "Talks; in Moscow, a \\ \"quote\"" || !first.UpdatedParsed.Equal(updated) || first.Categories[0] != "military_posture" {
		t.Errorf("entry: %+v", first)
	}
	if !strings.HasPrefix(first.Description, "7 Feb 2022. Line one.") || !strings.Contains(first.Description, "<script>alert(1)</script>") || strings.Contains(out.String(), "<script>") {
		t.Errorf("summary: %q", first.Description)
	}
	var strict struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		IDs     []string `xml:"entry>id"`
	}
	if err := xml.Unmarshal(out.Bytes(), &strict); err != nil || len(strict.IDs) != 4 {
		t.Errorf("%v %v", err, strict.IDs)
	}
}

func TestCalendarAndFeedOfNothing(t *testing.T) {
	t.Parallel()
	var calendar, feed bytes.Buffer
	if err := ICS(&calendar, nil, "http://127.0.0.1:8080"); err != nil {
		t.Error(err)
	}
	if _, err := ics.ParseCalendar(&calendar); err != nil {
		t.Error(err)
	}
	if err := Atom(&feed, nil, Feed{Site: "http://127.0.0.1:8080"}); err != nil {
		t.Error(err)
	}
	if parsed, err := gofeed.NewParser().Parse(&feed); err != nil || len(parsed.Items) != 0 {
		t.Errorf("%v %v", parsed, err)
	}
}

// Readers know a feed by its id and follow its link of self: a feed of sanctions must not become the feed of everything.
func TestFilteredFeedIsAFeedOfItsOwn(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := Atom(&out, nil, Feed{Site: "https://rates.example", Query: "actor=EU%2CUSA&category=sanctions"}); err != nil {
		t.Fatal(err)
	}
	var feed struct {
		ID      string    `xml:"id"`
		Updated time.Time `xml:"updated"`
		Links   []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
	}
	if err := xml.Unmarshal(out.Bytes(), &feed); err != nil || len(feed.Links) != 2 {
		t.Fatal(err, out.String())
	}
	if feed.ID != "tag:detente,2022:events?actor=EU%2CUSA&category=sanctions" || feed.Updated.Year() < 2000 ||
		feed.Links[0].Href != "https://rates.example/events.atom?actor=EU%2CUSA&category=sanctions" ||
		feed.Links[1].Href != "https://rates.example/events?actor=EU%2CUSA&category=sanctions" {
		t.Errorf("%+v", feed)
	}
}
