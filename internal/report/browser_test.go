package report

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/testkit/browser"
)

// The report is one file for whoever gets it by mail: it asks for nothing else, and axe-core finds nothing.
func TestReportInTheBrowser(t *testing.T) {
	t.Parallel()
	browser.Path(t)
	html, f := written(t, stored(t), event.Filter{From: civil.New(2022, 1, 15), To: civil.New(2022, 3, 15)})
	var others atomic.Int32
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/report.html":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte(html)) // a reader who has gone fails the test by himself
		case "/favicon.ico": // asked by the browser, not by the file
			w.WriteHeader(http.StatusNoContent)
		default:
			others.Add(1)
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(site.Close)
	p := browser.Open(t, site.URL)
	p.Size(1440, 900)
	p.Go("/report.html")
	if got := browser.Value[int](p, `performance.getEntriesByType('resource').filter((r) => !r.name.endsWith('/favicon.ico')).length`); got != 0 || others.Load() != 0 {
		t.Errorf("the report asks for %d further files, %d of this host", got, others.Load())
	}
	if got := browser.Value[int](p, `document.querySelectorAll('svg').length`); got != 2 {
		t.Errorf("%d drawings, want the overview and the path", got)
	}
	if got := browser.Value[string](p, `document.body.innerText`); !strings.Contains(got, "75.6806") || !strings.Contains(got, "Macron") {
		t.Error("the text of the report is not on the page")
	}
	if got := browser.Value[int](p, `document.querySelectorAll('tbody tr').length`); got < len(f.Overlay.Rows)+len(f.Events.Rows) {
		t.Errorf("%d rows on the page", got)
	}
	for _, finding := range p.Axe() {
		t.Error(finding)
	}
	// An A4 sheet between its margins is 703 px wide: no column may end outside, since paper does not scroll.
	p.Size(703, 900)
	p.Paper(func() {
		if got := browser.Value[float64](p, `Math.max(...[...document.querySelectorAll('th, td, pre, caption, svg')].map((e) => e.getBoundingClientRect().right))`); got > 703 {
			t.Errorf("on paper a column ends at %.0f px of 703", got)
		}
	})
	p.Size(390, 844)
	if got := browser.Value[int](p, `document.documentElement.scrollWidth`); got > 390 {
		t.Errorf("on a phone the report is %d px wide", got)
	}
	p.ExpectNoFaults()
}
