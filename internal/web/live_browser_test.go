package web_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
)

// ear hears what the page asks of /live, and can hold the stream back as a proxy does that collects an answer.
type ear struct {
	http.Handler
	mu     sync.Mutex
	last   []string // Last-Event-ID of each stream
	open   int      // streams now
	asked  int      // questions without a stream
	buffer bool
}

func (e *ear) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/live" {
		e.Handler.ServeHTTP(w, r)
		return
	}
	if r.Header.Get("Accept") != "text/event-stream" {
		e.count(func() { e.asked++ })
		e.Handler.ServeHTTP(w, r)
		return
	}
	e.count(func() { e.open++; e.last = append(e.last, r.Header.Get("Last-Event-ID")) })
	defer e.count(func() { e.open-- })
	if e.buffer {
		<-r.Context().Done()
		return
	}
	e.Handler.ServeHTTP(w, r)
}

func (e *ear) count(change func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	change()
}

// soon makes the page's long waits short: the one before it listens, and with all of them every other above a second.
const soon = `const wait = setTimeout; setTimeout = (f, ms, ...rest) => wait(f, ms === 12000 ? 50 : ms, ...rest);`
const allSoon = `const wait = setTimeout; setTimeout = (f, ms, ...rest) => wait(f, ms > 1000 ? ms / 200 : ms, ...rest);`

// seen tells the page that its window is shown, or hidden.
func (p *tab) seen(shown bool) {
	p.t.Helper()
	evaluate[any](p, fmt.Sprintf(`(() => { Object.defineProperty(document, 'hidden', { value: %t, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); })()`, !shown))
}

// What is stored while the page is open is told in a notice, and nothing moves; a hidden page listens to nothing and learns what it
// missed when it is seen again.
func TestLiveNoticeWithoutAJump(t *testing.T) {
	t.Parallel()
	db := openOwn(t)
	e := &ear{Handler: newServer(t, db).Handler()}
	p := openTab(t, e)
	p.Before(soon)
	p.Size(1440, 900)
	p.Open("/?from=2022-02-01&to=2022-02-14")
	p.Until(`document.documentElement.dataset.live === 'stream'`)
	rows := evaluate[int](p, shownInTable)
	before, _ := p.Shift()
	put(t, db, hostileEvent("told-live", "Told while the page is open"))
	p.Until(`document.querySelector('.notice') !== null`)
	if got := p.Text(".notice p"); got != "Stored just now: 1 new event." {
		t.Errorf("the notice says %q", got)
	}
	if evaluate[bool](p, `document.querySelector('.tour')?.checkVisibility({ visibilityProperty: true }) ?? false`) {
		t.Error("the notice lies over the first steps")
	}
	if score, moved := p.Shift(); score > before || evaluate[int](p, shownInTable) != rows {
		t.Errorf("the page jumped by %.4f: %q", score, moved)
	}
	p.ClickOn(".notice button")
	p.Until(`document.querySelector('.days [data-event="told-live"]') !== null`)

	p.seen(false)
	p.Until(`document.documentElement.dataset.live === undefined`)
	put(t, db, hostileEvent("told-hidden", "Told while the page is hidden"))
	p.seen(true)
	p.Until(`document.querySelector('.notice p')?.textContent === 'Stored just now: 1 new event.'`)
	p.ExpectNoFaults()
}

// A stream that breaks is taken up where it ended, by its Last-Event-ID.
func TestLiveComesBack(t *testing.T) {
	t.Parallel()
	e := &ear{Handler: newServer(t, openOwn(t)).Handler()}
	p := openTab(t, e)
	p.Before(soon)
	p.Open("/?from=2022-02-01&to=2022-02-14")
	p.Until(`document.documentElement.dataset.live === 'stream'`)
	p.server.CloseClientConnections()
	for range 60 { // the browser waits the five seconds that the server asked for
		p.Until(`new Promise((later) => setTimeout(() => later(true), 200))`)
		var last []string
		e.count(func() { last = e.last })
		if len(last) < 2 {
			continue
		}
		if last[1] == "" {
			t.Error("the stream is asked for again without its Last-Event-ID")
		}
		return
	}
	t.Error("the page does not come back to the stream")
}

// Behind a proxy that holds the stream back the page asks now and then instead.
func TestLivePollsWhereAProxyBuffers(t *testing.T) {
	t.Parallel()
	db := openOwn(t)
	e := &ear{Handler: newServer(t, db).Handler(), buffer: true}
	p := openTab(t, e)
	p.Before(`localStorage.setItem('detente-tour', 'seen');` + allSoon)
	p.Go("/?from=2022-02-01&to=2022-02-14")
	p.After(`document.documentElement.dataset.live === 'poll'`) // Until, as in Open, waits by the page's own clock
	put(t, db, hostileEvent("told-polled", "Told to who asks"))
	p.After(`document.querySelector('.notice p')?.textContent === 'Stored just now: 1 new event.'`)
	e.count(func() {
		if e.asked < 2 {
			t.Errorf("asked %d times", e.asked)
		}
	})
	p.ExpectNoFaults()
}
