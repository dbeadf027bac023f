package perf

import (
	"fmt"
	"testing"
	"time"

	"detente/internal/testkit/browser"
)

// stopwatch goes before the scripts of every page, ours and the peers'. A chart is on screen when the frame that holds it was
// produced: the task after the next animation frame. Our page says by an attribute that its chart is drawn, the peers call
// done; the sketch of our chart's shape stands in the page's own markup.
const stopwatch = `window.bench = { drawn: 0, shape: 0, first: 0, told: 0 };
{
	const produced = bench.produced = (then) => requestAnimationFrame(() => {
		const channel = new MessageChannel();
		channel.port1.onmessage = () => then(performance.now());
		channel.port2.postMessage(0);
	});
	bench.done = () => produced((at) => (bench.drawn ||= at));
	new MutationObserver(() => {
		if (!bench.asked && document.querySelector('[data-chart="overview"][data-state="ready"]')) bench.asked = bench.done() ?? true;
	}).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-state'] });
	let without = false; // a frame showed the page but not yet the shape
	const look = () => {
		if (document.querySelectorAll('svg.sketch path').length >= 5) return without && produced((at) => (bench.shape = at));
		without ||= document.querySelector('header, main') !== null;
		if (!bench.drawn) requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
	new PerformanceObserver((list) => {
		for (const e of list.getEntries()) if (e.name === 'first-contentful-paint') bench.first = e.startTime;
	}).observe({ type: 'paint', buffered: true });
}`

// pointing moves a mouse over our chart from the moment its page has scripts, until it is told what is under it.
const pointing = `{
	const point = () => {
		const plot = document.documentElement.dataset.awake === undefined ? null : document.querySelector('[data-chart="overview"] .plot');
		if (plot) {
			const box = plot.getBoundingClientRect();
			const at = { bubbles: true, pointerType: 'mouse', clientX: box.x + box.width / 2, clientY: box.y + box.height / 4 };
			(plot.querySelector('canvas') ?? plot).dispatchEvent(new PointerEvent('pointermove', at));
			plot.querySelector('canvas')?.dispatchEvent(new MouseEvent('mousemove', at));
			if (/USD/.test(plot.querySelector('.tooltip:not([hidden])')?.textContent)) return bench.produced((at) => (bench.told = at));
		}
		setTimeout(point, 4);
	};
	addEventListener('DOMContentLoaded', point);
}`

// sight is when a page showed what, in ms from the start of its navigation; Told is when it answered the mouse, where one was moved.
type sight struct{ First, Shape, Drawn, Told float64 }

// visit is a load of a page, with or without a mouse over its chart.
type visit struct {
	base, path string
	pointed    bool
}

// settled is long enough for the browser to have closed the window before and opened this one: what it does then is no part of a load.
const settled = 400 * time.Millisecond

// see loads a page as a first visit.
func (v visit) see(t *testing.T) (s sight) {
	t.Helper()
	t.Run("load", func(t *testing.T) { // its window closes with it
		p := browser.Open(t, v.base)
		p.Before(stopwatch)
		if v.pointed {
			p.Before(pointing)
		}
		p.Size(1440, 900)
		time.Sleep(settled)
		p.Go(v.path)
		p.Until(fmt.Sprintf(`window.bench?.drawn > 0 && bench.first > 0 && (bench.told > 0 || !%v)`, v.pointed))
		s = browser.Value[sight](p, `({ First: bench.first, Shape: bench.shape, Drawn: bench.drawn, Told: bench.told })`)
	})
	return s
}

// sights are the loads of one page.
type sights []sight

func (list sights) median(of func(sight) float64) float64 {
	all := make([]float64, len(list))
	for i, s := range list {
		all[i] = of(s)
	}
	return median(all)
}

// shown is when the chart could be seen: not before the first paint of the page.
func (s sight) shown() float64 { return max(s.First, s.Drawn) }

// told is when the chart answered the mouse.
func (s sight) told() float64 { return max(s.First, s.Told) }

// shape is when the sketch of our chart could be seen: with the first paint, unless that came without it.
func (s sight) shape() float64 { return max(s.First, s.Shape) }

// visits loads each page in its turn; the first round only warms up.
func visits(t *testing.T, rounds int, pages []visit) []sights {
	t.Helper()
	all := make([]sights, len(pages))
	for round := range rounds + 1 {
		for i, p := range pages {
			if s := p.see(t); round > 0 {
				all[i] = append(all[i], s)
			}
		}
	}
	return all
}
