package web_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"io"
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

func TestTourComesOnce(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	p.Open(shortStory)
	for n := 1; n <= 3; n++ {
		p.Until(fmt.Sprintf(`document.querySelector('.tour .quiet')?.textContent === '%d of 3'`, n))
		p.ClickOn(".tour button:last-child")
	}
	p.Until(`document.querySelector('.tour') === null`)
	p.Open(shortStory)
	p.Open("/")
	p.Until(rested)
	if evaluate[bool](p, `document.querySelector('.tour') !== null`) {
		t.Error("the tour comes again")
	}
	evaluate[any](p, `localStorage.clear()`)
	p.Open(shortStory)
	p.Until(rested)
	p.ClickOn(".tour button")
	p.Until(`document.querySelector('.tour') === null && document.querySelector('.toured') === null`)
	p.Open(shortStory)
	p.Until(rested)
	if evaluate[bool](p, `document.querySelector('.tour') !== null`) {
		t.Error("a tour that was skipped comes again")
	}
	p.ExpectNoFaults()
}

func TestSheetOfAPhone(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Before(`localStorage.setItem('detente-tour', 'seen')`)
	p.Size(390, 844)
	p.Open("/?from=2022-02-01&to=2022-02-14")
	height := func() float64 {
		return evaluate[float64](p, `document.querySelector('.side').getBoundingClientRect().height`)
	}
	if h := height(); h > 60 {
		t.Errorf("the sheet that is down is %v px high", h)
	}
	p.ClickOn(".sheet-bar button")
	p.Until(`document.querySelector('.sheet-bar button').getAttribute('aria-expanded') === 'true'`)
	if h := height(); h < 300 || h > 844*0.76 {
		t.Errorf("the sheet that is up is %v px high", h)
	}
	p.Press(kb.Escape)
	p.Until(`!document.querySelector('[data-sheet]') && document.activeElement.matches('.sheet-bar button')`)
	p.ClickOn(".days [data-event]")
	p.Until(`document.querySelector('[data-sheet="card"] .card[data-selected]')?.checkVisibility()`)
	p.Click(p.At(".headline", 0.5, 0.5), 1)
	p.Until(`!document.querySelector('[data-sheet]')`)
	p.Open("/")
	p.ClickOn(".toolbar .range:last-child") // the story comes with its event: the sheet stays down, the chart in view
	p.Until(`location.search.includes('event=') && document.querySelector('.card[data-selected]') !== null`)
	if evaluate[bool](p, `document.querySelector('[data-sheet]') !== null`) {
		t.Error("the card hides the chart of the story")
	}
	// The list of all events is some 24,000 px long: its filters must not stand below it.
	p.Open("/events")
	p.ClickOn(".sheet-bar button")
	p.Until(`document.querySelector('[data-sheet="filters"] #f-category-talks')?.checkVisibility()`)
	evaluate[any](p, `document.getElementById('f-category-talks').click()`)
	p.Until(`location.search.includes('category=talks') && document.querySelector('.sheet-bar button').textContent.startsWith('Filter events: 60 of')`)
	p.ExpectNoFaults()
}

// What the buttons give is what they say: the file of the address, and pictures with title, source and link.
func TestDownloadsFromButtons(t *testing.T) {
	t.Parallel()
	p := openTab(t, readAtAnyTime(t, openEmbedded(t), time.Now).Handler()) // a file is written against the real clock
	p.Size(1440, 900)
	p.Open(shortStory)
	server := newServer(t, openEmbedded(t))
	for _, file := range []string{"/overlay.csv", "/rates.ndjson", "/events.json"} {
		link := fmt.Sprintf(`.exports a[href^="%s"]`, file)
		if !evaluate[bool](p, fmt.Sprintf("document.querySelector('%s') !== null", link)) {
			t.Errorf("no link to %s", file)
			continue
		}
		evaluate[any](p, fmt.Sprintf("document.querySelector('%s').closest('details').open = true", link))
		name, got := p.Download(func() { p.ClickOn(link) })
		if want := get(t, server, evaluate[string](p, fmt.Sprintf("document.querySelector('%s').getAttribute('href')", link))).Body.Bytes(); !bytes.Equal(got, want) {
			t.Errorf("%s arrives with %d bytes, not %d", name, len(got), len(want))
		}
	}
	evaluate[any](p, `(() => { for (const d of document.querySelectorAll('details.pop')) d.open = d.id === 'share'; })()`)
	name, picture := p.Download(func() { p.ClickOn(`[data-picture="png"]`) })
	if c, err := png.DecodeConfig(bytes.NewReader(picture)); err != nil || c.Width < 1400 || name != "detente-overview-2022-02-01-2022-02-14.png" {
		t.Errorf("%s: %d by %d, %v", name, c.Width, c.Height, err)
	}
	_, drawing := p.Download(func() { p.ClickOn(`[data-picture="svg"]`) })
	for d := xml.NewDecoder(bytes.NewReader(drawing)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("the SVG: %v", err)
		}
	}
	for _, want := range []string{"Bank of Russia", "from=2022-02-01&amp;to=2022-02-14"} {
		if !bytes.Contains(drawing, []byte(want)) {
			t.Errorf("the SVG does not say %q", want)
		}
	}
	p.ExpectNoFaults()
}

var pageOfPDF = regexp.MustCompile(`/Type\s*/Page\b`)

// One page for an event, two for a study. The papers are kept in .ci/artefacts to be looked at.
func TestPrintedPages(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(1440, 900)
	for _, tt := range []struct {
		file, path string
		pages      int
	}{
		{"overview.pdf", shortStory, 2},
		{"event.pdf", "/events/" + macron, 1},
		{"study.pdf", "/study?category=talks", 2},
	} {
		p.Open(tt.path)
		pdf := p.Print()
		p.Keep(tt.file, pdf)
		p.Paper(func() {
			if n := evaluate[int](p, `[...document.querySelectorAll('.warnings li')].filter((li) => !li.getClientRects().length || !li.checkVisibility({ contentVisibilityAuto: true })).length`); n > 0 {
				t.Errorf("%s is printed without %d of its warnings", tt.path, n)
			}
		})
		if n := len(pageOfPDF.FindAll(pdf, -1)); n < 1 || n > tt.pages {
			t.Errorf("%s is printed on %d pages, at most %d are wanted", tt.path, n, tt.pages)
		}
	}
	// Both panels of a comparison are as high as each other on paper, where the chart is lower than on the screen.
	p.Open("/compare")
	evaluate[bool](p, `dispatchEvent(new Event('beforeprint'))`)
	if share := evaluate[float64](p, `(() => {
		const svg = document.querySelector('.print-chart');
		const y = (pair) => {
			const name = [...svg.querySelectorAll('text')].find((e) => e.textContent.startsWith(pair));
			return Number(name.getAttribute('y')) + (name.transform.baseVal.consolidate()?.matrix.f ?? 0);
		};
		return (y('EUR/RUB') - y('USD/RUB')) / Number(svg.getAttribute('height'));
	})()`); share < 0.4 || share > 0.5 {
		t.Errorf("the upper panel takes %.2f of the printed comparison", share)
	}
	p.ExpectNoFaults()
}
