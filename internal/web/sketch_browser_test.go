package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// dotsOnLines is how far the furthest dot of the server's drawing lies from its line, in pixels; -1 without two dots.
const dotsOnLines = `(() => {
	const dots = [...document.querySelectorAll('.sketch-cursor circle')].map((e) => e.getBoundingClientRect()).map((b) => [b.x + b.width / 2, b.y + b.height / 2]);
	if (dots.length !== 2) return -1;
	return Math.max(...['usd', 'eur'].map((pair, i) => {
		const line = document.querySelector('.sketch-' + pair), to = line.getScreenCTM(), all = line.getTotalLength();
		let least = Infinity;
		for (let n = 0; n <= 20000; n++) {
			const p = line.getPointAtLength((all * n) / 20000).matrixTransform(to);
			least = Math.min(least, Math.hypot(p.x - dots[i][0], p.y - dots[i][1]));
		}
		return least;
	}));
})()`

const hungAt = `(() => { const { x, y } = document.querySelector('.tooltip:not([hidden])').getBoundingClientRect(); return Math.round(x) + ' ' + Math.round(y); })()`

// While what draws charts has not come, or does not come, the server's drawing tells its figures and events to the pointer and the keys.
// The chart goes on from there.
func TestTheSketchAnswersUntilTheChartDoes(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	p.Before(`localStorage.setItem('detente-tour', 'seen')`)
	p.Size(1440, 900)
	p.Block("/static/charts-*")
	const ready = `document.querySelector('[data-chart]').dataset.state === 'ready'`
	for _, path := range []string{shortStory, shortStory + "&log=1", "/embed/overlay" + strings.TrimPrefix(shortStory, "/")} {
		p.Go(path)
		p.Until(`document.querySelector('[data-chart]').dataset.state === 'failed'`)
		p.Point(p.At(".sketch-rates", 0.55, 0.3))
		told := p.Text(".tooltip")
		if !strings.Contains(told, "fixing set; in force from") || !strings.Contains(told, "USD") || !strings.Contains(told, "EUR") {
			t.Errorf("%s: the drawing says %q of a day", path, told)
		}
		if off := evaluate[float64](p, dotsOnLines); off < 0 || off > 1.5 {
			t.Errorf("%s: a dot stands %.1f px from its line", path, off)
		}
	}

	p.Point(p.Middle(".sketch-lane path.escalation"))
	if told := p.Text(".tooltip"); !strings.Contains(told, "events") && !strings.Contains(told, "escalation") {
		t.Errorf("the drawing says %q of an event", told)
	}
	p.Focus(".plot")
	p.Press(kb.ArrowLeft, kb.ArrowLeft)
	told, heard, at := p.Text(".tooltip"), evaluate[string](p, `document.querySelector("[data-live]").textContent`), evaluate[string](p, hungAt)
	if !strings.Contains(heard, "USD ") || !strings.Contains(heard, " percent") {
		t.Errorf("the keys say %q", heard)
	}
	p.Block()
	evaluate[any](p, `document.querySelector('.failed button').click()`)
	p.Until(ready)
	if now := p.Text(".tooltip:not([hidden])"); now != told || evaluate[string](p, hungAt) != at {
		t.Errorf("the drawing said %q at %s, the chart says %q at %s", told, at, now, evaluate[string](p, hungAt))
	}
	if n := evaluate[int](p, `document.querySelectorAll('.sketch-cursor').length`); n != 0 {
		t.Errorf("%d marks of the drawing stand on the chart", n)
	}
	p.ExpectNoFaults("charts-", "ERR_BLOCKED_BY_CLIENT")
}
