package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/web"
)

// send posts a form as the browser on the server's own machine would.
func send(t *testing.T, server *web.Server, form url.Values, change func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/studies", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.RemoteAddr = "127.0.0.1:50000"
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	server.Handler().ServeHTTP(w, r)
	return w
}

func TestSavedStudyIsFixedOnceAndSaysWhatDiffers(t *testing.T) {
	t.Parallel()
	db := openEmbeddedCopy(t)
	server := newServer(t, db)
	form := url.Values{"name": {"Talks of  2022"}, "category": {"talks"}, "from": {"2022-01-01"}, "to": {"2022-12-31"}}
	if w := send(t, server, form, nil); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/studies/talks-of-2022" {
		t.Fatalf("%d to %q: %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	page := get(t, server, "/studies/talks-of-2022").Body.String()
	for _, want := range []string{"Talks of 2022", "12 Sep 2026, 09:00 UTC", "Nothing differs", "SHA-256", "detente study --series cbr:USDRUB"} {
		if !strings.Contains(page, want) {
			t.Errorf("the saved study lacks %q", want)
		}
	}
	if w := send(t, server, form, nil); w.Code != http.StatusConflict {
		t.Errorf("fixed twice: %d", w.Code)
	}
	late := hostileEvent("late", "Talks that were added later")
	if _, err := db.PutEvents(t.Context(), []event.Event{late}, origin, readAt.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	page = get(t, server, "/studies/talks-of-2022").Body.String()
	if !strings.Contains(page, "On the newest figures it differs") || !strings.Contains(page, "On the figures of then") {
		t.Errorf("after a new event the page does not say that the result differs: %s", page)
	}
}

// Once a token was made the form alone is not enough, even from this machine.
func TestSavedStudyNeedsATokenOnceThereIsOne(t *testing.T) {
	t.Parallel()
	db := openEmbeddedCopy(t)
	server := newServer(t, db)
	secret, _, err := db.CreateToken(t.Context(), "Ada", readAt)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"name": {"With a token"}, "category": {"talks"}}
	if w := send(t, server, form, nil); w.Code != http.StatusUnauthorized {
		t.Errorf("without the token: %d", w.Code)
	}
	form.Set("token", secret)
	if w := send(t, server, form, nil); w.Code != http.StatusSeeOther {
		t.Fatalf("with the token: %d: %s", w.Code, w.Body)
	}
	if page := get(t, server, "/studies/with-a-token").Body.String(); !strings.Contains(page, "by Ada") {
		t.Error("the study does not say who fixed it")
	}
}

func TestSavedStudyRefuses(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbeddedCopy(t))
	good := url.Values{"name": {"A name"}}
	for _, tt := range []struct {
		name   string
		form   url.Values
		change func(*http.Request)
		status int
	}{
		{"no name", url.Values{}, nil, 400},
		{"no letters", url.Values{"name": {"…"}}, nil, 400},
		{"long name", url.Values{"name": {strings.Repeat("x", 121)}}, nil, 400},
		{"bad window", url.Values{"name": {"x"}, "window": {"2:1"}}, nil, 400},
		{"unknown parameter", url.Values{"name": {"x"}, "y": {"1"}}, nil, 400},
		{"too long", url.Values{"name": {"x"}, "text": {strings.Repeat("x", 100_000)}}, nil, 400},
		{"another site", good, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		{"another port of this host", good, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }, 403},
		{"an old browser from elsewhere", good, func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", "https://evil.example")
		}, 403},
		{"no origin at all", good, func(r *http.Request) { r.Header.Del("Sec-Fetch-Site") }, 403},
		{"another machine", good, func(r *http.Request) { r.RemoteAddr = "192.0.2.7:1234" }, 403},
	} {
		if w := send(t, server, tt.form, tt.change); w.Code != tt.status {
			t.Errorf("%s: %d, want %d", tt.name, w.Code, tt.status)
		}
	}
	if body := get(t, server, "/studies").Body.String(); !strings.Contains(body, "None yet") {
		t.Error("something was saved")
	}
}
