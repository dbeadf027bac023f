package web_test

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"detente/internal/civil"
	"detente/internal/event"
)

func TestReviewDecidesInBulkMergesAndUndoes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.db, event.Event{ID: "stands", OccurredAt: civil.New(2022, 2, 7).UTC(), Precision: event.PrecisionDay, Title: "Macron meets Putin in Moscow",
		Category: event.Talks, Importance: 3, Actors: []string{"FRA", "RUS"}, Status: event.StatusConfirmed, Origin: "curated"})
	twin := d.draft("twin", "Macron meets Putin in the Kremlin, Moscow", "FRA", "RUS")
	a, b := d.draft("a", "Gas consultations", "DEU"), d.draft("b", "Troops to Poland", "GBR")
	d.login()
	d.expect(d.get("/events?status=draft"), 200, "3 drafts", "Likely the same, confirmed", `value="merge:`+key(twin)+`:stands"`)
	d.expect(d.post("/events/review", d.form("act", "confirm", "back", "status=draft")), 422, "No event is ticked")
	d.expect(d.post("/events/review", d.form("act", "confirm", "event", key(a), "event", key(b), "back", "status=draft")), 303)
	d.expect(d.post("/events/review", d.form("act", "merge:"+key(twin)+":stands", "back", "status=draft")), 303)
	for id, want := range map[string]event.Status{"a": event.StatusConfirmed, "b": event.StatusConfirmed, "twin": event.StatusRejected, "stands": event.StatusConfirmed} {
		if got := d.event(id).Status; got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
	d.expect(d.get("/events?status=draft"), 200, "No draft waits", "rejected by Anna", "confirmed by Anna")
	d.expect(d.get("/events/stands/history"), 200, `href="/events/twin/history"`)
	d.expect(d.get("/events/twin/history"), 200, "Merged into", "Anna")
	d.expect(d.post("/events/review", d.form("act", "reject", "event", key(a), "back", "status=draft")), 409, "Somebody was faster")
	d.expect(d.post("/events/review", d.form("act", "undo:"+key(d.event("a")), "back", "status=draft")), 303)
	if got := d.event("a").Status; got != event.StatusDraft {
		t.Errorf("undone it is %s", got)
	}
	d.expect(d.post("/events/review", d.form("act", "merge", "into", "http://127.0.0.1/events/none?x=1", "event", key(d.event("a")), "back", "status=draft")), 404, "There is no such event", `value="`+key(d.event("a"))+`" aria-label="Gas consultations" checked`)
	d.expect(d.post("/events/review", d.form("act", "burn", "event", key(a), "back", "status=draft")), 422, "Nothing was asked")
	d.expect(d.post("/events/review", d.form("act", "confirm", "event", "../x@1", "back", "status=draft")), 422)
}

func TestFormKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.login()
	w := d.post("/events/new", d.form("title", "", "occurred_at", "7 Feb 2022 14:34", "zone", "", "cameo", "99", "importance", "9", "summary", "kept <b>as typed</b>", "actor", "Atlantis", "actor", "Russia"))
	d.expect(w, 422, "5 fields need another look", `href="#field-title"`, `role="alert" id="wrong" tabindex="-1" autofocus`, `id="error-cameo"`, "has no time zone", "kept &lt;b&gt;as typed&lt;/b&gt;", `value="7 Feb 2022 14:34"`, "ATLANTIS is not in the list")
	w = d.post("/events/new", d.form("act", "check", "title", "Talks", "occurred_at", "7 Feb 2022 14:34", "zone", "Europe/Moscow", "cameo", "046", "category", "talks", "actor", "Russia"))
	d.expect(w, 200, "Nothing is stored yet", `value="2022-02-07T11:34:00Z"`, `value="7"`, `value="RUS"`, "The code means")
	d.expect(d.post("/events/new", d.form("title", "Summit", "occurred_at", "2030-01-10", "ended_at", "2030-01-12", "category", "talks", "actor", "RUS")), 303)
	if e := d.event("20300110-summit"); e.Status != event.StatusScheduled || e.CodedBy != "Anna" || e.Origin != "manual" {
		t.Errorf("an event ahead is %+v", e)
	}
	d.expect(d.post("/events/new", d.form("title", "A summit", "occurred_at", "2030-01-10", "category", "talks", "actor", "RUS")), 409, "It looks like", "Nothing is stored yet", `name="sure"`)
	d.expect(d.post("/events/new", d.form("title", "A summit", "occurred_at", "2030-01-10", "category", "talks", "actor", "RUS", "sure", "1")), 303)
	d.expect(d.get("/calendar"), 200, "2 events are scheduled", "to 12 Jan 2030")
	d.expect(d.get("/calendar?month=2030-01"), 200, "January 2030", "Summit")
	d.expect(d.get("/calendar.ics"), 200, "UID:20300110-summit@detente")
	d.expect(d.get("/events?from=2030-01-01"), 200, `<time datetime="2030-01-10">10 Jan 2030</time> – <time datetime="2030-01-12">12 Jan 2030</time>`)
	d.expect(d.get("/calendar.atom"), 200, "tag:detente,2022:events/20300110-summit", "<summary>10 Jan 2030 – 12 Jan 2030. ")
	d.cookie = ""
	d.expect(d.post("/events/new", d.form("title", "Typed for an hour", "occurred_at", "2022-01-01")), 401, "You are not logged in", `value="Typed for an hour"`, `name="token"`)
	d.expect(d.post("/events/new", d.form("title", "Typed for an hour", "occurred_at", "2022-01-01", "token", d.token)), 303)
}

func TestSecondEditorSeesWhatChangedAndLosesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.draft("a", "Talks in Geneva", "USA")
	d.login()
	version := fmt.Sprint(e.KnownFrom.Unix())
	d.expect(d.get("/events/a/edit"), 200, `name="version" value="`+version+`"`, `value="Talks in Geneva"`)
	edit := func(pairs ...string) *httptest.ResponseRecorder {
		return d.post("/events/a/edit", d.form(append([]string{"version", version}, pairs...)...))
	}
	d.expect(edit("title", "Talks in Geneva end", "location", "Geneva"), 303)
	w := edit("title", "Talks in Geneva begin", "summary", "My summary")
	d.expect(w, 409, "Anna changed it while you were writing", "changed by both", "Talks in Geneva end", `value="Talks in Geneva begin"`, `value="Geneva"`, "My summary</textarea>")
	if got := d.event("a"); got.Title != "Talks in Geneva end" || got.Summary != "" {
		t.Fatalf("a stale edit was stored: %+v", got)
	}
	m := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(w.Body.String())
	version = m[1]
	d.expect(edit("title", "Talks in Geneva begin", "summary", "My summary", "location", "Geneva"), 303)
	if got := d.event("a"); got.Title != "Talks in Geneva begin" || got.Location != "Geneva" || got.Summary != "My summary" {
		t.Errorf("both changes: %+v", got)
	}
	w = d.get("/events/a/history")
	d.expect(w, 200, "3 versions", `<del><span lang="en">Talks in Geneva end</span></del>`, `<ins><span lang="en">Talks in Geneva begin</span></ins>`, "Anna", "collect", "Undo the last change")
	d.expect(d.post("/events/a/history", d.form("version", key(d.event("a")), "act", fmt.Sprintf("restore:%d", e.KnownFrom.Unix()))), 303)
	if got := d.event("a"); got.Title != "Talks in Geneva" || got.Location != "" {
		t.Errorf("the first version back: %+v", got)
	}
	d.expect(d.post("/events/a/history", d.form("version", key(d.event("a")), "act", "undo")), 303)
	d.expect(d.post("/events/a/history", d.form("version", key(e), "act", "undo")), 409, "Somebody was faster")
	d.expect(d.post("/events/a/history", d.form("version", "b@1", "act", "undo")), 422)
}

func TestHostileFormsAreRefusedOrEscaped(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.login()
	for _, field := range append(event.FormFields(), "zone", "actor", "version", "act", "sure") {
		for _, text := range append(hostileTitles, "\x00", "\xff\xfe", strings.Repeat("x", 30_000)) {
			w := d.post("/events/new", d.form("title", "Title "+field, "occurred_at", "2022-01-01", field, text))
			if w.Code >= 500 {
				t.Fatalf("%s %.40q: %d", field, text, w.Code)
			}
			for _, never := range []string{"<script>alert", "<img src=x"} {
				if strings.Contains(w.Body.String(), never) {
					t.Errorf("%s comes back as markup", field)
				}
			}
		}
	}
	big := d.form("summary", strings.Repeat("x", 100<<10))
	d.expect(d.post("/events/new", big), 413)
	d.expect(d.post("/events/new", d.form(), "Content-Type", "application/json"), 415)
	for _, path := range []string{"/events?status=draft", "/events?status=scheduled", "/calendar?month=2022-01", "/events/20220101-title-title/history"} {
		if body := d.get(path).Body.String(); strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") {
			t.Errorf("%s holds markup", path)
		}
	}
}

func TestLiveblogIsStoredOnTheSecondClick(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../shared/seed/liveblog_2022-02-07.txt")
	if err != nil {
		t.Skip("no live-blog of 7 February 2022:", err)
	}
	d := newDesk(t)
	d.login()
	paste := func(pairs ...string) url.Values {
		return d.form(append([]string{"text", string(text), "date", "7 Feb 2022", "zone", "UTC", "source_name", "Al Jazeera"}, pairs...)...)
	}
	w := d.post("/events/liveblog", paste("act", "read"))
	d.expect(w, 200, "22 drafts, 2 quotes", "Nothing is stored yet", "75.44", "86.38", "7 Feb 2022, 11:34 UTC", "is holding talks in Moscow",
		"350 more soldiers to Lithuania", "350 troops to Poland", "red lines", "gas")
	if list, _ := d.db.Events(t.Context(), event.Filter{Statuses: event.Statuses()}); len(list) != 0 {
		t.Fatalf("reading stored %d events", len(list))
	}
	body := w.Body.String()
	drafts := regexp.MustCompile(`name="draft" value="([^"]+)"`).FindAllStringSubmatch(body, -1)
	quote := regexp.MustCompile(`name="quote" value="([^"]+)"`).FindStringSubmatch(body)
	d.expect(d.post("/events/liveblog", paste("act", "store")), 422, "Nothing of the text is ticked")
	d.expect(d.post("/events/liveblog", paste("act", "store", "draft", drafts[0][1], "draft", drafts[1][1], "quote", quote[1])), 303)
	list, err := d.db.Events(t.Context(), event.Filter{Statuses: event.Statuses()})
	if err != nil || len(list) != 2 || list[0].Status != event.StatusDraft {
		t.Errorf("stored: %v, %v", list, err)
	}
	d.expect(d.post("/events/liveblog", paste("act", "read")), 200, "Stored already")
	for name, tt := range map[string]struct{ field, value, want string }{
		"empty": {"text", "", "it is empty"}, "binary": {"text", "a\x00b", "byte 2 is zero"}, "no zone": {"zone", "", "Name the zone"},
		"no day": {"date", "", "Give the day"}, "script address": {"source_url", "javascript:alert(1)", "http or https"}, "long": {"text", strings.Repeat("word ", 120_000), "at most 524288"},
	} {
		form := paste("act", "read")
		form.Set(tt.field, tt.value)
		if w := d.post("/events/liveblog", form); w.Code != 422 || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%s: %d lacks %q", name, w.Code, tt.want)
		}
	}
	form := paste("act", "read")
	form.Set("text", strings.Repeat("10 MB ", 10<<20/6))
	d.expect(d.post("/events/liveblog", form), 413)
}
