package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"detente/internal/event"
)

// typed are names that the tests of the desk type: no page translates them.
var typed = regexp.MustCompile(`\b(Anna|collect|feed:test|friend|detente)\b`)

// speaksRussian fails where an answer holds English that does not say so.
func speaksRussian(t *testing.T, w *httptest.ResponseRecorder, status int) {
	t.Helper()
	if w.Code != status {
		t.Errorf("status %d, want %d", w.Code, status)
	}
	doc, err := html.ParseWithOptions(w.Body, html.ParseOptionEnableScripting(false))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range english(doc, nil) {
		if isEnglish(typed.ReplaceAllString(text, "")) {
			t.Errorf("says %q in English", text)
		}
	}
}

// The events are titled in Russian, so that what is found in English is of the pages.
func TestRussianPagesAreRussianAtTheDesk(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.draft("a", "Переговоры в Женеве", "USA")
	d.draft("b", "Переговоры в Женеве, США", "USA")
	d.login()
	form := func(path string, pairs ...string) *httptest.ResponseRecorder {
		return d.post(path, d.form(pairs...), "Accept-Language", "ru")
	}
	page := func(path string) *httptest.ResponseRecorder {
		return get(t, d.server, path, "Cookie", d.cookie, "Accept-Language", "ru")
	}
	version := fmt.Sprint(e.KnownFrom.Unix())
	wrong := []string{"title", "", "occurred_at", "7 Feb 2022 14:34", "precision", "week", "zone", "", "category", "nothing", "cameo", "99", "goldstein", "40",
		"importance", "9", "summary", "What happened", "status", "gone", "verified", "maybe", "source_tier", "friend", "actor", "ATL", "announced_at", "soon"}
	for _, tt := range []struct {
		name   string
		answer *httptest.ResponseRecorder
		status int
	}{
		{"form", page("/events/new"), 200}, {"edit", page("/events/a/edit"), 200}, {"queue", page("/events?status=draft"), 200},
		{"history", page("/events/a/history"), 200}, {"liveblog", page("/events/liveblog"), 200},
		{"errors", form("/events/new", wrong...), 422},
		{"checked", form("/events/new", "act", "check", "title", "Встреча", "occurred_at", "2022-02-07", "cameo", "046", "category", "talks"), 200},
		{"no time", form("/events/new", "title", "Встреча", "precision", "hour"), 422},
		{"ends early", form("/events/new", "title", "Встреча", "occurred_at", "2022-02-07", "ended_at", "2022-02-01", "zone", "Mars"), 422},
		{"ahead", form("/events/new", "title", "Встреча", "occurred_at", "2031-02-07", "status", "confirmed"), 422},
		{"market", form("/events/new", "title", "Встреча", "occurred_at", "2022-02-07", "category", "market", "goldstein", "-5"), 422},
		{"no address", form("/events/new", "title", "Встреча", "occurred_at", "2022-02-07", "source_url", "there"), 422},
		{"skipped clock", form("/events/new", "title", "Встреча", "occurred_at", "2022-03-13 02:30", "zone", "America/New_York"), 422},
		{"clock twice", form("/events/new", "title", "Встреча", "occurred_at", "2022-11-06 01:30", "zone", "America/New_York"), 422},
		{"no zone", form("/events/new", "title", "Встреча", "occurred_at", "2022-11-06 01:30", "zone", "Mars"), 422},
		{"alike", form("/events/new", "title", "Переговоры в Женеве", "occurred_at", "2022-02-07", "actor", "USA"), 409},
		{"edited", form("/events/a/edit", "version", version, "location", "Женева"), 303},
		{"clash", form("/events/a/edit", "version", version, "location", "Берн", "category", "talks"), 409},
		{"no tick", form("/events/review", "act", "confirm", "back", "status=draft"), 422},
		{"empty paste", form("/events/liveblog", "act", "read", "text", "", "source_url", "x"), 422},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.status != http.StatusSeeOther {
				speaksRussian(t, tt.answer, tt.status)
			}
		})
	}
	if body := form("/events/new", wrong...).Body.String(); !strings.Contains(body, ">What happened</textarea>") {
		t.Error("what was typed comes back in another language")
	}
	d.expect(d.post("/events/new", url.Values{"title": {"Встреча"}, "occurred_at": {"2022-01-01"}}, "Accept-Language", "ru"), 403)
	if got := d.event("a"); got.Status != event.StatusDraft || got.Location != "Женева" {
		t.Errorf("stored: %+v", got)
	}
}

var (
	describedBy = regexp.MustCompile(`aria-describedby="([^"]+)"`)
	idOf        = regexp.MustCompile(` id="([^"]+)"`)
)

// What is named as the help or the error of a field is there under that name, also where the word is translated elsewhere.
func TestRussianFormsTieHelpAndErrorsToTheirFields(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.login()
	for name, body := range map[string]string{
		"form":   get(t, d.server, "/events/new", "Cookie", d.cookie, "Accept-Language", "ru").Body.String(),
		"errors": d.post("/events/new", d.form("title", "", "occurred_at", "soon", "category", "nothing", "importance", "9", "status", "gone", "actor", "ATL"), "Accept-Language", "ru").Body.String(),
	} {
		ids := map[string]bool{}
		for _, m := range idOf.FindAllStringSubmatch(body, -1) {
			ids[m[1]] = true
		}
		found := describedBy.FindAllStringSubmatch(body, -1)
		if len(found) == 0 {
			t.Errorf("%s: no field has a help", name)
		}
		for _, m := range found {
			for id := range strings.FieldsSeq(m[1]) {
				if !ids[id] {
					t.Errorf("%s: a field is described by %q, which is not there", name, id)
				}
			}
		}
	}
}

// A day may be typed as the pages write it, and an actor by the name they show.
func TestFormsUnderstandWhatThePagesWrite(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.login()
	for _, tt := range []struct{ day, zone, want string }{
		{"7 фев 2022", "", "2022-02-07"},
		{"7 февраля 2022 г.", "", "2022-02-07"},
		{"7.2.2022", "", "2022-02-07"},
		{"07.02.2022, 14:34", "Europe/Moscow", "2022-02-07T11:34:00Z"}, // Moscow was at UTC+3 in 2022
		{"7 февраля 2022 14:34", "Europe/Berlin", "2022-02-07T13:34:00Z"},
		{"February 7, 2022", "", "2022-02-07"},
		{"Feb 7, 2022 14:34", "America/New_York", "2022-02-07T19:34:00Z"},
		{"2022-02-07 14:34+03:00", "", "2022-02-07T11:34:00Z"},
	} {
		w := d.post("/events/new", d.form("title", "Talks", "occurred_at", tt.day, "zone", tt.zone, "actor", "Россия", "act", "check"), "Accept-Language", "ru")
		d.expect(w, 200, `name="occurred_at" type="text" value="`+tt.want+`"`, `value="RUS"`)
	}
	w := d.post("/events/new", d.form("title", "", "occurred_at", "7 фев 2022", "zone", "", "act", "check"), "Accept-Language", "ru")
	d.expect(w, 422, `name="occurred_at" type="text" value="7 фев 2022"`) // as it was typed
	w = d.post("/events/new", d.form("title", "Talks", "occurred_at", "2022-02-07 14:34", "zone", "Moscow", "act", "check"))
	d.expect(w, 422, `aria-describedby="error-zone help-zone" aria-invalid="true"`, `href="#field-zone">Time zone of clock times</a>`)
	d.lacks(w, `id="error-occurred_at"`)
	w = d.post("/events/new", d.form("title", "Talks", "occurred_at", "1022-02-07", "act", "check"))
	d.expect(w, 422, `id="error-occurred_at">1022-02-07 is outside 1900 to 2199.`)
}

// What a decision came to is said in the language of the page.
func TestDecisionsAreToldInRussian(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.login()
	said := func(w *httptest.ResponseRecorder) string {
		t.Helper()
		for _, c := range w.Result().Cookies() {
			if text, err := url.QueryUnescape(c.Value); c.Name != "lang" && err == nil && strings.HasSuffix(text, ".") {
				return text
			}
		}
		t.Fatalf("nothing is said: %d %v", w.Code, w.Result().Header)
		return ""
	}
	e := d.draft("a", "Переговоры в Женеве", "USA")
	if got := said(d.post("/events/review", d.form("act", "confirm", "event", key(e), "back", "status=draft"), "Accept-Language", "ru")); got != "Подтверждено: 1." {
		t.Errorf("a decision is told so: %q", got)
	}
	if got := said(d.post("/events/review", d.form("act", "undo", "event", key(d.event("a")), "back", "status=draft"), "Accept-Language", "ru")); got != "Отменено: осталось черновиками: 1." {
		t.Errorf("an undone one is told so: %q", got)
	}
}
