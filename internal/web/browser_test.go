package web_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"detente/internal/civil"
	"detente/internal/testkit/browser"
)

const (
	shownInLane  = `Number(document.querySelector('[data-chart]').dataset.eventsShown)`
	shownInTable = `document.querySelectorAll('.days [data-event]').length`
	saidByTable  = `Number(document.querySelector('[data-region="table"]').dataset.events)`
	saidByPanel  = `Number(document.querySelector('.facets [data-count]').dataset.count)`
)

// agree checks that lane, table and panel speak of the same number of events.
func (p *tab) agree(where string) int {
	p.t.Helper()
	p.Until(`!document.documentElement.matches('[data-busy], [data-unlisted], [data-chart-first]') && ` + shownInLane + ` === ` + saidByTable)
	lane, rows, said, panel := evaluate[int](p, shownInLane), evaluate[int](p, shownInTable), evaluate[int](p, saidByTable), evaluate[int](p, saidByPanel)
	if lane != rows || lane != said || lane != panel {
		p.t.Errorf("%s: %d events in the lane, %d rows in the table, which says %d, and the panel %d", where, lane, rows, said, panel)
	}
	return lane
}

// Rows out of sight come when there is time for them: paper and the clipboard do not wait, and get all of them.
func TestPaperAndClipboardTakeTheWholeTable(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	const count = `document.querySelectorAll('.days tbody tr').length`
	for act, selected := range map[string]string{"beforeprint": "h2", "copy": "body"} {
		p.Go("/?from=2022-01-01&to=2022-12-31")
		p.Until(`document.documentElement.matches('[data-unlisted]')`)
		before := evaluate[int](p, count)
		whole := evaluate[int](p, fmt.Sprintf(`(() => { getSelection().selectAllChildren(document.querySelector(%q)); dispatchEvent(new Event(%q)); return %s; })()`, selected, act, count))
		if before > 100 || whole < 247 { // days on which the Bank of Russia set a rate in 2022, and the events between them
			t.Errorf("%s: %d rows before, %d after", act, before, whole)
		}
	}
	p.Go("/?from=2022-01-01&to=2022-12-31")
	p.Until(`document.documentElement.matches('[data-unlisted]')`)
	const elsewhere = `(() => { getSelection().selectAllChildren(document.querySelector('h2')); dispatchEvent(new Event('copy')); return document.documentElement.matches('[data-unlisted]'); })()`
	if !evaluate[bool](p, elsewhere) {
		t.Error("a heading that is copied brings all rows at once")
	}
	evaluate[any](p, `document.querySelector('.days td').dispatchEvent(new Event('selectstart', { bubbles: true }))`)
	p.Until(`!document.documentElement.matches('[data-unlisted]')`)
	if whole := evaluate[int](p, count); whole < 247 {
		t.Errorf("whoever begins to select in the table gets %d rows", whole)
	}
}

// A table below the screen is not laid out before the chart: its box has its size, and whoever scrolls or follows a link to it sees rows at
// once, also where the scripts do not come.
func TestBrowserLaysOutATableBelowTheScreenForItsReader(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Block("/static/app-*")
	const (
		seen   = `document.querySelector('.days tbody td').checkVisibility()`
		height = `document.querySelector('.scroller.long').offsetHeight`
	)
	p.Go("/?from=2022-01-01&to=2022-12-31")
	before := evaluate[int](p, height)
	if evaluate[bool](p, seen) {
		t.Error("the rows are laid out before anybody can see them")
	}
	evaluate[any](p, `scrollTo(0, 40)`)
	p.Until(seen)
	if after := evaluate[int](p, height); after != before {
		t.Errorf("the box is %d px high when its rows come, and was %d", after, before)
	}
	p.Go("/?from=2022-01-01&to=2022-12-31#table-title")
	if !evaluate[bool](p, seen) {
		t.Error("a link to the table shows none of its rows")
	}
}

// An event that is chosen changes one row: the others stay the same elements, in the order the reader sorted them in.
func TestRowsOfTheSameDaysStay(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Open("/?from=2022-01-01&to=2022-12-31")
	p.ClickOn(".days thead th:nth-child(3) .sort")
	const usd = `[...document.querySelectorAll('.days tbody tr')].slice(0, 30).map((row) => row.cells[2].textContent).join()`
	sorted := evaluate[string](p, usd)
	evaluate[any](p, `window.kept = document.querySelector('.days tbody tr:nth-child(3)'), document.querySelector('.days [data-event]').click()`)
	p.Until(`document.querySelector('.card[data-selected]') !== null && document.querySelector('tr.selected') !== null && !('busy' in document.documentElement.dataset)`)
	if got := evaluate[string](p, usd); got != sorted {
		t.Errorf("after a choice the rows are\n%s\nand were\n%s", got, sorted)
	}
	if !evaluate[bool](p, `window.kept.isConnected`) {
		t.Error("a row that says the same was put in anew")
	}
	p.ExpectNoFaults()
}

func TestBrowserShowsTheOverviewAtEveryWidth(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	for _, width := range []int64{1440, 768, 390} {
		p.Size(width, 900)
		p.Open(story)
		if n := p.agree(fmt.Sprint(width, " px")); n < 50 {
			t.Errorf("%d px: %d events in the story's window", width, n)
		}
		for _, token := range []string{"--usd", "--eur", "--escalation", "--de-escalation", "--neutral"} {
			if n := p.painted(token); n < 30 {
				t.Errorf("%d px: %d pixels of %s are painted", width, n, token)
			}
		}
		if evaluate[bool](p, `document.documentElement.scrollWidth > innerWidth`) {
			t.Errorf("%d px: the page scrolls sideways", width)
		}
	}
	p.ExpectNoFaults()
}

// A lane whose item is dropped by the zoom draws nothing and is fast: count its pixels and events at every depth.
func TestBrowserZoomKeepsTheEvents(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	for _, window := range []string{"/?from=1992-07-01", "/?from=2020-01-01&to=2023-06-01", "/?from=2022-01-20&to=2022-03-05", "/?from=2022-02-07&to=2022-02-08"} {
		p.Open(window)
		p.Until(`!('busy' in document.documentElement.dataset) && ` + shownInLane + ` === ` + saidByTable)
		if said := evaluate[int](p, saidByTable); said < 10 {
			t.Errorf("%s: %d events", window, said)
		}
		if n := p.painted("--escalation"); n < 100 {
			t.Errorf("%s: %d pixels of escalation", window, n)
		}
	}
	p.ExpectNoFaults()
}

// eventsOfWindow counts the events of the window in the address one by one, among all that the page carries.
const eventsOfWindow = `(() => {
	const { events } = JSON.parse(document.getElementById('overview-chart').textContent).data;
	const at = (name) => Date.parse(new URLSearchParams(location.search).get(name) + 'T00:00:00Z');
	let instant = 0; // each stands as a step from the one before
	return events.at.map((step) => (instant += step)).filter((ms) => ms >= at('from') && ms < at('to') + 86_400_000).length;
})()`

// Wherever the wheel turns, what the lane's glyphs stand for adds up to the events of the window.
func TestBrowserCountsAddUpAtRandomZooms(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	random := rand.New(rand.NewPCG(7, 2))
	for range 8 {
		from := civil.New(2013, 11, 1).AddDays(random.IntN(4000))
		p.Open("/?from=" + from.String() + "&to=" + from.AddDays(20+random.IntN(1<<random.IntN(12))).String())
		before := evaluate[string](p, `location.search`)
		p.Wheel(p.At(".plot", 0.1+0.7*random.Float64(), 0.3), -120*float64(1+random.IntN(8)), browser.Ctrl)
		p.Until(`location.search !== ` + strconv.Quote(before) + ` && !('busy' in document.documentElement.dataset)`)
		window := evaluate[string](p, `location.search`)
		lane, said, counted := evaluate[int](p, shownInLane), evaluate[int](p, saidByTable), evaluate[int](p, eventsOfWindow)
		if lane != counted || said != counted {
			t.Errorf("%s: %d events in the lane and %d in the table, of %d", window, lane, said, counted)
		}
	}
	p.ExpectNoFaults()
}

func TestBrowserFilterSelectZoomAndBack(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Open(story)
	all := p.agree("all")

	evaluate[any](p, `document.getElementById('f-category-sanctions').click()`)
	p.Until(`location.search.includes('category=sanctions')`)
	if sanctions := p.agree("sanctions"); sanctions == 0 || sanctions >= all {
		t.Errorf("%d of %d events are sanctions", sanctions, all)
	}
	if csv := evaluate[string](p, `document.querySelector('.exports a[href^="/events.csv"]').href`); !strings.Contains(csv, "category=sanctions") {
		t.Errorf("the export %s is without the filter", csv)
	}

	evaluate[any](p, `document.querySelector('.days [data-event]').click()`)
	p.Until(`document.querySelector('.card[data-selected]') !== null && document.querySelector('tr.selected') !== null`)
	evaluate[any](p, `history.back()`)
	p.Until(`!document.querySelector('.card[data-selected]') && location.search.includes('category=sanctions')`)
	evaluate[any](p, `history.back()`)
	p.Until(`!location.search.includes('category')`)
	if n := p.agree("back"); n != all {
		t.Errorf("back shows %d events, there were %d", n, all)
	}

	// The keys: zoom in, and the address, the table and the lane follow to whole days.
	evaluate[any](p, `document.querySelector('.plot').focus()`)
	p.Press("+")
	p.Until(`location.search !== ` + strconv.Quote(strings.TrimPrefix(story, "/")))
	if zoomed := p.agree("zoomed"); zoomed >= all {
		t.Errorf("the zoom shows %d of %d events", zoomed, all)
	}
	p.Press(kb.ArrowLeft, "?")
	p.Until(`document.querySelector('dialog.keys')?.open === true`)
	p.ExpectNoFaults()
}

func TestBrowserDarkAndHostile(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	for i, title := range hostileTitles {
		put(t, db, hostileEvent(fmt.Sprintf("hostile-%d", i), title))
	}
	p := openSite(t, db)
	p.Size(1440, 900)
	p.Scheme("dark")
	p.Open("/?event=hostile-1&from=2022-02-01&to=2022-02-28")
	if n := p.agree("hostile"); n != len(hostileTitles) {
		t.Errorf("%d of %d events are shown", n, len(hostileTitles))
	}
	if evaluate[int](p, `document.querySelectorAll('img, iframe, object, svg').length`) > 0 {
		t.Error("a title became an element")
	}
	for i, title := range hostileTitles {
		got := evaluate[string](p, fmt.Sprintf(`document.querySelector('.days [data-event="hostile-%d"]').textContent`, i))
		if !strings.HasSuffix(strings.TrimSpace(got), strings.TrimSpace(title)) {
			t.Errorf("%.60q became %.80q", title, got)
		}
	}
	if u, _ := url.Parse(evaluate[string](p, "location.href")); u.Host != strings.TrimPrefix(p.base, "http://") {
		t.Errorf("the page went to %s", u)
	}
	p.ExpectNoFaults()
}

func TestBrowserWheelAndDoubleClick(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Open(story)
	all := p.agree("before")
	rates := p.At(".plot", 0.5, 0.3)
	p.Wheel(rates, 240, 0)
	p.Until(`scrollY > 0`)
	rates = p.At(".plot", 0.5, 0.3)
	if n := p.agree("a wheel without Ctrl scrolls the page"); n != all {
		t.Errorf("it zoomed to %d of %d events", n, all)
	}
	p.Wheel(rates, -240, browser.Ctrl)
	p.Until(`location.search !== ` + strconv.Quote(strings.TrimPrefix(story, "/")))
	if n := p.agree("wheel with Ctrl"); n >= all {
		t.Errorf("the wheel shows %d of %d events", n, all)
	}
	p.Click(rates, 1)
	p.Click(rates, 2)
	p.Until(`location.search === ` + strconv.Quote(strings.TrimPrefix(story, "/")))
	if n := p.agree("double click"); n != all {
		t.Errorf("a double click goes back to %d of %d events", n, all)
	}
	p.ExpectNoFaults()
}
