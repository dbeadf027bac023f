package file

import (
	"strings"
	"testing"
	"time"
)

// Each way that an error names of saying the zone of a clock time is read.
func TestClockTimesOfANamedZone(t *testing.T) {
	t.Parallel()
	const ics = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20220207T143400\r\nSUMMARY:Talks\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	for _, tt := range []struct{ text, zone, want string }{
		{"occurred_at,title\n07.02.2022 14:34,Talks\n", "Europe/Moscow", "2022-02-07T11:34:00Z"},
		{"occurred_at,title\n\"7.2.2022, 14:34:05\",Talks\n", "Europe/Moscow", "2022-02-07T11:34:05Z"},
		{"occurred_at;title\n7.2.2011 9:34;Talks\n", "Europe/Moscow", "2011-02-07T06:34:00Z"},
		{"occurred_at;title\n7.7.2011 9:34;Talks\n", "Europe/Moscow", "2011-07-07T05:34:00Z"}, // the year Moscow stayed in summer time
		{"occurred_at,title\n2022-02-07 14:34,Talks\n", "UTC", "2022-02-07T14:34:00Z"},
		{"occurred_at,title\n2022-02-07T14:34:00+03:00,Talks\n", "America/New_York", "2022-02-07T11:34:00Z"}, // its own goes first
		{"occurred_at,title\n2022-02-07T14:34:00+03:00,Talks\n", "", "2022-02-07T11:34:00Z"},
		{"occurred_at,title\n2022-02-07T14:34:00Z,Talks\n", "", "2022-02-07T14:34:00Z"},
		{ics, "Europe/Moscow", "2022-02-07T11:34:00Z"},
	} {
		f, err := Open(strings.NewReader(tt.text), Options{Zone: tt.zone})
		if err != nil {
			t.Fatal(err)
		}
		if list, err := f.Events(); err != nil || list[0].OccurredAt.Format(time.RFC3339) != tt.want {
			t.Errorf("%q in %s: %v (%v), want %s", tt.text, tt.zone, list, err, tt.want)
		}
	}
	f, err := Open(strings.NewReader("occurred_at,title\n31.10.2021 02:30,Talks\n"), Options{Zone: "Europe/Berlin"})
	if err != nil {
		t.Fatal(err)
	}
	if list, err := f.Events(); err == nil || !strings.Contains(err.Error(), "came twice in Europe/Berlin, since the clocks went back: write 2021-10-31T02:30:00+02:00 or ") {
		t.Errorf("an hour that came twice: %v %v", list, err)
	}
}
