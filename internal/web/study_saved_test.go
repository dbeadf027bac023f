package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/store"
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

// deskServer is a server on a database of its own with the secret of a token.
func deskServer(t *testing.T) (*web.Server, *store.DB, string) {
	t.Helper()
	db := openEmbeddedCopy(t)
	secret, _, err := db.CreateToken(t.Context(), "Ada", readAt)
	if err != nil {
		t.Fatal(err)
	}
	return newServer(t, db), db, secret
}

func TestSavedStudyIsFixedOnceAndSaysWhatDiffers(t *testing.T) {
	t.Parallel()
	server, db, secret := deskServer(t)
	form := url.Values{"token": {secret}, "name": {"Talks of  2022"}, "category": {"talks"}, "from": {"2022-01-01"}, "to": {"2022-12-31"}}
	if w := send(t, server, form, nil); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/studies/talks-of-2022" {
		t.Fatalf("%d to %q: %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	page := get(t, server, "/studies/talks-of-2022").Body.String()
	for _, want := range []string{"Talks of 2022", "12 Sep 2026, 09:00 UTC", "by Ada", "Nothing differs", "SHA-256", "detente study --series cbr:USDRUB"} {
		if !strings.Contains(page, want) {
			t.Errorf("the saved study lacks %q", want)
		}
	}
	if w := send(t, server, form, nil); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), `value="Talks of 2022"`) {
		t.Errorf("fixed twice: %d, or what was typed is lost", w.Code)
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

// Fixing a study is a change like any other: without a token or a login nothing is stored, not even from this machine.
func TestSavedStudyNeedsATokenOrALogin(t *testing.T) {
	t.Parallel()
	bare := newServer(t, openEmbeddedCopy(t))
	form := url.Values{"name": {"Without a token"}, "category": {"talks"}, "window": {"-1:5"}}
	for name, server := range map[string]*web.Server{"no token was made": bare, "a token was made": func() *web.Server { s, _, _ := deskServer(t); return s }()} {
		w := send(t, server, form, nil)
		body := w.Body.String()
		if w.Code != http.StatusUnauthorized || !strings.Contains(body, `value="Without a token"`) || !strings.Contains(body, `name="window" value="-1:5"`) || !strings.Contains(body, `name="token"`) {
			t.Errorf("%s: %d, or what was typed is lost", name, w.Code)
		}
		if list := get(t, server, "/studies").Body.String(); !strings.Contains(list, "None yet") {
			t.Errorf("%s: something was saved", name)
		}
	}
}

// The login of a browser is enough, with the csrf value of the form.
func TestSavedStudyTakesALogin(t *testing.T) {
	t.Parallel()
	server, _, secret := deskServer(t)
	first := send(t, server, url.Values{"token": {secret}, "name": {"First"}}, nil)
	cookie := first.Header().Get("Set-Cookie")
	if first.Code != http.StatusSeeOther || cookie == "" {
		t.Fatalf("%d, cookie %q", first.Code, cookie)
	}
	cookie, _, _ = strings.Cut(cookie, ";")
	page := get(t, server, "/study/fix?category=talks", "Cookie", cookie).Body.String()
	found := csrfField.FindStringSubmatch(page)
	if found == nil || strings.Contains(page, `name="token"`) || !strings.Contains(page, `name="category" value="talks"`) {
		t.Fatalf("the form of a login: %s", page)
	}
	form := url.Values{"name": {"Second"}, "category": {"talks"}, "csrf": {found[1]}}
	with := func(r *http.Request) { r.Header.Set("Cookie", cookie) }
	if w := send(t, server, form, with); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/studies/second" {
		t.Errorf("with the login: %d: %s", w.Code, w.Body)
	}
	form.Set("csrf", "wrong")
	form.Set("name", "Third")
	if w := send(t, server, form, with); w.Code != http.StatusForbidden {
		t.Errorf("with another form's csrf: %d", w.Code)
	}
}

func TestSavedStudyRefuses(t *testing.T) {
	t.Parallel()
	server, _, secret := deskServer(t)
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
		{"too long", url.Values{"name": {"x"}, "text": {strings.Repeat("x", 100_000)}}, nil, 413},
		{"another site", good, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		{"another port of this host", good, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }, 403},
		{"an old browser from elsewhere", good, func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", "https://evil.example")
		}, 403},
		{"a wrong token", url.Values{"name": {"x"}, "token": {"detente_wrong"}}, nil, 401},
	} {
		if !tt.form.Has("token") {
			tt.form.Set("token", secret)
		}
		if w := send(t, server, tt.form, tt.change); w.Code != tt.status {
			t.Errorf("%s: %d, want %d", tt.name, w.Code, tt.status)
		}
	}
	if body := get(t, server, "/studies").Body.String(); !strings.Contains(body, "None yet") {
		t.Error("something was saved")
	}
}
