package web_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// Zooming by the keys, and drawing anew for what that brings, leaves the tooltip at the day it tells of; the keys go on from there.
// The names of its figures, longer in Russian, stand beside the figures and not under them.
func TestBrowserZoomTakesTheTooltipAlong(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Open("/?from=2022-01-10&lang=ru&to=2022-03-12")
	p.TabTo(".plot")
	p.Press(kb.End)
	tip := func() string { return p.Text(".tooltip-title") }
	if got := tip(); got != "11 марта 2022" {
		t.Fatalf("End shows %q", got)
	}
	for _, window := range []string{"from=2022-02-24&lang=ru&to=2022-03-26", "from=2022-03-03&lang=ru&to=2022-03-19"} {
		p.Press("+")
		p.Until(`location.search === '?` + window + `'`)
		// The day is the middle of the window now, and the tooltip hangs 16 px beside it: .sketched has the edges of the panels.
		if off := evaluate[float64](p, `(() => {
			const plot = document.querySelector('.plot').clientWidth, tip = document.querySelector('.tooltip');
			const middle = 48 + (plot - 48 - 132) / 2;
			return Math.min(Math.abs(tip.offsetLeft - 16 - middle), Math.abs(tip.offsetLeft + tip.offsetWidth + 16 - middle));
		})()`); tip() != "11 марта 2022" || off > 30 {
			t.Errorf("%s: the tooltip of %s hangs %.0f px from its day", window, tip(), off)
		}
	}
	if got := evaluate[bool](p, `[...document.querySelectorAll('.tooltip-row')].every((row) => {
		const range = document.createRange();
		range.selectNodeContents(row.children[0]);
		return range.getBoundingClientRect().right <= row.children[1].getBoundingClientRect().left;
	}) && document.querySelectorAll('.tooltip-row').length === 4`); !got {
		t.Error("names of the tooltip lie under its figures")
	}
	p.Press(kb.ArrowLeft)
	if got := tip(); got != "10 марта 2022" {
		t.Errorf("the keys go on at %q", got)
	}
	p.ExpectNoFaults()
}

// The focus stays on the control that changed the page, and what changed is said; without its event the keys go on from the card's place.
func TestBrowserFocusStaysAfterAChange(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Open(shortStory)
	for _, tt := range []struct{ control, then string }{
		{`.ranges a:nth-child(2)`, `location.search !== ` + "`?" + strings.SplitN(shortStory, "?", 2)[1] + "`"},
		{`.switches a[href*="log=1"]`, `location.search.includes('log=1')`},
		{`.opening a`, `!location.search.includes('log=1')`},
	} {
		p.Focus(tt.control)
		name := evaluate[string](p, `document.activeElement.textContent.trim()`)
		p.Press(kb.Enter)
		p.Until(tt.then + ` && document.documentElement.dataset.busy === undefined`)
		if got := evaluate[string](p, `document.activeElement.textContent.trim()`); got != name {
			t.Errorf("after %q the focus is on %.40q", name, got)
		}
	}
	p.Open(shortStory)
	p.Focus(`#f-category-talks`)
	p.Press(" ")
	p.Until(`location.search.includes('category=talks')`)
	p.Until(`/^Events: \d+ of \d+$/.test(document.querySelector('[data-told]').textContent) && document.activeElement.id === 'f-category-talks'`)
	p.Focus(`.card .close`)
	p.Press(kb.Enter)
	p.Until(`!location.search.includes('event=') && document.querySelector('[data-told]').textContent.startsWith('No event is selected')`)
	if got := evaluate[string](p, `document.activeElement.dataset.region ?? document.activeElement.tagName`); got != "card" {
		t.Errorf("without its card the focus is on %s", got)
	}
	p.ExpectNoFaults()
}

// With the page's colours taken away it is still seen which page, which range and which lines are chosen.
func TestForcedColoursShowWhatIsChosen(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.ForcedColours()
	p.Size(1440, 900)
	p.Open("/")
	for _, pair := range [][3]string{
		{`.masthead nav a[aria-current]`, `.masthead nav a:not([aria-current])`, ``},
		{`.range[aria-current]`, `.range:not([aria-current])`, ``},
		{`.switch[aria-checked="true"]`, `.switch[aria-checked="false"]`, `::before`},
	} {
		if evaluate[bool](p, fmt.Sprintf(`(() => {
			const look = (s) => { const c = getComputedStyle(document.querySelector(s), %q || null); return c.backgroundColor + c.borderBottomColor; };
			return look(%q) === look(%q);
		})()`, pair[2], pair[0], pair[1])) {
			t.Errorf("%s looks like any other", pair[0])
		}
	}
	p.ExpectNoFaults()
}
