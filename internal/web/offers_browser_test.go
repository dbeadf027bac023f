package web_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"detente/assets"
	"detente/internal/testkit/browser"
	"detente/internal/web"
)

// An offer shows what one will get when it opens, and not before: the picture, the first rows with their number, the citation.
// Escape closes it and gives the focus back. What it shows moves nothing.
func TestOffersShowWhatTheyHold(t *testing.T) {
	t.Parallel()
	server := newTickingServer(t)
	for _, tt := range []struct {
		width  int64
		scheme string
	}{{1440, "light"}, {768, "dark"}, {390, "dark"}} {
		p := openTab(t, server.Handler())
		p.Size(tt.width, 900)
		p.Scheme(tt.scheme)
		p.Before(`localStorage.setItem('detente-tour', 'seen')`)
		p.Open("/?from=2022-02-01&to=2022-02-14")
		if n := evaluate[int](p, `performance.getEntriesByType('resource').filter((e) => e.name.includes('overlay.')).length`); n != 0 {
			t.Errorf("%d: %d previews were asked for before anything opened", tt.width, n)
		}
		if tt.width < 600 {
			p.ClickOn(`label[for="options"]`)
		}
		p.ClickOn("#share > summary")
		p.Until(`(() => { const i = document.querySelector('#share img'); return i.complete && i.naturalWidth === 1200; })()`)
		keep(p, "share", tt.width, tt.scheme)
		evaluate[any](p, `document.querySelector('#share .outcomes').scrollIntoView({ block: 'end' })`)
		p.Until(`[...document.querySelectorAll('#share img')].every((i) => i.complete && i.naturalWidth > 0)`)
		keep(p, "paper", tt.width, tt.scheme)
		p.Focus("#share-link")
		p.Press(kb.Escape)
		if !evaluate[bool](p, `!document.getElementById('share').open && document.activeElement.matches('#share > summary')`) {
			t.Errorf("%d: Escape does not close the panel and give the focus back", tt.width)
		}
		p.ClickOn(".exports details:nth-of-type(1) > summary")
		p.Until(`document.querySelector('.exports details[open] .rows-count').textContent !== ''`)
		if rows := p.Text(".exports details[open] .rows"); !strings.HasPrefix(rows, "set_date,effective_date") || strings.Count(rows, "\n") != 4 {
			t.Errorf("%d: the first rows are %q", tt.width, rows)
		}
		// 1 to 14 February 2022 are ten working days, and each has a fixing.
		if count := p.Text(".exports details[open] .rows-count"); count != "Rows of data in the CSV: 10" {
			t.Errorf("%d: %q", tt.width, count)
		}
		keep(p, "rows", tt.width, tt.scheme)
		p.ClickOn(".exports details:last-of-type > summary")
		p.Until(`document.querySelector('.exports details[open] .cited')?.textContent.includes('Bank of Russia')`)
		keep(p, "cite", tt.width, tt.scheme)
		if found := append(p.Axe(), p.SmallTargets()...); len(found) > 0 {
			t.Errorf("%d %s: %s", tt.width, tt.scheme, strings.Join(found, "\n"))
		}
		if score, moved := p.Shift(); score > 0 {
			t.Errorf("%d: layout shift %g: %v", tt.width, score, moved)
		}
		p.ExpectNoFaults()
	}
}

// newTickingServer draws, and writes files against the real clock.
func newTickingServer(t *testing.T) *web.Server {
	t.Helper()
	bundle, err := assets.Load()
	if err != nil {
		t.Skip(err)
	}
	d, err := drawer()
	if err != nil {
		t.Skip(err)
	}
	server, err := web.New(web.Deps{Store: openEmbedded(t), Bundle: bundle, Drawer: d, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func keep(p *tab, what string, width int64, scheme string) {
	p.Keep(fmt.Sprintf("offer-%s-%d-%s.png", what, width, scheme), p.Picture())
}

// What an offer holds can be seen whole, whatever side of the page it opens on.
func TestOffersStayWithinThePage(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	for _, width := range browser.Widths {
		p.Size(width, 900)
		for _, path := range []string{shortStory, "/events?from=2022-02-01&to=2022-02-14", "/calendar?month=2022-02", "/sources", "/correlation?permutations=9", "/compare"} {
			p.Open(path)
			if cut := evaluate[string](p, `(() => {
				const fold = document.getElementById('options'), offers = [...document.querySelectorAll('.exports details, .carry details')];
				if (fold) fold.checked = true;
				return offers.filter((d) => {
					for (const other of offers) other.open = other === d;
					const r = d.querySelector('.pop-body').getBoundingClientRect();
					return r.width === 0 || r.left < 0 || r.right > innerWidth;
				}).map((d) => d.textContent.trim().split('\n')[0]).join(', ') || (offers.length ? '' : 'none');
			})()`); cut != "" {
				t.Errorf("%d px, %s: cut off: %s", width, path, cut)
			}
		}
	}
}

// What a frame says of its chart is in sight with it, at the size that it is offered in.
func TestAFrameShowsAllThatItSays(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(900, 560)
	p.Open("/embed/overlay?category=talks,sanctions&as-of=2022-03-01&from=2022-01-01&to=2022-02-28")
	if said := p.Text("main"); !strings.Contains(said, "Only events of the category") || !strings.Contains(said, "Capital controls") {
		t.Errorf("the frame says %q", said)
	}
	if evaluate[bool](p, `document.documentElement.scrollHeight > innerHeight || document.querySelector('.plot').clientHeight < 340`) {
		t.Error("a part of it is out of sight")
	}
	p.ExpectNoFaults()
}
