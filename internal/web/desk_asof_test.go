package web_test

import (
	"net/url"
	"testing"
	"time"
)

// The queue and the list of events show what was known then: before a decision the draft waits and the list lacks it.
func TestListsAsTheyWereKnown(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.draft("a", "Talks in Geneva", "USA")
	d.login()
	d.now = d.now.Add(time.Hour)
	d.expect(d.post("/events/review", d.form("act", "confirm", "event", key(e), "back", "status=draft")), 303)
	decided := d.event("a").KnownFrom
	for _, tt := range []struct {
		path         string
		at           time.Time
		shows, lacks string
	}{
		{"/events?status=draft&as-of=", decided.Add(-time.Second), "Talks in Geneva", "No draft waits"},
		{"/events?status=draft&as-of=", decided.Add(time.Second), "No draft waits", `data-key="a@`},
		{"/events?status=draft&as-of=", e.KnownFrom.Add(-time.Second), "No draft waits", `data-key="a@`},
		{"/events?as-of=", decided.Add(-time.Second), "as-of", "Talks in Geneva"},
		{"/events?as-of=", decided, "Talks in Geneva", "under review"},
		{"/events.csv?as-of=", decided.Add(-time.Second), "occurred_at", "Talks in Geneva"},
		{"/events.csv?as-of=", decided, "Talks in Geneva", "draft"},
	} {
		w := d.get(tt.path + url.QueryEscape(tt.at.UTC().Format(time.RFC3339)))
		d.expect(w, 200, tt.shows)
		d.lacks(w, tt.lacks)
	}
	d.expect(d.get("/events?status=draft"), 200, "No draft waits")
	w := d.get("/events?status=draft&as-of=" + url.QueryEscape(decided.Add(-time.Second).UTC().Format(time.RFC3339)))
	d.lacks(w, `value="confirm`) // the past is read, not decided
}
