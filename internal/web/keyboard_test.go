package web_test

import (
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
	p.Press(kb.ArrowRight)
	if got := said(); !strings.HasPrefix(got, "10 February 2022") {
		t.Errorf("the first step says %q, and not the last fixing in view", got)
	}
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
	p.TabTo(".plot")
	p.Press(kb.Escape, kb.Escape) // the tip, where one is shown, and the card
	p.Until(`!document.querySelector('.card[data-selected]') && !location.search.includes('event=') && document.activeElement.matches('.plot')`)
	p.Press(kb.Home, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.Enter)
	p.Until(`document.activeElement.matches('.popup a')`)
	p.Press(kb.ArrowDown, kb.Enter)
	p.Until(`document.querySelector('.card[data-selected]') !== null`)
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
