package web_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
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

// painted counts the pixels of a colour token in the chart's canvas.
func (p *tab) painted(token string) int {
	p.t.Helper()
	return evaluate[int](p, `(() => {
		const hex = getComputedStyle(document.documentElement).getPropertyValue(`+strconv.Quote(token)+`).trim();
		const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
		const canvas = document.querySelector('.plot canvas');
		const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
		const context = copy.getContext('2d', { willReadFrequently: true });
		context.drawImage(canvas, 0, 0);
		const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
		let n = 0;
		for (let i = 0; i < data.length; i += 4) n += Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 12 && data[i + 3] > 200 ? 1 : 0;
		return n;
	})()`)
}
