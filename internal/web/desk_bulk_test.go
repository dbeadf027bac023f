package web_test

import (
	"net/url"
	"testing"

	"detente/internal/event"
)

// Confirm, reject, merge and undo of several events: where one of them cannot be changed none is.
func TestBulkIsAllOrNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.login()
	stands := d.draft("stands", "Macron meets Putin in Moscow", "FRA", "RUS")
	a, b, c := d.draft("a", "Gas consultations", "DEU"), d.draft("b", "Troops to Poland", "GBR"), d.draft("c", "Red lines", "UKR")
	d.expect(d.post("/events/review", d.form("act", "confirm", "event", key(stands), "back", "status=draft")), 303)
	stale := b
	d.expect(d.post("/events/review", d.form("act", "reject", "event", key(b), "back", "status=draft")), 303)
	for _, tt := range []struct {
		act, into string
		keys      []string
		status    int
		says      string
	}{
		{"confirm", "", []string{key(a), key(stale), key(c)}, 409, "Somebody was faster"},
		{"reject", "", []string{key(a), "gone@1", key(c)}, 404, "There is no such event"},
		{"merge", "stands", []string{key(a), key(stale), key(c)}, 422, "Nothing was stored"}, // b is rejected already
		{"merge", "c", []string{key(a), key(c)}, 422, "cannot be merged into itself"},
		{"undo", "", []string{key(d.event("b")), key(a)}, 422, "one version only"},
	} {
		form := d.form("act", tt.act, "into", tt.into, "back", "status=draft")
		form["event"] = tt.keys
		d.expect(d.post("/events/review", form), tt.status, tt.says)
		for id, want := range map[string]event.Status{"a": event.StatusDraft, "b": event.StatusRejected, "c": event.StatusDraft} {
			if got := d.event(id).Status; got != want {
				t.Errorf("%s of %v: %s is %s, want %s", tt.act, tt.keys, id, got, want)
			}
		}
	}
	d.expect(d.post("/events/review", d.form("act", "merge", "into", "stands", "event", key(a), "event", key(c), "event", key(c), "back", "status=draft")), 303)
	d.expect(d.get("/events?status=rejected"), 200, `name="act" value="undo"`, "3 events")
	d.expect(d.post("/events/review", d.form("act", "undo", "event", key(d.event("a")), "event", key(d.event("b")), "event", key(d.event("c")), "back", "status=rejected")), 303)
	for _, id := range []string{"a", "b", "c"} {
		if got := d.event(id).Status; got != event.StatusDraft {
			t.Errorf("undone %s is %s", id, got)
		}
	}
}

func TestADraftSaysItIsUnderReview(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.draft("a", "Secret talks in Geneva", "USA")
	w := d.get("/events/a")
	d.expect(w, 200, "This event is under review", "/login?next=%2Fevents%2Fa")
	d.lacks(w, "Secret talks", `value="confirm`)
	d.expect(d.get("/events/none"), 404)
	d.login()
	w = d.get("/events/a")
	d.expect(w, 200, "nobody has reviewed it", "Secret talks in Geneva", `value="confirm:`+key(e)+`"`, `href="/events/a/edit"`)
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("a page that depends on who asks is kept: %q", got)
	}
	d.draft("b", "Talks in Geneva", "USA")
	d.expect(d.post("/events/review", d.form("act", "merge:"+key(e)+":b", "back", "status=draft")), 303)
	d.expect(d.get("/events/a"), 200, "Rejected", `Merged into <a href="/events/b">`)
	cookie := d.cookie
	d.cookie = ""
	d.expect(d.get("/events/a"), 410, "told elsewhere", `href="/events/b"`)
	d.expect(d.get("/events/a?as-of="+url.QueryEscape(e.KnownFrom.Format("2006-01-02T15:04:05Z"))), 200, "This event is under review")
	d.cookie = cookie
	d.expect(d.post("/events/review", d.form("act", "reject:"+key(d.event("b")), "back", "status=draft")), 303)
	d.cookie = ""
	d.expect(d.get("/events/b"), 410, "This event was rejected")
}
