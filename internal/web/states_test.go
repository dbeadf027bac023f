package web_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"detente/internal/testkit/browser"
)

// places are where the parts of a page stand, from its top.
const places = `JSON.stringify(['.headline', '.toolbar', '.plot', '.tablebox', '.colophon'].map((s) => {
	const b = document.querySelector(s).getBoundingClientRect();
	return [s, Math.round(b.top + scrollY), Math.round(b.height)];
}))`

// Before the chart's script came everything stands where it stands afterwards.
func TestStateLoading(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	for _, width := range browser.Widths {
		p.Block("/static/app-*")
		p.Size(width, 900)
		p.Go(shortStory)
		if got := evaluate[string](p, `document.querySelector('[data-chart]').dataset.state`); got != "loading" {
			t.Fatalf("without its script the chart is %s", got)
		}
		before := evaluate[string](p, places)
		p.Block()
		p.Open(shortStory)
		if after := evaluate[string](p, places); after != before {
			t.Errorf("%d px: loading %s, ready %s", width, before, after)
		}
	}
	p.ExpectNoFaults(notes)
}

func TestStateEmpty(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Open("/?from=2022-02-01&text=xyzzy&to=2022-02-14")
	if got := p.Text(".tablebox"); !strings.Contains(got, "No events match: clear filters") {
		t.Errorf("the table says %.200q", got)
	}
	if got := p.Text("figcaption"); !strings.HasSuffix(strings.TrimSpace(got), "No events match: clear filters.") {
		t.Errorf("above the chart stands %q", got)
	}
	p.ClickOn("figcaption a")
	p.Until(`!location.search.includes('text') && document.querySelectorAll('.days [data-event]').length > 10`)
	p.ExpectNoFaults()
}

func TestStateStale(t *testing.T) {
	t.Parallel()
	p := openTab(t, readAtAnyTime(t, openEmbedded(t), func() time.Time { return readAt.AddDate(0, 0, 6) }).Handler())
	p.Open("/")
	// Set on 9 September 2026, read on the 18th.
	if got := p.Text(".gauges .stale"); !strings.HasPrefix(got, "Newest fixing is 9 days old · Bank of Russia") {
		t.Errorf("the headline says %q", got)
	}
	p.ClickOn(".gauges .stale a")
	p.After(`location.pathname === '/sources' && document.readyState === 'complete'`)
	p.ExpectNoFaults()
}

// A chart that cannot be drawn says so, and the table, the links and the downloads go on.
func TestStateFailed(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Before(`window.torn = true; const parse = JSON.parse; JSON.parse = (text, ...rest) => { if (torn && String(text).includes('"option"')) throw new Error('torn figures'); return parse(text, ...rest); };`)
	p.Size(1440, 900)
	for path, want := range map[string]string{shortStory: "The table below holds the same figures, and the downloads still work", "/study?category=talks": "The table below holds the same figures"} {
		p.Go(path)
		p.Until(strings.ReplaceAll(browser.Drawn, "'ready'", "'failed'"))
		if got := p.Text(".plot"); !strings.Contains(got, want) || !strings.Contains(got, "torn figures") {
			t.Errorf("%s: in place of the chart stands %q", path, got)
		}
		evaluate[any](p, `torn = false, document.querySelector('.failed button').click()`)
		p.Until(`document.querySelector('figure[data-chart]').dataset.state === 'ready' && document.querySelector('figure[data-chart] canvas').height > 0`)
	}
	p.Open("/events")
	p.ExpectNoFaults()
}

// Scripts that do not come leave what the server drew, with the reason; a filter that is chosen meanwhile takes away what is no longer
// shown, and another attempt draws the chart.
func TestStateFailedWithoutItsScripts(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Before(`localStorage.setItem('detente-tour', 'seen')`)
	p.Size(1440, 900)
	p.Block("/static/charts-*")
	p.Go(shortStory)
	const failed, seen = `document.querySelector('[data-chart]').dataset.state === 'failed'`, `[...document.querySelectorAll('.sketched .sketch-days text')].some((e) => e.checkVisibility())`
	p.Until(failed)
	if got := p.Text(".failed"); !strings.Contains(got, "The chart could not be drawn") || !evaluate[bool](p, seen) {
		t.Errorf("the chart says %q; the server's drawing is seen: %v", got, evaluate[bool](p, seen))
	}
	evaluate[any](p, `document.getElementById('f-category-sanctions').click()`)
	p.Until(`location.search.includes('category=sanctions') && ` + failed)
	if evaluate[bool](p, seen) {
		t.Error("the drawing of all events stands over a page of sanctions")
	}
	p.Block()
	p.ClickOn(".failed button")
	p.Until(`document.querySelector('[data-chart]').dataset.state === 'ready' && ` + shownInLane + ` === ` + saidByTable)
	if got := p.Text(".plot"); strings.Contains(got, "could not be drawn") {
		t.Errorf("over the chart still stands %q", got)
	}
	p.ExpectNoFaults("charts-", "ERR_BLOCKED_BY_CLIENT")
}

// Without a network what is shown stays; with it again the reader goes on from where that was.
func TestStateOffline(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Open(shortStory)
	rows := evaluate[int](p, shownInTable)
	p.Offline(true)
	evaluate[any](p, `document.getElementById('f-category-sanctions').click()`)
	p.Until(`document.querySelector('.notice') !== null`)
	if got := p.Text(".notice"); !strings.Contains(got, "You are offline. What is shown stays as it is") {
		t.Errorf("the notice says %q", got)
	}
	if got := evaluate[int](p, shownInTable); got != rows {
		t.Errorf("%d rows, there were %d", got, rows)
	}
	if evaluate[bool](p, `document.getElementById('f-category-sanctions').checked`) {
		t.Error("a filter is ticked that the page does not show")
	}
	p.Offline(false)
	p.ClickOn(".notice button")
	p.Until(`location.search.includes('category=sanctions') && !document.querySelector('.notice')`)
	p.ExpectNoFaults("ERR_INTERNET_DISCONNECTED")
}

// A tick that comes before the scripts counts, and so does one that is still on its way when an event is chosen.
func TestNoTickIsLost(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Before(`document.addEventListener('DOMContentLoaded', () => document.getElementById('f-category-talks').click(), { once: true })`)
	p.Open(shortStory)
	p.Until(`location.search.includes('category=talks') && document.getElementById('f-category-talks').defaultChecked`)
	p.TabTo(".plot")
	p.Press(kb.Home, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.Enter) // 7 February
	p.Until(`document.querySelector('.popup a[data-event]') !== null`)
	evaluate[any](p, `(document.getElementById('f-direction-de-escalation').click(), setTimeout(() => document.querySelector('.popup a[data-event]').click(), 1), null)`)
	p.Until(`['category=talks', 'direction=de-escalation', 'event='].every((part) => location.search.includes(part))`)
	p.ExpectNoFaults()
}

// Without scripts every page is read, filtered and taken away.
func TestStateNoScript(t *testing.T) {
	t.Parallel()
	p := openTab(t, readAtAnyTime(t, openEmbedded(t), time.Now).Handler()) // a file is written against the real clock
	p.NoScript()
	p.Size(1440, 900)
	p.Go(shortStory)
	for selector, want := range map[string]string{".headline": "75.6806", ".days": "Macron and Putin hold five-hour talks in the Kremlin", ".figure": "needs JavaScript"} {
		if got := p.Text(selector); !strings.Contains(got, want) {
			t.Errorf("%s says %.120q, not %q", selector, got, want)
		}
	}
	if hidden := evaluate[[]string](p, `[...document.querySelectorAll('button')].filter((b) => b.hidden || b.type === 'button').filter((b) => b.checkVisibility()).map((b) => b.outerHTML)`); len(hidden) > 0 {
		t.Errorf("buttons that do nothing are seen: %q", hidden)
	}
	evaluate[any](p, `document.getElementById('f-category-sanctions').checked = true`)
	p.ClickOn(".facets .apply")
	p.After(`location.search.includes('category=sanctions') && document.readyState === 'complete'`)
	want := get(t, newServer(t, openEmbedded(t)), evaluate[string](p, `document.querySelector('.exports a[href^="/overlay.csv"]').getAttribute('href')`)).Body.Bytes()
	evaluate[any](p, `document.querySelector('.exports a[href^="/overlay.csv"]').closest('details').open = true`)
	if _, got := p.Download(func() { p.ClickOn(`.exports a[href^="/overlay.csv"]`) }); !bytes.Equal(got, want) {
		t.Errorf("%d bytes arrive, %d were wanted", len(got), len(want))
	}
	for _, path := range []string{"/events/" + invasion, "/study?category=talks", "/correlation", "/calendar", "/data", "/sources", "/methods"} {
		p.Go(path)
		if text := p.Text("main"); len(text) < 400 {
			t.Errorf("%s says only %q", path, text)
		}
	}
	p.ExpectNoFaults()
}

func TestStateNoPermission(t *testing.T) {
	t.Parallel()
	p := openTab(t, newDesk(t).server.Handler())
	p.Go("/events/new")
	if at := evaluate[string](p, `location.pathname + location.search`); at != "/login?next=%2Fevents%2Fnew" {
		t.Errorf("who may not write is sent to %s", at)
	}
	p.Type("#token", "detente_wrong"+kb.Enter)
	p.After(`document.activeElement?.id === 'trouble'`)
	if got := p.Text("#trouble"); !strings.Contains(got, "That token does not hold") {
		t.Errorf("a wrong token is told %q", got)
	}
	p.ExpectNoFaults(notes)
}

// Nothing jumps while a page comes: the layout instability score is zero.
func TestNothingShifts(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	for _, width := range browser.Widths {
		p.Size(width, 900)
		for _, path := range []string{"/", story, "/?lang=ru", "/events?lang=en", "/events/" + macron, "/study", "/correlation", "/compare", "/calendar?month=2022-02",
			"/data", "/sources", "/methods", "/cite", "/login", "/embed/overlay?from=2022-01-01&to=2022-03-31"} {
			p.Open(path)
			if score, moved := p.Shift(); score > 0 {
				t.Errorf("%d px, %s: shifted by %.5f: %q", width, path, score, moved)
			}
		}
	}
	p.ExpectNoFaults()
}

// The overview and the long list of events have a sheet that may be closed: elsewhere what stands beside a wide page stands below a narrow one.
func TestASideColumnIsSeenOnAPhone(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(390, 844)
	for _, path := range []string{"/events/" + macron, "/study", "/correlation", "/compare"} {
		p.Open(path)
		if hidden := evaluate[int](p, `[...document.querySelectorAll('.side > *')].filter((e) => getComputedStyle(e).visibility !== 'visible').length`); hidden > 0 {
			t.Errorf("%s: %d parts of the side column are hidden", path, hidden)
		}
	}
}
