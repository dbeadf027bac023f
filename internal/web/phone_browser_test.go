package web_test

import (
	"strings"
	"testing"

	"detente/internal/testkit/browser"
)

// A phone shows the headline and the chart with its lane on the first screen, before anything is touched: at first as the server drew it,
// in the very place of the one that follows when nothing happens. The other controls come with one button and stay when the view changes.
func TestAPhoneShowsTheChartFirst(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Before(`localStorage.setItem('detente-tour', 'seen')`)
	p.Size(390, 844)
	for _, path := range []string{"/?lang=ru", story, "/"} {
		p.Go(path)
		if !evaluate[bool](p, onlySketched) {
			t.Errorf("%s: the server's drawing is not what is seen at first", path)
		}
		if top := evaluate[float64](p, `document.querySelector('.plot').getBoundingClientRect().top`); top > 0.52*844 {
			t.Errorf("%s: the chart begins at %.0f px of 844", path, top)
		}
		if h := evaluate[float64](p, `document.querySelector('.plot').clientHeight`); h < 0.55*844 || h > 0.65*844 {
			t.Errorf("%s: the chart is %.0f px high, not 60 %% of 844", path, h)
		}
	}
	before := evaluate[string](p, placeOfPlot)
	p.Until(`document.querySelector('[data-chart]').dataset.state === 'ready'`) // nobody scrolled, touched or asked
	if after := evaluate[string](p, placeOfPlot); after != before {
		t.Errorf("the chart stood at %s and moved to %s", before, after)
	}
	seen := func(what string, want bool) {
		t.Helper()
		if got := evaluate[bool](p, `document.querySelector('.dates').checkVisibility()`); got != want {
			t.Errorf("%s: the dates are seen: %v", what, got)
		}
	}
	p.Open(shortStory)
	seen("at first", false)
	p.ClickOn(".fold-label")
	seen("after the button", true)
	p.ClickOn(`.switches a[href*="log=1"]`)
	p.Until(`location.search.includes('log=1') && document.querySelector('.switches a[aria-checked="true"][href*="/?"]') !== null`)
	seen("after a change of the view", true)
	p.Go("/?from=2022-02-31")
	seen("with an error beside them", true)
	p.ExpectNoFaults(notes)
}

const (
	onlySketched = `document.querySelector('[data-chart]').dataset.state === 'loading' && [...document.querySelectorAll('.sketched .sketch-days text')].some((e) => e.checkVisibility())`
	placeOfPlot  = `JSON.stringify(document.querySelector('.plot').getBoundingClientRect())`
)

// A tap on the server's drawing is one on the chart that takes its place.
func TestATapOnTheSketchActsOnTheChart(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Before(`localStorage.setItem('detente-tour', 'seen')`)
	p.Size(390, 844)
	p.Touch()
	p.Go(story)
	if !evaluate[bool](p, onlySketched) {
		t.Fatal("the server's drawing is not what is seen at first")
	}
	p.Tap(p.cluster())
	p.Until(`document.querySelectorAll('.popup a[data-event]').length > 3`)
	p.ExpectNoFaults()
}

// Without scripts a phone has a chart that can be read: what the server drew, with its numbers and days; a wide page has the picture.
func TestAPhoneWithoutScripts(t *testing.T) {
	t.Parallel()
	p := openTab(t, newDrawingServer(t).Handler())
	p.NoScript()
	for width, want := range map[int64]string{390: "sketch", 1440: "still"} {
		p.Size(width, 844)
		p.Go(story)
		got := evaluate[string](p, `[['sketch', '.sketched .sketch-days text'], ['still', 'noscript img']].filter(([, s]) => [...document.querySelectorAll(s)].some((e) => e.checkVisibility())).map(([n]) => n).join()`)
		if got != want {
			t.Errorf("%d px: %q is seen, not the %s", width, got, want)
		}
	}
	p.Size(390, 844)
	p.Go(story)
	p.ClickOn(".fold-label")
	if !evaluate[bool](p, `document.querySelector('.dates').checkVisibility()`) {
		t.Error("without scripts the button does not show the dates")
	}
	p.ExpectNoFaults()
}

// The names of the lines stand beside the numbers of the right axis, "USD 120": those have the colour of the line that they are of. Of two
// rates below one another a record names its own.
func TestAPhoneTellsWhichRateANumberIsOf(t *testing.T) {
	t.Parallel()
	p := openTab(t, newDrawingServer(t).Handler())
	p.NoScript()
	p.Size(390, 844)
	p.Go("/?from=2022-02-01&to=2022-02-12")
	if colours := evaluate[[]string](p, `['.sketch-right text', '.sketch-ends .eur', '.sketch-ends .usd'].map((s) => getComputedStyle(document.querySelector(s)).fill)`); colours[0] != colours[1] || colours[0] == colours[2] {
		t.Errorf("the numbers of the right axis, EUR and USD are drawn in %v", colours)
	}
	const record = `[...document.querySelectorAll('.quote-record')].map((e) => e.innerText).join('')`
	if got := evaluate[string](p, record); !strings.HasPrefix(got, "EUR/RUB: Strongest since 12 January 2022") {
		t.Errorf("the record on a phone: %q", got)
	}
	p.Size(1440, 900)
	if got := evaluate[string](p, record); !strings.HasPrefix(got, "Strongest since 12 January 2022") {
		t.Errorf("the record under its rate: %q", got)
	}
	p.ExpectNoFaults()
}

// On a phone the measured number is on the first screen, under the most serious warning; the others are folded away with their count.
func TestAPhoneShowsTheNumberWithItsWarning(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(390, 844)
	for path, number := range map[string]string{"/study?category=talks": ".numbers .number", "/events/" + macron: ".figures .strong"} {
		p.Open(path)
		if foot := evaluate[float64](p, `document.querySelector('`+number+`').getBoundingClientRect().bottom`); foot > 844 {
			t.Errorf("%s: the number ends at %.0f px", path, foot)
		}
		order := evaluate[bool](p, `(() => {
			const [w, n] = ['.warnings', '`+number+`'].map((s) => document.querySelector(s).getBoundingClientRect());
			return w.bottom <= n.top && [...document.querySelectorAll('.warnings li')].filter((li) => li.checkVisibility({contentVisibilityAuto: true})).length === 1;
		})()`)
		if !order {
			t.Errorf("%s: not one warning above the number", path)
		}
		hidden := evaluate[int](p, `document.querySelectorAll('.warnings .more li').length`)
		if got := evaluate[int](p, `parseInt(document.querySelector('.warnings .more summary').textContent)`); got != hidden || got < 1 {
			t.Errorf("%s: the summary counts %d of %d warnings", path, got, hidden)
		}
	}
	p.Size(1440, 900)
	p.Open("/study?category=talks")
	if n := evaluate[int](p, `[...document.querySelectorAll('.warnings li')].filter((li) => li.getBoundingClientRect().height > 0).length`); n < 5 {
		t.Errorf("a wide page shows %d warnings", n)
	}
	p.ExpectNoFaults()
}

// cluster is the middle of a glyph of several events on a phone that shows the story.
func (p *tab) cluster() browser.Spot {
	at := p.At(".plot", 0, 1)
	at.X += 36 + (evaluate[float64](p, `document.querySelector('.plot').clientWidth`)-36-72)*68.5/105 // noon of the 69th of 105 days, between the margins
	at.Y -= 164 + 28                                                                                  // the middle row of the lane
	return at
}

// A tap on a cluster opens its list and nothing more: the click that browsers send after a tap would choose what came to lie under the finger.
func TestATapOpensTheListOfACluster(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Before(`localStorage.setItem('detente-tour', 'seen')`)
	p.Size(390, 844)
	p.Touch()
	p.Open(story)
	at := p.cluster()
	// ECharts takes a touch that lasts 300 ms for something else, and a busy machine may be that slow.
	for range 10 {
		p.Tap(at)
		if evaluate[bool](p, `new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(() => seen(document.querySelector('.popup') !== null || location.search.includes('event=')))))`) {
			break
		}
	}
	p.Until(`document.querySelectorAll('.popup a[data-event]').length > 3`)
	p.ClickOn(".popup li:nth-child(3) a")
	p.Until(`document.querySelector('[data-sheet="card"] .card[data-selected]')?.checkVisibility()`)
	p.ExpectNoFaults()
}

// The list of a day opens whole above the bar at the foot of a phone, also low in the chart; the first steps never lie over the open sheet.
func TestAListOpensAboveTheBarOfTheSheet(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Size(390, 844)
	p.Touch()
	p.Open("/?from=2022-01-01&to=2022-03-31")
	p.Until(`document.querySelector('.tour') !== null`)
	p.ClickOn(".sheet-bar button")
	p.Until(`document.querySelector('.side[data-sheet]') !== null`)
	if !evaluate[bool](p, `(() => {
		const box = document.querySelector('.tour').getBoundingClientRect();
		return document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2).closest('.side') !== null;
	})()`) {
		t.Error("the first steps lie over the filters")
	}
	p.ClickOn(".sheet-bar button")
	evaluate[any](p, `document.querySelector('.tour').remove()`)
	at := p.At(".plot", 0, 1)
	at.X, at.Y = at.X+55, at.Y-150 // 10 January, between two rows of the lane
	for range 10 {
		p.Tap(at)
		if evaluate[bool](p, `new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(() => seen(document.querySelector('.popup') !== null))))`) {
			break
		}
	}
	p.Until(`document.querySelector('.popup') !== null`)
	if !evaluate[bool](p, `document.querySelector('.popup').getBoundingClientRect().bottom <= document.querySelector('.sheet-bar').getBoundingClientRect().top
		&& document.activeElement.matches('.popup a') && document.activeElement.getBoundingClientRect().top >= 0`) {
		t.Error("the list ends under the bar")
	}
	p.ExpectNoFaults()
}
