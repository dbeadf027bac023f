package web_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"detente/assets"
)

// tab is a page in Chromium that remembers everything a page must not do.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string

	mu     sync.Mutex
	faults []string
}

// openTab starts Chromium on a fresh profile and a server on db. The test is skipped where there is no Chromium or no bundle.
func openTab(t *testing.T, server *httptest.Server) *tab {
	t.Helper()
	if _, err := assets.Load(); err != nil {
		t.Skip(err)
	}
	path := chromium()
	if path == "" {
		t.Skip("no Chromium: install it with apt-get install chromium, or name it in CHROMIUM")
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), flags...)
	t.Cleanup(stop)
	p := &tab{t: t, base: server.URL}
	ctx, closeTab := chromedp.NewContext(allocator, chromedp.WithListener(p.listen))
	t.Cleanup(closeTab)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	limited, cancel := context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(cancel)
	p.ctx = limited
	return p
}

func chromium() string {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// listen keeps console messages, exceptions, policy violations and requests to other hosts.
func (p *tab) listen(ev any) {
	switch e := ev.(type) {
	case *runtime.EventExceptionThrown:
		p.fault("exception: " + e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		p.fault(fmt.Sprintf("console.%s", e.Type))
	case *log.EventEntryAdded: // policy violations and failed requests among them
		p.fault("log: " + e.Entry.Text)
	case *network.EventRequestWillBeSent:
		if to := e.Request.URL; !strings.HasPrefix(to, p.base) && !strings.HasPrefix(to, "data:") {
			p.fault("request to " + to)
		}
	}
}

func (p *tab) fault(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = append(p.faults, text)
}

func (p *tab) expectNoFaults() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range p.faults {
		p.t.Error(f)
	}
}

func (p *tab) size(width, height int64) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetDeviceMetricsOverride,
		emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
	if err != nil {
		p.t.Fatal(err)
	}
}

// open loads a page and waits for its chart.
func (p *tab) open(path string) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, chromedp.Navigate(p.base+path)); err != nil {
		p.t.Fatal(err)
	}
	p.until(`document.querySelector('[data-chart]')?.dataset.state === 'ready'`)
}

// until waits for an expression to hold.
func (p *tab) until(expression string) {
	p.t.Helper()
	_, err := chromedp.Run(p.ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(15*time.Second), chromedp.WithPollingInterval(20*time.Millisecond)))
	if err != nil {
		p.t.Fatalf("%s: %v; the page is at %s", expression, err, evaluate[string](p, "location.href"))
	}
}

func evaluate[T any](p *tab, expression string) T {
	p.t.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

const (
	shownInLane  = `Number(document.querySelector('[data-chart]').dataset.eventsShown)`
	shownInTable = `document.querySelectorAll('.days [data-event]').length`
	saidByTable  = `Number(document.querySelector('[data-region="table"]').dataset.events)`
	saidByPanel  = `Number(document.querySelector('.facets [data-count]').dataset.count)`
)

// agree checks that lane, table and panel speak of the same number of events.
func (p *tab) agree(where string) int {
	p.t.Helper()
	p.until(`!('busy' in document.documentElement.dataset) && ` + shownInLane + ` === ` + saidByTable)
	lane, rows, said, panel := evaluate[int](p, shownInLane), evaluate[int](p, shownInTable), evaluate[int](p, saidByTable), evaluate[int](p, saidByPanel)
	if lane != rows || lane != said || lane != panel {
		p.t.Errorf("%s: %d events in the lane, %d rows in the table, which says %d, and the panel %d", where, lane, rows, said, panel)
	}
	return lane
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

func TestBrowserShowsTheOverviewAtEveryWidth(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newServer(t, openEmbedded(t)).Handler())
	t.Cleanup(server.Close)
	p := openTab(t, server)
	for _, width := range []int64{1440, 768, 390} {
		p.size(width, 900)
		p.open(story)
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
	p.expectNoFaults()
}

// A lane whose item is dropped by the zoom draws nothing and is fast: count its pixels and events at every depth.
func TestBrowserZoomKeepsTheEvents(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newServer(t, openEmbedded(t)).Handler())
	t.Cleanup(server.Close)
	p := openTab(t, server)
	p.size(1440, 900)
	for _, window := range []string{"/?from=1992-07-01", "/?from=2020-01-01&to=2023-06-01", "/?from=2022-01-20&to=2022-03-05", "/?from=2022-02-07&to=2022-02-08"} {
		p.open(window)
		p.until(`!('busy' in document.documentElement.dataset) && ` + shownInLane + ` === ` + saidByTable)
		if said := evaluate[int](p, saidByTable); said < 10 {
			t.Errorf("%s: %d events", window, said)
		}
		if n := p.painted("--escalation"); n < 100 {
			t.Errorf("%s: %d pixels of escalation", window, n)
		}
	}
	p.expectNoFaults()
}

func TestBrowserFilterSelectZoomAndBack(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newServer(t, openEmbedded(t)).Handler())
	t.Cleanup(server.Close)
	p := openTab(t, server)
	p.size(1440, 900)
	p.open(story)
	all := p.agree("all")

	evaluate[any](p, `document.getElementById('f-category-sanctions').click()`)
	p.until(`location.search.includes('category=sanctions')`)
	if sanctions := p.agree("sanctions"); sanctions == 0 || sanctions >= all {
		t.Errorf("%d of %d events are sanctions", sanctions, all)
	}
	if csv := evaluate[string](p, `document.querySelector('.exports a[href^="/events.csv"]').href`); !strings.Contains(csv, "category=sanctions") {
		t.Errorf("the export %s is without the filter", csv)
	}

	evaluate[any](p, `document.querySelector('.days [data-event]').click()`)
	p.until(`document.querySelector('.card[data-selected]') !== null && document.querySelector('tr.selected') !== null`)
	evaluate[any](p, `history.back()`)
	p.until(`!document.querySelector('.card[data-selected]') && location.search.includes('category=sanctions')`)
	evaluate[any](p, `history.back()`)
	p.until(`!location.search.includes('category')`)
	if n := p.agree("back"); n != all {
		t.Errorf("back shows %d events, there were %d", n, all)
	}

	// The keys: zoom in, and the address, the table and the lane follow to whole days.
	evaluate[any](p, `document.querySelector('.plot').focus()`)
	if err := chromedp.Do(p.ctx, chromedp.KeyEvent("+")); err != nil {
		t.Fatal(err)
	}
	p.until(`location.search !== ` + strconv.Quote(strings.TrimPrefix(story, "/")))
	if zoomed := p.agree("zoomed"); zoomed >= all {
		t.Errorf("the zoom shows %d of %d events", zoomed, all)
	}
	if err := chromedp.Do(p.ctx, chromedp.KeyEvent(kb.ArrowLeft), chromedp.KeyEvent("?")); err != nil {
		t.Fatal(err)
	}
	p.until(`document.querySelector('dialog.keys')?.open === true`)
	p.expectNoFaults()
}

func TestBrowserDarkAndHostile(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	for i, title := range hostileTitles {
		put(t, db, hostileEvent(fmt.Sprintf("hostile-%d", i), title))
	}
	server := httptest.NewServer(newServer(t, db).Handler())
	t.Cleanup(server.Close)
	p := openTab(t, server)
	p.size(1440, 900)
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
	if err != nil {
		t.Fatal(err)
	}
	p.open("/?event=hostile-1&from=2022-02-01&to=2022-02-28")
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
	if u, _ := url.Parse(evaluate[string](p, "location.href")); u.Host != strings.TrimPrefix(server.URL, "http://") {
		t.Errorf("the page went to %s", u)
	}
	p.expectNoFaults()
}

// ctrl is the modifier of the protocol's mouse events.
const ctrl = 2

// mouse sends one event to the middle of the rates.
func (p *tab) mouse(event input.DispatchMouseEventParams) {
	p.t.Helper()
	at := evaluate[[]float64](p, `(() => { const b = document.querySelector('.plot').getBoundingClientRect(); return [b.x + b.width / 2, b.y + 150]; })()`)
	event.X, event.Y = at[0], at[1]
	if _, err := chromedp.Call(p.ctx, input.DispatchMouseEvent, event); err != nil {
		p.t.Fatal(err)
	}
}

// click presses and releases the left button, as the n-th click of a row.
func (p *tab) click(n int64) {
	p.t.Helper()
	for _, kind := range []input.DispatchMouseEventType{input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseReleased} {
		p.mouse(input.DispatchMouseEventParams{Type: kind, Button: "left", ClickCount: n})
	}
}

func TestBrowserWheelAndDoubleClick(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newServer(t, openEmbedded(t)).Handler())
	t.Cleanup(server.Close)
	p := openTab(t, server)
	p.size(1440, 900)
	p.open(story)
	all := p.agree("before")
	wheel := input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseWheel, DeltaX: 0.01, DeltaY: 240} // a DeltaX of 0 would not be sent
	p.mouse(wheel)
	p.until(`scrollY > 0`)
	wheel.DeltaY = -240
	if n := p.agree("a wheel without Ctrl scrolls the page"); n != all {
		t.Errorf("it zoomed to %d of %d events", n, all)
	}
	wheel.Modifiers = ctrl
	p.mouse(wheel)
	p.until(`location.search !== ` + strconv.Quote(strings.TrimPrefix(story, "/")))
	if n := p.agree("wheel with Ctrl"); n >= all {
		t.Errorf("the wheel shows %d of %d events", n, all)
	}
	p.click(1)
	p.click(2)
	p.until(`location.search === ` + strconv.Quote(strings.TrimPrefix(story, "/")))
	if n := p.agree("double click"); n != all {
		t.Errorf("a double click goes back to %d of %d events", n, all)
	}
	p.expectNoFaults()
}

func TestBrowserAxeFindsNothing(t *testing.T) {
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
		for _, path := range []string{story + "&event=20220224-russia-launches-full-scale-invasion-of-ukraine", "/events?category=talks", "/sources", "/data", "/?from=2022-02-31"} {
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
