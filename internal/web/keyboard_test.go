package web_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// hit presses keys one after the other.
func (p *tab) hit(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		if err := chromedp.Do(p.ctx, chromedp.KeyEvent(k)); err != nil {
			p.t.Fatal(err)
		}
	}
}

// tabTo presses Tab until the focus is on what the selector names, and returns how many steps that took.
func (p *tab) tabTo(selector string) int {
	p.t.Helper()
	for n := 1; n < 120; n++ {
		p.hit(kb.Tab)
		if evaluate[bool](p, `document.activeElement.matches(`+quoted(selector)+`)`) {
			return n
		}
		if evaluate[bool](p, `document.activeElement !== document.body && getComputedStyle(document.activeElement).outlineStyle === 'none'`) {
			p.t.Errorf("the focus is not visible on %s", evaluate[string](p, `document.activeElement.outerHTML.slice(0, 120)`))
		}
	}
	p.t.Fatalf("Tab does not reach %s", selector)
	return 0
}

// arrives waits for another page, whose script context does not exist until it is there.
func (p *tab) arrives(path string) {
	p.t.Helper()
	wanted := `document.readyState === 'complete' && location.pathname.startsWith(` + quoted(path) + `)`
	for deadline := time.Now().Add(15 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if there, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](wanted)); err == nil && there {
			return
		}
	}
	p.t.Fatalf("the page is not at %s", path)
}

func quoted(s string) string { return "`" + s + "`" }

// From the first Tab to the study of an event, without a mouse.
func TestBrowserKeyboardFromFirstTabToStudy(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newServer(t, openEmbedded(t)).Handler())
	t.Cleanup(server.Close)
	p := openTab(t, server)
	p.size(1440, 900)
	p.open("/?from=2022-02-01&to=2022-02-10")
	p.hit(kb.Tab)
	if first := evaluate[string](p, `document.activeElement.className`); first != "skip" {
		t.Errorf("the first Tab goes to %q and not to the link that skips the menu", first)
	}
	p.tabTo(".plot")

	p.hit("?")
	p.until(`document.querySelector('dialog.keys')?.open === true`)
	p.hit(kb.Escape)
	p.until(`!document.querySelector('dialog.keys') && document.activeElement.matches('.plot')`)

	said := func() string { return evaluate[string](p, `document.querySelector('[data-live]').textContent`) }
	p.hit(kb.Home)
	if got := said(); !strings.HasPrefix(got, "1 February 2022, USD 77.") {
		t.Errorf("Home says %q", got)
	}
	p.hit(kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight)
	// 7 February is the fifth fixing: a weekend lies between, and it set no Saturday's.
	if got := said(); got != "7 February 2022, USD 75.68, rouble plus 0.5 percent, 15 events" && !strings.HasPrefix(got, "7 February 2022, USD 75.68, rouble plus ") {
		t.Errorf("four fixings on it says %q", got)
	}
	p.hit(kb.End)
	if got := said(); !strings.HasPrefix(got, "10 February 2022") {
		t.Errorf("End says %q", got)
	}
	p.hit(kb.Home, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.Enter)
	p.until(`document.querySelector('.popup') !== null && document.activeElement.matches('.popup a')`)
	p.hit(kb.Escape)
	p.until(`!document.querySelector('.popup') && document.activeElement.matches('.plot')`)

	p.hit(kb.Enter)
	p.until(`document.activeElement.matches('.popup a')`)
	p.hit(kb.ArrowDown, kb.Enter)
	p.until(`document.querySelector('.card[data-selected]') !== null`)
	chosen := evaluate[string](p, `document.querySelector('.card').dataset.selected`)
	if !strings.HasPrefix(chosen, "20220207-") {
		t.Errorf("the card shows %s", chosen)
	}
	p.tabTo(`.card a[href^="/events/"]`)
	p.hit(kb.Enter)
	p.arrives("/events/")
	p.tabTo(`a[href^="/study"]:not(nav a)`)
	p.hit(kb.Enter)
	p.arrives("/study")
	p.expectNoFaults()
}

// What is typed stays where it is not understood, and the error stands beside it.
func TestBrowserKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newServer(t, openEmbedded(t)).Handler())
	t.Cleanup(server.Close)
	p := openTab(t, server)
	p.size(1440, 900)
	p.open(story)
	evaluate[any](p, `(() => { const f = document.getElementById('from'); f.value = '31 Feb 2022'; f.focus(); })()`)
	p.hit(kb.Enter)
	p.until(`document.querySelector('#from[aria-invalid]') !== null`)
	if got := evaluate[string](p, `document.getElementById('from').value + '|' + document.activeElement.id + '|' + location.search`); got != "31 Feb 2022|from|"+strings.TrimPrefix(story, "/") {
		t.Errorf("value, focus and address are %q", got)
	}
	if got := evaluate[string](p, `document.getElementById('from-fault').textContent`); !strings.Contains(got, "is not a date") {
		t.Errorf("the error says %q", got)
	}
	evaluate[any](p, `(() => { const f = document.getElementById('from'); f.value = '1 Feb 2022'; f.focus(); })()`)
	p.hit(kb.Enter)
	p.until(`location.search.includes('from=2022-02-01') && !document.querySelector('[aria-invalid]')`)
	// The browser itself notes the answer to a bad address; nothing else may be said.
}

func TestBrowserSortsAndLinksTheTable(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newServer(t, openEmbedded(t)).Handler())
	t.Cleanup(server.Close)
	p := openTab(t, server)
	p.size(1440, 900)
	p.open(story)
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
	p.until(`document.querySelector('tr.hovered') !== null && !document.querySelector('.tooltip').hidden`)
	p.expectNoFaults()
}
