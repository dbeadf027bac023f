package web_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// From the first Tab to the study of an event, without a mouse.
func TestBrowserKeyboardFromFirstTabToStudy(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Open("/?from=2022-02-01&to=2022-02-10")
	p.Press(kb.Tab)
	if first := evaluate[string](p, `document.activeElement.className`); first != "skip" {
		t.Errorf("the first Tab goes to %q and not to the link that skips the menu", first)
	}
	p.TabTo(".plot")

	p.Press("?")
	p.Until(`document.querySelector('dialog.keys')?.open === true`)
	p.Press(kb.Escape)
	p.Until(`!document.querySelector('dialog.keys') && document.activeElement.matches('.plot')`)

	said := func() string { return evaluate[string](p, `document.querySelector('[data-live]').textContent`) }
	p.Press(kb.Home)
	if got := said(); !strings.HasPrefix(got, "1 February 2022, USD 77.") {
		t.Errorf("Home says %q", got)
	}
	p.Press(kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight)
	// 7 February is the fifth fixing: a weekend lies between, and it set no Saturday's.
	if got := said(); got != "7 February 2022, USD 75.68, rouble plus 0.5 percent, 15 events" && !strings.HasPrefix(got, "7 February 2022, USD 75.68, rouble plus ") {
		t.Errorf("four fixings on it says %q", got)
	}
	p.Press(kb.End)
	if got := said(); !strings.HasPrefix(got, "10 February 2022") {
		t.Errorf("End says %q", got)
	}
	p.Press(kb.Home, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.Enter)
	p.Until(`document.querySelector('.popup') !== null && document.activeElement.matches('.popup a')`)
	p.Press(kb.Escape)
	p.Until(`!document.querySelector('.popup') && document.activeElement.matches('.plot')`)

	p.Press(kb.Enter)
	p.Until(`document.activeElement.matches('.popup a')`)
	p.Press(kb.ArrowDown, kb.Enter)
	p.Until(`document.querySelector('.card[data-selected]') !== null`)
	chosen := evaluate[string](p, `document.querySelector('.card').dataset.selected`)
	if !strings.HasPrefix(chosen, "20220207-") {
		t.Errorf("the card shows %s", chosen)
	}
	p.TabTo(`.card a[href^="/events/"]`)
	p.Press(kb.Enter)
	p.After(`document.readyState === 'complete' && location.pathname.startsWith("/events/")`)
	p.TabTo(`a[href^="/study"]:not(nav a)`)
	p.Press(kb.Enter)
	p.After(`document.readyState === 'complete' && location.pathname.startsWith("/study")`)
	p.ExpectNoFaults()
}

// From a point of the lines to the request its value came from, by the keys and by the mouse, in the page and in a frame of it.
func TestBrowserPointLeadsToItsSource(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Open("/?as-of=2022-02-20&from=2022-02-01&to=2022-02-10")
	p.TabTo(".plot")
	p.Press(kb.Home, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.Enter, kb.ArrowUp)
	p.Until(`document.activeElement.matches('.popup .origins a')`)
	if got := evaluate[string](p, `document.activeElement.textContent`); !strings.HasPrefix(got, "EUR86.5181") { // data/rates/cbr.csv, 8 February
		t.Errorf("the last figure of 7 February is %q", got)
	}
	p.Press(kb.ArrowUp, kb.Enter)
	p.After(`document.readyState === 'complete' && location.pathname === "/provenance"`)
	if got := evaluate[string](p, `decodeURIComponent(location.search) + document.querySelector('main').textContent`); !strings.HasPrefix(got, "?as-of=2022-02-20&date=2022-02-08&series=cbr:USDRUB") || !strings.Contains(got, "75.6806") {
		t.Errorf("the first figure leads to %s", got)
	}
	const click = `(() => {
		const canvas = document.querySelector('.canvas canvas'), box = canvas.getBoundingClientRect();
		const at = { bubbles: true, clientX: box.left + box.width / 2, clientY: box.top + 60 };
		for (const name of ['mousemove', 'mousedown', 'mouseup', 'click']) canvas.dispatchEvent(new MouseEvent(name, at));
	})()`
	for _, path := range []string{"/?from=2022-02-01&to=2022-02-10", "/embed/overlay?from=2022-02-01&to=2022-02-10"} {
		p.Open(path)
		p.Until(`document.getElementById('overview').dataset.state === 'ready'`)
		evaluate[any](p, click)
		p.Until(`document.querySelectorAll('.popup .origins a[href^="/provenance?"]').length === 2`)
		if got := evaluate[string](p, `document.querySelector('.popup .origins a').getAttribute('href')`); !strings.Contains(got, "series=cbr%3AUSDRUB") {
			t.Errorf("%s: a click in the chart leads to %q", path, got)
		}
	}
	p.ExpectNoFaults()
}

// The same keys lead a Russian reader, and what is said is Russian.
func TestBrowserKeyboardInRussian(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Open("/?from=2022-02-01&lang=ru&to=2022-02-10")
	p.TabTo(".plot")
	p.Press(kb.Home)
	if got := evaluate[string](p, `document.querySelector('[data-live]').textContent`); !strings.HasPrefix(got, "1 февраля 2022, USD 77,") {
		t.Errorf("Home says %q", got)
	}
	p.Press("?")
	p.Until(`document.querySelector('dialog.keys')?.open === true`)
	if got := p.Text("dialog.keys"); strings.Contains(got, "next") || !strings.Contains(got, "событи") {
		t.Errorf("the keys are told so: %q", got)
	}
	p.Press(kb.Escape, kb.Home, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.Enter)
	p.Until(`document.activeElement.matches('.popup a')`)
	p.Press(kb.Enter)
	p.Until(`document.querySelector('.card[data-selected]') !== null`)
	p.TabTo(`.card a[href^="/events/"]`)
	p.Press(kb.Enter)
	p.After(`document.readyState === 'complete' && location.pathname.startsWith("/events/") && document.documentElement.lang === 'ru'`)
	p.TabTo(`a[href^="/study"]:not(nav a)`)
	p.Press(kb.Enter)
	p.After(`document.readyState === 'complete' && location.pathname.startsWith("/study") && document.documentElement.lang === 'ru'`)
	p.ExpectNoFaults()
}

// What is typed stays where it is not understood, and the error stands beside it.
func TestBrowserKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Open(story)
	evaluate[any](p, `(() => { const f = document.getElementById('from'); f.value = '31 Feb 2022'; f.focus(); })()`)
	p.Press(kb.Enter)
	p.Until(`document.querySelector('#from[aria-invalid]') !== null`)
	if got := evaluate[string](p, `document.getElementById('from').value + '|' + document.activeElement.id + '|' + location.search`); got != "31 Feb 2022|from|"+strings.TrimPrefix(story, "/") {
		t.Errorf("value, focus and address are %q", got)
	}
	if got := evaluate[string](p, `document.getElementById('from-fault').textContent`); !strings.Contains(got, "is not a date") {
		t.Errorf("the error says %q", got)
	}
	evaluate[any](p, `(() => { const f = document.getElementById('from'); f.value = '1 Feb 2022'; f.focus(); })()`)
	p.Press(kb.Enter)
	p.Until(`location.search.includes('from=2022-02-01') && !document.querySelector('[aria-invalid]')`)
	// The browser itself notes the answer to a bad address; nothing else may be said.
}

func TestBrowserSortsAndLinksTheTable(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Open(story)
	first := func(column int) string {
		return evaluate[string](p, `document.querySelector('.days tbody tr').cells[`+string(rune('0'+column))+`].textContent.trim()`)
	}
	evaluate[any](p, `document.querySelectorAll('.days thead .sort')[2].click()`)
	if got := first(2); got != "120.3785" {
		t.Errorf("the weakest rouble is first, not %s", got)
	}
	evaluate[any](p, `document.querySelectorAll('.days thead .sort')[2].click()`)
	if got := evaluate[string](p, `document.querySelectorAll('.days thead th')[2].getAttribute('aria-sort')`); got != "ascending" {
		t.Errorf("aria-sort is %q", got)
	}
	evaluate[any](p, `document.querySelectorAll('.days thead .sort')[2].click()`)
	if got := first(0); got != "15 Mar 2022" {
		t.Errorf("the third click gives back the order, not %s", got)
	}
	evaluate[any](p, `document.querySelector('.days [data-event]').dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))`)
	p.Until(`document.querySelector('tr.hovered') !== null && !document.querySelector('.tooltip').hidden`)
	p.ExpectNoFaults()
}

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
