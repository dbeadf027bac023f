package web_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"detente/assets"
	"detente/internal/store"
	"detente/internal/testkit/browser"
	"detente/internal/web"
)

// tab is a window on a server of these tests.
type tab struct {
	*browser.Tab
	t    *testing.T
	base string

	server *httptest.Server
}

// openTab opens a window on what a handler serves. The test is skipped where there is no Chromium or no bundle.
func openTab(t *testing.T, handler http.Handler) *tab {
	t.Helper()
	if _, err := assets.Load(); err != nil {
		t.Skip(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return &tab{browser.Open(t, server.URL), t, server.URL, server}
}

// reading is one server on the embedded database for all windows that only read it: what it has read and computed stays.
var reading struct {
	once   sync.Once
	server *web.Server
}

// openSite opens a window on db as it is read at readAt.
func openSite(t *testing.T, db *store.DB) *tab {
	t.Helper()
	if db != openEmbedded(t) {
		return openTab(t, newServer(t, db).Handler())
	}
	reading.once.Do(func() { reading.server = newServer(t, db) })
	return openTab(t, reading.server.Handler())
}

func evaluate[T any](p *tab, expression string) T {
	p.t.Helper()
	return browser.Value[T](p.Tab, expression)
}

// enter logs the browser in by the form.
func (p *tab) enter(d *desk, next string) {
	p.t.Helper()
	p.Go("/login?next=" + next)
	p.Type("#token", d.token+kb.Enter)
	p.After(`location.pathname !== '/login' && document.readyState === 'complete'`)
}
