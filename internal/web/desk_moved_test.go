package web_test

import (
	"strconv"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
	"github.com/mmcdole/gofeed"
)

// A meeting that is moved is the same meeting to a subscriber: one UID, a higher SEQUENCE, the new day.
func TestAMovedEventKeepsItsIdentity(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.login()
	meeting := d.form("title", "Rate meeting of the Bank of Russia", "occurred_at", "2026-12-18", "zone", "UTC", "category", "monetary_policy", "cameo", "010",
		"importance", "3", "status", "scheduled", "actor", "RUS")
	d.expect(d.post("/events/new", meeting), 303)
	const id = "20261218-rate-meeting-of-the-bank-of-russia"
	d.expect(d.get("/calendar"), 200, "December 2026", "1 meeting of a central bank is scheduled", "Rate meeting of the Bank of Russia")
	d.expect(d.get("/calendar?month=2026-12"), 200, `<time datetime="2026-12-18"`, "scheduled meeting")
	before, entry := d.subscribed(id), d.entry(id)
	meeting.Set("occurred_at", "2026-12-21")
	meeting.Set("version", strconv.FormatInt(d.event(id).KnownFrom.Unix(), 10))
	d.expect(d.post("/events/"+id+"/edit", meeting), 303)
	after, again := d.subscribed(id), d.entry(id)
	if before["DTSTART"] != "20261218" || after["DTSTART"] != "20261221" || after["DTEND"] != "20261222" {
		t.Errorf("moved from %v to %v", before, after)
	}
	was, errWas := strconv.Atoi(before["SEQUENCE"])
	is, errIs := strconv.Atoi(after["SEQUENCE"])
	if errWas != nil || errIs != nil || is <= was || int64(is) >= 1<<31 {
		t.Errorf("sequence %q, then %q", before["SEQUENCE"], after["SEQUENCE"])
	}
	if after["LAST-MODIFIED"] <= before["LAST-MODIFIED"] {
		t.Errorf("modified %s, then %s", before["LAST-MODIFIED"], after["LAST-MODIFIED"])
	}
	if entry.GUID != again.GUID || !again.UpdatedParsed.After(*entry.UpdatedParsed) {
		t.Errorf("entry %s of %s, then %s of %s", entry.GUID, entry.Updated, again.GUID, again.Updated)
	}
	d.expect(d.get("/calendar?month=2026-12&as-of="+before["LAST-MODIFIED"][:4]+"-09-12"), 200, "Rate meeting")
}

// subscribed is the event of an id as a subscriber of the calendar reads it; there must be exactly one.
func (d *desk) subscribed(id string) map[string]string {
	d.t.Helper()
	cal, err := ics.ParseCalendar(strings.NewReader(d.get("/calendar.ics").Body.String()))
	if err != nil || len(cal.Events()) != 1 || cal.Events()[0].Id() != id+"@detente" {
		d.t.Fatalf("%v: %+v", err, cal)
	}
	out := map[string]string{}
	for _, name := range []ics.ComponentProperty{"DTSTART", "DTEND", "SEQUENCE", "LAST-MODIFIED"} {
		if p := cal.Events()[0].GetProperty(name); p != nil {
			out[string(name)] = p.Value
		}
	}
	return out
}

func (d *desk) entry(id string) *gofeed.Item {
	d.t.Helper()
	feed, err := gofeed.NewParser().ParseString(d.get("/events.atom?from=2026-01-01").Body.String())
	if err != nil || len(feed.Items) != 1 || !strings.HasSuffix(feed.Items[0].GUID, id) {
		d.t.Fatalf("%v: %+v", err, feed)
	}
	return feed.Items[0]
}
