package browser

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	windows "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take to come to a state.
const patience = 15 * time.Second

// Tab is a window on one site that remembers everything a page must not do.
type Tab struct {
	t    testing.TB
	ctx  context.Context
	base string

	noScript bool

	mu     sync.Mutex
	faults []string
}

// Open opens a window on the site at base, as a first visit. It is closed with the test, which is skipped where there is no Chromium.
func Open(t testing.TB, base string) *Tab {
	t.Helper()
	parent := shared.open(t)
	t.Cleanup(shared.close)
	p := &Tab{t: t, base: base}
	ctx, leave := chromedp.NewContext(parent, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.listen))
	t.Cleanup(leave)
	// The limit must not end the first call: that one opens the window.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("open a window: %v", err)
	}
	limited, cancel := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	p.ctx = limited
	return p
}

// listen keeps console messages, exceptions, policy violations and requests to other hosts.
func (p *Tab) listen(ev any) {
	switch e := ev.(type) {
	case *runtime.EventExceptionThrown:
		p.fault("exception: " + e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		p.fault(fmt.Sprintf("console.%s", e.Type))
	case *log.EventEntryAdded: // policy violations and failed requests among them
		p.fault("log: " + e.Entry.Text)
	case *network.EventRequestWillBeSent:
		if to := e.Request.URL; !strings.HasPrefix(to, p.base) && !strings.HasPrefix(to, "data:") && !strings.HasPrefix(to, "blob:"+p.base) {
			p.fault("request to " + to)
		}
	}
}

func (p *Tab) fault(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = append(p.faults, text)
}

// Faults returns what the page did that it must not, and forgets it. What holds one of the expected texts is left out: the
// browser itself notes an answer of 400, or that the network is gone.
func (p *Tab) Faults(expected ...string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []string
	for _, f := range p.faults {
		if !containsAny(f, expected) {
			found = append(found, f)
		}
	}
	p.faults = nil
	return found
}

func containsAny(s string, parts []string) bool {
	for _, part := range parts {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

// ExpectNoFaults fails the test with each of Faults.
func (p *Tab) ExpectNoFaults(expected ...string) {
	p.t.Helper()
	for _, f := range p.Faults(expected...) {
		p.t.Error(f)
	}
}

// do runs steps or fails the test.
func (p *Tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// Size sets what the page sees of the window, in CSS pixels, and lets the page draw itself so.
func (p *Tab) Size(width, height int64) {
	p.t.Helper()
	call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
	if p.noScript {
		return // no frame would ever be told of
	}
	Value[bool](p, `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true)))))`)
}

// Window makes the window itself that large, in CSS pixels: what is painted beyond its edge is never told to the page.
func (p *Tab) Window(width, height int64) {
	p.t.Helper()
	window := call(p, windows.GetWindowForTarget, windows.GetWindowForTargetParams{})
	call(p, windows.SetWindowBounds, windows.SetWindowBoundsParams{WindowID: window.WindowID, Bounds: &windows.Bounds{Width: width, Height: height}})
}

// Scheme sets what the system is said to prefer, light or dark, and that nothing should move on the way there.
func (p *Tab) Scheme(name string) {
	p.t.Helper()
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
}

// ForcedColours has the system take the page's colours away, as its contrast themes do.
func (p *Tab) ForcedColours() {
	p.t.Helper()
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}})
}

// Before runs a script before those of each following page.
func (p *Tab) Before(script string) {
	p.t.Helper()
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// Offline cuts the network of the tab, or joins it again.
func (p *Tab) Offline(cut bool) {
	p.t.Helper()
	all := network.Conditions{Offline: cut, DownloadThroughput: -1, UploadThroughput: -1}
	call(p, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{&all}})
	call(p, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: cut, DownloadThroughput: -1, UploadThroughput: -1})
}

// Block keeps the following pages from the addresses of the site that match the URL patterns, such as "/static/app-*"; without any the
// tab gets everything again.
func (p *Tab) Block(patterns ...string) {
	p.t.Helper()
	var list []*network.BlockPattern
	for _, pattern := range patterns {
		list = append(list, &network.BlockPattern{URLPattern: p.base + pattern, Block: true})
	}
	call(p, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: list})
}

// Text returns what an element says as it is seen, empty where there is none.
func (p *Tab) Text(selector string) string {
	p.t.Helper()
	return Value[string](p, `document.querySelector(`+strconv.Quote(selector)+`)?.innerText ?? ''`)
}

// NoScript opens the following pages without their scripts. Expressions are still evaluated.
func (p *Tab) NoScript() {
	p.t.Helper()
	p.noScript = true
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// Go loads a page of the site.
func (p *Tab) Go(path string) {
	p.t.Helper()
	p.do(chromedp.Navigate(p.base + path))
}

// Open loads a page and waits until its scripts run and each of its charts is drawn.
func (p *Tab) Open(path string) {
	p.t.Helper()
	p.Go(path)
	p.Until(Drawn)
}

// Drawn has a page draw also the charts that are not in view, and holds when its scripts run, the charts are drawn or there is none, and
// the table that waits for them is laid out.
const Drawn = `document.dispatchEvent(new Event('detente:draw')), (!document.querySelector('script[data-script]') || 'awake' in document.documentElement.dataset && !('chartFirst' in document.documentElement.dataset)) && [...document.querySelectorAll('figure[data-state]')].every((f) => f.dataset.state === 'ready')`

// Until waits for an expression to hold on this page.
func (p *Tab) Until(expression string) {
	p.t.Helper()
	_, err := chromedp.Run(p.ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(patience), chromedp.WithPollingInterval(20*time.Millisecond)))
	if err != nil {
		p.t.Fatalf("%s: %v; the page is at %s: %q", expression, err, Value[string](p, "location.href"), p.Faults())
	}
}

// After waits for an expression to hold on the page that a link or a form leads to; on the way there is no page to ask.
func (p *Tab) After(expression string) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](expression)); err == nil && ok {
			return
		}
	}
	p.t.Fatalf("%s does not hold at %s", expression, Value[string](p, "location.href"))
}

// Value evaluates an expression in the page; a promise is awaited.
func Value[T any](p *Tab, expression string) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return v
}
