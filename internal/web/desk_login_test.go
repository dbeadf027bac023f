package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
)

func TestWritingNeedsALogin(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	e := d.draft("a", "Talks in Geneva", "USA")
	for _, path := range []string{"/events/new", "/events/a/edit", "/events/liveblog"} {
		if w := d.get(path); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/login?next=") {
			t.Errorf("%s: %d to %q", path, w.Code, w.Header().Get("Location"))
		}
	}
	review := url.Values{"act": {"confirm"}, "event": {key(e)}, "back": {"status=draft"}}
	d.expect(d.post("/events/review", review), 401, "You are not logged in")
	d.expect(d.post("/events/review", review, "Cookie", "detente_session=session_0000000000000000_x"), 401)
	d.expect(d.post("/events/review", review, "Authorization", "Bearer "+d.token, "Origin", "https://evil.example"), 403)
	d.login()
	d.expect(d.post("/events/review", review), 403, "That form is not of your login")
	review.Set("csrf", d.csrf+"x")
	d.expect(d.post("/events/review", review), 403)
	review.Set("csrf", d.csrf)
	d.expect(d.post("/events/review", review, "Sec-Fetch-Site", "cross-site"), 403, "That form came from elsewhere")
	if got := d.event("a").Status; got != event.StatusDraft {
		t.Fatalf("a form that was refused made it %s", got)
	}
	d.expect(d.post("/events/review", review), 303)
	if got := d.event("a").Status; got != event.StatusConfirmed {
		t.Errorf("confirmed is %s", got)
	}
	d.expect(d.post("/logout", d.form()), 303)
	d.expect(d.post("/events/review", review), 401)
	if w := d.post("/events/review", review, "Authorization", "Bearer "+d.token, "Accept", "application/json", "Cookie", ""); w.Code != 409 {
		t.Errorf("a program on an old version: %d %s", w.Code, w.Body) // it carries no csrf value and needs none
	}
}

func TestReadingIsOpen(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.draft("a", "Talks in Geneva", "USA")
	for path, want := range map[string]string{"/events?status=draft": "Talks in Geneva", "/events/a/history": "Stored as draft", "/calendar": "Nothing is scheduled",
		"/calendar.ics": "BEGIN:VCALENDAR", "/login": "Token", "/events?status=rejected": "None."} {
		w := d.get(path)
		d.expect(w, 200, want)
		if strings.Contains(w.Body.String(), `value="confirm`) {
			t.Errorf("%s offers a decision to who may not decide", path)
		}
	}
	d.expect(d.get("/events?status=weather"), 400, "status")
	d.expect(d.get("/events/none/history"), 404)
	d.expect(d.get("/calendar?month=2026-13"), 400, "month")
}

func TestWrongTokensAreThrottled(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.expect(d.post("/login", url.Values{"token": {""}}), 422, "The token is missing")
	for range 10 {
		d.expect(d.post("/login", url.Values{"token": {"detente_wrong"}}), 401, "That token does not hold")
	}
	w := d.post("/login", url.Values{"token": {"detente_wrong"}})
	d.expect(w, 429, "Too many wrong tokens")
	if w.Header().Get("Retry-After") == "" {
		t.Error("the answer does not say when to try again")
	}
	d.expect(d.post("/events/new", url.Values{"title": {"x"}}, "Authorization", "Bearer wrong", "Accept", "*/*"), 429)
	d.expect(d.post("/login", url.Values{"token": {d.token + "x"}}), 429)
	d.expect(d.post("/login", url.Values{"token": {d.token}}), 303)
	d.expect(d.post("/login", url.Values{"token": {"detente_wrong"}}), 429)
}

// Whoever guesses at a token, or sends an old one again and again, keeps nobody out who shares the address and holds a right
// one, be it that token itself.
func TestGuessesAtATokenKeepNobodyOut(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	guess := d.token[:len(d.token)-2] + map[bool]string{true: "BA", false: "AA"}[strings.HasSuffix(d.token, "AA")]
	for range 10 {
		d.expect(d.post("/login", url.Values{"token": {guess}}), 401, "That token does not hold")
	}
	d.expect(d.post("/login", url.Values{"token": {guess}}), 429)
	d.expect(d.post("/login", url.Values{"token": {d.token}}), 303)
	d.expect(d.post("/login", url.Values{"token": {guess}}), 429) // a right one changes no count
	d.now = d.now.Add(16 * time.Minute)
	d.expect(d.post("/login", url.Values{"token": {guess}}), 401)
}

// One household has 2^64 addresses of version 6: they are one guesser.
func TestGuessesFromOneNetworkAreCountedTogether(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	guessFrom := func(address string) int {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/login", strings.NewReader("token=detente_wrong"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.RemoteAddr = "[" + address + "]:1234"
		w := httptest.NewRecorder()
		d.server.Handler().ServeHTTP(w, r)
		return w.Code
	}
	for i := range 10 {
		if code := guessFrom(fmt.Sprintf("2001:db8::%x", i+1)); code != http.StatusUnauthorized {
			t.Errorf("guess %d: %d", i+1, code)
		}
	}
	if here, elsewhere := guessFrom("2001:db8::ffff"), guessFrom("2001:db8:0:1::1"); here != http.StatusTooManyRequests || elsewhere != http.StatusUnauthorized {
		t.Errorf("the eleventh is answered %d, the first of another network %d", here, elsewhere)
	}
}

func TestLoginLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, next := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)", "evil", "/\n/evil"} {
		if to := d.post("/login", url.Values{"token": {d.token}, "next": {next}}).Header().Get("Location"); to != "/events?status=draft" {
			t.Errorf("next %q leads to %q", next, to)
		}
	}
}
