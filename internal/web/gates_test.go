package web_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

const invasion = "20220224-russia-launches-full-scale-invasion-of-ukraine"

// shortStory keeps the table short, so that looking at each of its elements takes less.
const shortStory = "/?event=" + macron + "&from=2022-02-01&to=2022-02-14"

// stop is a page in a state, and how a reader comes to it.
type stop struct {
	name, path string
	come       func(p *tab)
}

// notes are what the browser itself says of an answer that is not 200.
const notes = "Failed to load resource"

// rested holds when a page has shown its charts, its rows and, on a first visit, its first steps.
const rested = `!('chartFirst' in document.documentElement.dataset)`

// visit looks at each stop in a window of its own.
func visit(t *testing.T, open func(t *testing.T) *tab, stops []stop) {
	for _, s := range stops {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			p := open(t)
			p.Size(1440, 900)
			p.Open(s.path)
			p.Until(rested)
			evaluate[any](p, `document.querySelectorAll('.tour button').forEach((b) => b.textContent === 'Skip' && b.click())`)
			if s.come != nil {
				s.come(p)
			}
			for _, f := range p.Gates() {
				t.Errorf("%s, %s", s.path, f)
			}
			p.ExpectNoFaults(notes)
		})
	}
}

// No finding of axe-core, no page that scrolls sideways, no target under 24 px and no console message, on any page, at three widths,
// light and dark.
func TestGatesOfEveryPage(t *testing.T) {
	t.Parallel()
	visit(t, func(t *testing.T) *tab { return openSite(t, openEmbedded(t)) }, []stop{
		{name: "overview", path: shortStory},
		{name: "event", path: "/events/" + invasion},
		{name: "events", path: "/events?category=talks"},
		{name: "study", path: "/study?category=talks"},
		{name: "correlation", path: "/correlation?from=2021-11-01&to=2022-02-23"},
		{name: "compare", path: "/compare"},
		{name: "studies", path: "/studies"},
		{name: "calendar", path: "/calendar"},
		{name: "calendar of a month", path: "/calendar?month=2022-02"},
		{name: "data", path: "/data"},
		{name: "cite", path: "/cite?from=2022-02-01&to=2022-03-01"},
		{name: "sources", path: "/sources"},
		{name: "provenance", path: "/provenance?date=2022-02-08&series=cbr:USDRUB"},
		{name: "methods", path: "/methods"},
		{name: "login", path: "/login"},
		{name: "history", path: "/events/" + invasion + "/history"},
		{name: "embed", path: "/embed/overlay?from=2022-02-01&to=2022-03-01"},
		{name: "no such page", path: "/nowhere"},
		{name: "an address not understood", path: "/?colour=red"},
		{name: "a date not understood", path: "/?from=2022-02-31"},
		{name: "nothing matches", path: "/?text=xyzzy&from=2022-02-01&to=2022-02-14"},
		{name: "no event to study", path: "/study?text=xyzzy"},
		{name: "as of", path: "/?as-of=2022-02-07&from=2022-01-20"},
		{name: "overview in Russian", path: shortStory + "&lang=ru"},
		{name: "event in Russian", path: "/events/" + invasion + "?lang=ru"},
		{name: "events in Russian", path: "/events?category=talks&lang=ru"},
		{name: "study in Russian", path: "/study?category=talks&lang=ru"},
		{name: "correlation in Russian", path: "/correlation?from=2021-11-01&to=2022-02-23&lang=ru"},
	})
}

func TestGatesOfWhatOpens(t *testing.T) {
	t.Parallel()
	disclosed := func(id string) func(p *tab) {
		return func(p *tab) { p.ClickOn("#" + id + " > summary") }
	}
	visit(t, func(t *testing.T) *tab { return openSite(t, openEmbedded(t)) }, []stop{
		{"views", shortStory, disclosed("views")},
		{"share", shortStory, disclosed("share")},
		{"as of", shortStory, disclosed("as-of-pop")},
		{"zone", shortStory, disclosed("zone-pop")},
		{"list of a cluster", shortStory, func(p *tab) {
			p.Focus(".plot")
			p.Press(kb.End, kb.Home, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight, kb.Enter)
			p.Until(`document.querySelector('.popup') !== null`)
		}},
		{"keys", shortStory, func(p *tab) {
			p.Focus(".plot")
			p.Press("?")
			p.Until(`document.querySelector('dialog.keys')?.open === true`)
		}},
		{"tour", shortStory, func(p *tab) {
			evaluate[any](p, `localStorage.clear()`)
			p.Open(shortStory)
			p.Until(`document.querySelector('.tour') !== null`)
		}},
		{"filters of a phone", shortStory, func(p *tab) {
			p.Size(390, 844)
			p.ClickOn(".sheet-bar button")
			p.Until(`document.querySelector('[data-sheet="filters"]') !== null`)
		}},
		{"card of a phone", shortStory, func(p *tab) {
			p.Size(390, 844)
			p.ClickOn(".sheet-bar button:last-child")
			p.Until(`document.querySelector('[data-sheet="card"]') !== null`)
		}},
		{"offline", shortStory, func(p *tab) {
			p.Offline(true)
			p.ClickOn(".range")
			p.Until(`document.querySelector('.notice') !== null`)
			p.Faults()
		}},
	})
}

func TestGatesOfTheDesk(t *testing.T) {
	t.Parallel()
	visit(t, func(t *testing.T) *tab {
		d := newDesk(t)
		for i, title := range []string{"Gas consultations in Berlin", "Gas consultations in Berlin end"} {
			d.draft("draft-"+string(rune('0'+i)), title, "DEU", "RUS")
		}
		p := openTab(t, d.server.Handler())
		p.enter(d, "/calendar")
		return p
	}, []stop{
		{name: "review", path: "/events?status=draft"},
		{name: "review of nothing", path: "/events?status=rejected"},
		{name: "new event", path: "/events/new"},
		{"wrong fields", "/events/new", func(p *tab) {
			p.Type("#field-cameo", kb.Enter)
			p.After(`document.querySelector('#wrong') !== null && document.readyState === 'complete'`)
		}},
		{name: "edit", path: "/events/draft-0/edit"},
		{name: "history", path: "/events/draft-0/history"},
		{name: "logged in", path: "/login"},
		{name: "live-blog", path: "/events/liveblog"},
		{"live-blog read", "/events/liveblog", func(p *tab) {
			p.Type("#field-date", "7 Feb 2022")
			p.Type("#field-zone", "Europe/London")
			p.Type("#field-text", "14:34 The rouble stands at 75.44 to the dollar and at 86.38 to the euro.\r\r11:20 Macron lands in Moscow for talks with Putin.\r")
			p.ClickOn(`button[value="read"]`)
			p.After(`document.querySelector('#offer-title') !== null && document.readyState === 'complete'`)
		}},
	})
}
