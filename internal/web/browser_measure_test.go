package web_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"detente/internal/testkit/browser"
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
	p := openSite(t, openEmbedded(t))
	for _, width := range []int64{1440, 768, 390} {
		p.Size(width, 900)
		for path, charts := range map[string]int{"/study?category=sanctions&window=-1:5": 2, "/correlation?from=2021-01-01&to=2023-01-01": 4, "/events/" + macron: 1, "/compare": 1} {
			p.Open(path)
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
	p.ExpectNoFaults()
}

// Nobody has come to them, and a picture of the whole page has them.
func TestBrowserChartsOutOfSightAreDrawnAtRest(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Go("/correlation?from=2021-01-01&to=2023-01-01")
	p.Until(`[...document.querySelectorAll('.measured[data-chart]')].every((f) => f.dataset.state === 'ready') && scrollY === 0`)
	if pixels := evaluate[map[string]int](p, inked); len(pixels) != 4 {
		t.Errorf("%v", pixels)
	}
	p.ExpectNoFaults()
}

// What changed at a period's start is read whole, also where the row above it is wider than the screen; on a desk the row has room.
func TestBrowserPeriodsAreReadWithoutScrolling(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	const cut = `[...document.querySelectorAll('[aria-labelledby="periods-title"] .told')].map((cell) => {
		const text = document.createRange();
		text.selectNodeContents(cell);
		return text.getBoundingClientRect().right - cell.closest('.scroller').getBoundingClientRect().right;
	}).filter((beyond) => beyond > 0)`
	for _, width := range []int64{1440, 1100, 768, 390} {
		p.Size(width, 900)
		p.Go("/correlation")
		if beyond := evaluate[[]float64](p, cut); len(beyond) > 0 || evaluate[int](p, `document.querySelectorAll('.told').length`) == 0 {
			t.Errorf("%d px: sentences end %v px beyond the table's edge", width, beyond)
		}
	}
	p.Size(1440, 900)
	if evaluate[bool](p, `(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)(document.querySelector('.scroller[aria-labelledby="periods-title"]'))`) {
		t.Error("1440 px: the table of periods scrolls sideways")
	}
	p.ExpectNoFaults()
}

// A filter swaps the result in place and draws its charts anew; the keys walk along them.
func TestBrowserStudyFollowsItsFilters(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Open("/study")
	const used = `Number(document.querySelector('[data-region="study"]').dataset.used)`
	all := evaluate[int](p, used)
	evaluate[any](p, `document.getElementById('f-category-sanctions').click()`)
	p.Until(`location.search === '?category=sanctions' && ` + used + ` < ` + fmt.Sprint(all))
	p.Until(browser.Drawn + ` && document.querySelectorAll('.measured').length === 2`)
	if n := evaluate[map[string]int](p, inked)["caar"]; n < 1000 {
		t.Errorf("after a swap %d pixels of the path", n)
	}
	evaluate[any](p, `document.querySelector('#caar .plot').focus()`)
	p.Press(kb.Home, kb.ArrowRight)
	p.Until(`document.querySelector('#caar [data-live]').textContent.startsWith('day +1, CAAR')`)
	evaluate[any](p, `history.back()`)
	p.Until(used + ` === ` + fmt.Sprint(all))
	p.ExpectNoFaults()
}
