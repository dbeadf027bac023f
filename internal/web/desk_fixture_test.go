package web_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"detente/assets"
	"detente/data"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/source/liveblog"
	"detente/internal/store"
	"detente/internal/web"
)

// desk is a server on a database of its own, and somebody in front of it.
type desk struct {
	clock  *sync.Mutex // of now: a browser asks several things at once
	t      *testing.T
	db     *store.DB
	server *web.Server
	token  string
	cookie string
	csrf   string
	now    time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{clock: new(sync.Mutex), t: t, db: openEmpty(t), now: readAt}
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	few := store.Dataset{Version: set.Version, Series: set.Series, Actors: set.Actors}
	if _, err := d.db.LoadEmbedded(t.Context(), few, readAt); err != nil {
		t.Fatal(err)
	}
	bundle, _ := assets.Load() // pages without it are tested as well
	d.server, err = web.New(web.Deps{Store: d.db, Bundle: bundle, Now: d.tick, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Liveblog: readLiveblog})
	if err != nil {
		t.Fatal(err)
	}
	if d.token, _, err = d.db.CreateToken(t.Context(), "Anna", readAt); err != nil {
		t.Fatal(err)
	}
	return d
}

// tick is a clock that moves, so that versions follow each other.
func (d *desk) tick() time.Time {
	d.clock.Lock()
	defer d.clock.Unlock()
	d.now = d.now.Add(time.Second)
	return d.now
}

func readLiveblog(text string, p web.LiveblogPage) (web.LiveblogOffer, error) {
	r, err := liveblog.ParsePage(text, liveblog.Page{Date: p.Date, Zone: p.Zone, Actors: p.Actors, SourceName: p.SourceName, SourceURL: p.SourceURL})
	return web.LiveblogOffer{Drafts: r.Drafts, Quotes: r.Quotes}, err
}

func (d *desk) get(path string) *httptest.ResponseRecorder {
	d.t.Helper()
	return get(d.t, d.server, path, "Cookie", d.cookie)
}

// post sends a form of this login; header pairs replace those of a browser.
func (d *desk) post(path string, form url.Values, header ...string) *httptest.ResponseRecorder {
	d.t.Helper()
	r := httptest.NewRequestWithContext(d.t.Context(), "POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Cookie", d.cookie)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	d.server.Handler().ServeHTTP(w, r)
	return w
}

var csrfField = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

// login logs in by the form and keeps the cookie and the csrf value.
func (d *desk) login() {
	d.t.Helper()
	w := d.post("/login", url.Values{"token": {d.token}, "next": {"/events/new"}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/events/new" {
		d.t.Fatalf("login: %d to %q", w.Code, w.Header().Get("Location"))
	}
	set := w.Header().Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Strict", "Path=/"} {
		if !strings.Contains(set, want) {
			d.t.Errorf("the cookie lacks %s: %s", want, set)
		}
	}
	d.cookie, _, _ = strings.Cut(set, ";")
	m := csrfField.FindStringSubmatch(d.get("/events/new").Body.String())
	if m == nil {
		d.t.Fatal("the form has no csrf value")
	}
	d.csrf = m[1]
}

// form is a form of this login.
func (d *desk) form(pairs ...string) url.Values {
	v := url.Values{"csrf": {d.csrf}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// draft stores a draft as a feed would.
func (d *desk) draft(id, title string, actors ...string) event.Event {
	d.t.Helper()
	e := event.Event{ID: id, OccurredAt: civil.New(2022, 2, 7).UTC(), Precision: event.PrecisionDay, Title: title, Category: event.Other,
		Importance: 1, Actors: actors, Status: event.StatusDraft, Origin: "feed:test", SourceName: "Wire"}
	if _, err := d.db.AddDrafts(d.t.Context(), []event.Event{e}, store.Origin{Author: "collect"}, readAt); err != nil {
		d.t.Fatal(err)
	}
	return d.event(id)
}

func (d *desk) event(id string) event.Event {
	d.t.Helper()
	e, err := d.db.Event(d.t.Context(), id, time.Time{})
	if err != nil {
		d.t.Fatal(err)
	}
	return e
}

func key(e event.Event) string { return fmt.Sprintf("%s@%d", e.ID, e.KnownFrom.Unix()) }

func (d *desk) expect(w *httptest.ResponseRecorder, status int, has ...string) {
	d.t.Helper()
	if w.Code != status {
		d.t.Errorf("status %d, want %d: %.300s", w.Code, status, w.Body)
	}
	for _, want := range has {
		if !strings.Contains(w.Body.String(), want) {
			d.t.Errorf("the page lacks %q", want)
		}
	}
}

func (d *desk) lacks(w *httptest.ResponseRecorder, texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if strings.Contains(w.Body.String(), text) {
			d.t.Errorf("the page says %q", text)
		}
	}
}
