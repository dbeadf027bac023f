package web_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// inked counts the pixels of every chart of the page that are not blank, by the id of its figure.
const inked = `Object.fromEntries([...document.querySelectorAll('.measured')].map((figure) => {
	const canvas = figure.querySelector('canvas');
	const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
	const context = copy.getContext('2d', { willReadFrequently: true });
	context.drawImage(canvas, 0, 0);
	const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
	let n = 0;
	for (let i = 3; i < data.length; i += 4) n += data[i] > 40 ? 1 : 0;
	return [figure.id, n];
}))`

func TestBrowserPaintsEveryStudyChart(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newServer(t, openEmbedded(t)).Handler())
	t.Cleanup(server.Close)
	p := openTab(t, server)
	for _, width := range []int64{1440, 768, 390} {
		p.size(width, 900)
		for path, charts := range map[string]int{"/study?category=sanctions&window=-1:5": 2, "/correlation?from=2021-01-01&to=2023-01-01": 4, "/events/" + macron: 1, "/compare": 1} {
			p.open(path)
			p.until(`[...document.querySelectorAll('.measured')].every((f) => f.dataset.state === 'ready')`)
			pixels := evaluate[map[string]int](p, inked)
			if len(pixels) != charts {
				t.Errorf("%d px, %s: charts %v, want %d", width, path, pixels, charts)
			}
			for id, n := range pixels {
				if n < 1000 {
					t.Errorf("%d px, %s: %d pixels of %s", width, path, n, id)
				}
			}
			if evaluate[bool](p, `document.documentElement.scrollWidth > innerWidth`) {
				t.Errorf("%d px, %s: the page scrolls sideways", width, path)
			}
		}
	}
	p.expectNoFaults()
}

// A filter swaps the result in place and draws its charts anew; the keys walk along them.
func TestBrowserStudyFollowsItsFilters(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newServer(t, openEmbedded(t)).Handler())
	t.Cleanup(server.Close)
	p := openTab(t, server)
	p.size(1440, 900)
	p.open("/study")
	const used = `Number(document.querySelector('[data-region="study"]').dataset.used)`
	all := evaluate[int](p, used)
	evaluate[any](p, `document.getElementById('f-category-sanctions').click()`)
	p.until(`location.search === '?category=sanctions' && ` + used + ` < ` + fmt.Sprint(all))
	p.until(`document.querySelectorAll('.measured[data-state="ready"]').length === 2`)
	if n := evaluate[map[string]int](p, inked)["caar"]; n < 1000 {
		t.Errorf("after a swap %d pixels of the path", n)
	}
	evaluate[any](p, `document.querySelector('#caar .plot').focus()`)
	if err := chromedp.Do(p.ctx, chromedp.KeyEvent(kb.Home), chromedp.KeyEvent(kb.ArrowRight)); err != nil {
		t.Fatal(err)
	}
	p.until(`document.querySelector('#caar [data-live]').textContent.startsWith('day +1, CAAR')`)
	evaluate[any](p, `history.back()`)
	p.until(used + ` === ` + fmt.Sprint(all))
	p.expectNoFaults()
}

func TestBrowserAxeFindsNothingOnMeasuringPages(t *testing.T) {
	t.Parallel()
	axe, err := os.ReadFile("../../assets/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skipf("axe-core is not installed, run npm ci in assets: %v", err)
	}
	server := httptest.NewServer(newServer(t, openEmbedded(t)).Handler())
	t.Cleanup(server.Close)
	p := openTab(t, server)
	p.size(1440, 900)
	for _, scheme := range []string{"light", "dark"} {
		_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/study?category=talks", "/study?text=xyzzy", "/correlation?from=2021-11-01&to=2022-02-23", "/methods", "/events/" + macron, "/studies", "/compare"} {
			if err := chromedp.Do(p.ctx, chromedp.Navigate(p.base+path)); err != nil {
				t.Fatal(err)
			}
			findings, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](string(axe)+`;axe.run().then((r) =>
				r.violations.map((v) => v.id + ' (' + v.nodes.length + '): ' + v.nodes[0].html.slice(0, 160)))`, chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range findings {
				t.Errorf("%s, %s: %s", path, scheme, f)
			}
		}
	}
}
