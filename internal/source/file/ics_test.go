package file

import (
	"errors"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
)

const meetings = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a@bank.example\r\nDTSTART;VALUE=DATE:20261218\r\nDTEND;VALUE=DATE:20261219\r\nSUMMARY:Board meeting\\, key\r\n  rate\r\n" +
	"BEGIN:VALARM\r\nSUMMARY:not this\r\nEND:VALARM\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:b@bank.example\r\nDTSTART;TZID=Europe/Moscow:20260213T133000\r\nSUMMARY:Decision\r\nCATEGORIES:Talks\r\n" +
	"STATUS:CANCELLED\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:20270319-own@detente\r\nDTSTART:20270319T103000Z\r\nSUMMARY:Own\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

var icsNow = time.Date(2026, 9, 12, 9, 0, 0, 0, time.UTC)

func readICS(t *testing.T, text string) (event.Timeline, error) {
	t.Helper()
	f, err := Open(strings.NewReader(text), Options{Name: "meetings.ics", Now: icsNow, Category: event.MonetaryPolicy, Actors: []string{"RUS"}})
	if err != nil {
		return nil, err
	}
	return f.Events()
}

func TestCalendarBecomesScheduledEvents(t *testing.T) {
	t.Parallel()
	list, err := readICS(t, meetings)
	if err != nil || len(list) != 3 {
		t.Fatalf("%v %+v", err, list)
	}
	first, second, third := list[0], list[1], list[2]
	if first.Title != "Board meeting, key rate" || first.Status != event.StatusScheduled || first.Category != event.MonetaryPolicy || first.Precision != event.PrecisionDay ||
		first.Day().String() != "2026-12-18" || !first.EndedAt.IsZero() || len(first.Actors) != 1 {
		t.Errorf("%+v", first)
	}
	if second.Status != event.StatusRejected || second.Category != event.Talks || !second.OccurredAt.Equal(time.Date(2026, 2, 13, 10, 30, 0, 0, time.UTC)) {
		t.Errorf("%+v", second)
	}
	if third.ID != "20270319-own" || third.Precision != event.PrecisionMinute {
		t.Errorf("%+v", third)
	}
	moved, err := readICS(t, strings.ReplaceAll(meetings, "20261218", "20261211"))
	if err != nil || moved[0].ID != first.ID || moved[0].Day() == first.Day() {
		t.Errorf("moved it is %+v, %v", moved, err)
	}
}

func TestCalendarTimeThatComesTwiceIsTheFirst(t *testing.T) {
	t.Parallel()
	list, err := readICS(t, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=Europe/London:20221030T013015\r\nSUMMARY:Night\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
	if want := "2022-10-30T00:30:15Z"; err != nil || list[0].OccurredAt.Format(time.RFC3339) != want {
		t.Errorf("%v (%v), want %s", list, err, want)
	}
}

func TestCalendarProblemsNameTheLine(t *testing.T) {
	t.Parallel()
	edit := func(from, to string) string { return strings.Replace(meetings, from, to, 1) }
	for name, tt := range map[string]struct{ text, says string }{
		"no zone":      {edit("DTSTART;TZID=Europe/Moscow:", "DTSTART:"), "line 15, column DTSTART"},
		"unknown zone": {edit("Europe/Moscow", "Moscow"), "the zone is not known"},
		"repeats":      {edit("SUMMARY:Decision", "RRULE:FREQ=WEEKLY"), "line 16, column RRULE"},
		"no day":       {edit("20261218", "tomorrow"), `line 5, column DTSTART: "tomorrow"`},
		"no title":     {edit("SUMMARY:Own\r\n", ""), "title"},
		"cut off":      {meetings[:len(meetings)-40], "no END:VEVENT"},
		"no calendar":  {"BEGIN:VCALENDAR\r\nhello\r\n", "line 2"},
		"one line":     {"BEGIN:VCALENDAR\r\n" + strings.Repeat("x", 1<<20), "longer than"},
		"not UTF-8":    {edit("Decision", "\xff\xfe"), "line 16"},
	} {
		list, err := readICS(t, tt.text)
		var problems *Error
		if !errors.As(err, &problems) || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), "meetings.ics") || list != nil {
			t.Errorf("%s: %v, want a problem of meetings.ics that says %q", name, err, tt.says)
		}
	}
}

func TestAnEventAheadWithoutAStatusIsScheduled(t *testing.T) {
	t.Parallel()
	f, err := Open(strings.NewReader("occurred_at,title,status\n2027-02-12,Ahead,\n2026-02-12,Past,\n2027-02-13,Said,scheduled\n"), Options{Now: icsNow})
	if err != nil {
		t.Fatal(err)
	}
	list, err := f.Events()
	if err != nil || list[0].Status != event.StatusScheduled || list[1].Status != event.StatusConfirmed || list[2].Status != event.StatusScheduled {
		t.Errorf("%v %+v", err, list)
	}
	// The index would have points of a day to come: the form refuses it too.
	if f, err = Open(strings.NewReader("occurred_at,title,status\n2027-02-13,Said,confirmed\n"), Options{Now: icsNow}); err != nil {
		t.Fatal(err)
	}
	if list, err := f.Events(); err == nil || list != nil || !strings.Contains(err.Error(), "line 2, column status") || !strings.Contains(err.Error(), "want scheduled") {
		t.Errorf("a confirmed event to come: %v, %v", list, err)
	}
}

// RFC 5545, 3.6.1 and 3.3.6: DURATION stands in the place of DTEND. Of whole days the end is the day after the last; the answers are
// counted by hand.
func TestDurationsOfCalendars(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ start, duration, ends string }{
		{"DTSTART;VALUE=DATE:20261218", "P3D", "2026-12-20T00:00:00Z"},
		{"DTSTART;VALUE=DATE:20261218", "P1W", "2026-12-24T00:00:00Z"},
		{"DTSTART;VALUE=DATE:20261218", "P1D", "0001-01-01T00:00:00Z"},
		{"DTSTART:20261218T103000Z", "PT1H30M15S", "2026-12-18T12:00:15Z"},
		{"DTSTART:20261218T223000Z", "P1DT2H", "2026-12-20T00:30:00Z"},
		{"DTSTART:20261218T103000Z", "PT0S", "0001-01-01T00:00:00Z"},
	} {
		list, err := readICS(t, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n"+tt.start+"\r\nDURATION:"+tt.duration+"\r\nSUMMARY:Summit\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
		if err != nil || len(list) != 1 || list[0].EndedAt.Format(time.RFC3339) != tt.ends {
			t.Errorf("%s of %s: %+v, %v, want an end %s", tt.start, tt.duration, list, err, tt.ends)
		}
	}
}
