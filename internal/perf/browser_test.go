package perf

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"detente/internal/testkit/browser"
)

// browser measures the pages in Chromium: first sight, the overview with many events, and what goes over the wire.
func (b *bench) browser(t *testing.T) []row {
	browser.Open(t, "about:blank") // keeps the process for all that follow
	return slices.Concat(b.firstSight(t), b.overviewOfEvents(t), b.wire(t))
}

// parts are what is compared with the peers' pages, which are a chart and nothing else: our chart alone, as they are, which has bounds,
// and the page with all that stands around it.
var parts = []part{{"chart alone, as its peers", true}, {"whole page", false}}

type part struct {
	what    string
	bounded bool
}

func (p part) against(claim, peer string, ours, theirs, bound float64) row {
	if p.bounded {
		return against(claim+": "+p.what, peer, ours, theirs, bound, "ms", false)
	}
	return stated(claim+": "+p.what, peer, ours, theirs, "ms")
}

// firstSight compares the chart alone, which is all that the peers' pages are, and the page with all that stands around it.
func (b *bench) firstSight(t *testing.T) []row {
	ours := b.detenteAt(t, b.in("embedded.db"))
	defer ours.stop()
	peers := peerPages(t, figuresOf(t, plainPage(t, ours, "/")))
	site := "http://" + ours.addr
	seen := visits(t, 4**turns+1, []visit{{site, alone("/"), false}, {site, "/", false}, {site, alone("/"), true}, {site, "/", true},
		{peers.URL, "/uplot", false}, {peers.URL, "/echarts", false}})
	t.Logf("first sight: ours alone %v, whole %v, pointed at %v, %v; uPlot %v; stock go-echarts %v", seen[0], seen[1], seen[2], seen[3], seen[4], seen[5])
	uplot, stock := seen[4].median(sight.shown), seen[5].median(sight.shown)
	var rows []row
	for i, p := range parts {
		shape, told, drawn := seen[i].median(sight.shape), seen[2+i].median(sight.told), seen[i].median(sight.shown)
		rows = append(rows,
			p.against("first sight of the chart's shape", "uPlot, its chart", shape, uplot, 0.7),
			p.against("interactive, the mouse is told the figures of a day", "uPlot", told, uplot, 2),
			p.against("the same", "stock go-echarts without animation", told, stock, 0.7),
			stated("drawn by its script, to be zoomed too: "+p.what, "uPlot", drawn, uplot, "ms"),
			stated("the same", "stock go-echarts without animation", drawn, stock, "ms"))
	}
	return rows
}

// manyEvents is a database of 10,000 fixings and so many events.
func (b *bench) manyEvents(t *testing.T, events int) string {
	t.Helper()
	path := b.in(fmt.Sprintf("events-%d.db", events))
	fillAt(t, path, Size{Candles: 1, Fixings: Usual().Fixings, Events: events})
	return path
}

// everything is the address that has every event in view.
const everything = "/?from=1992-07-01"

// leastDots of the shape's lane are many events: each stands for those of a hundredth of the window in one direction.
const leastDots = 100

// alone is the chart of an overview without the rest of the page.
func alone(overview string) string { return "/embed/overlay" + strings.TrimPrefix(overview, "/") }

func (b *bench) overviewOfEvents(t *testing.T) []row {
	ours := b.detenteAt(t, b.manyEvents(t, 10_000))
	defer ours.stop()
	page := plainPage(t, ours, everything)
	f := figuresOf(t, page)
	_, lane, _ := strings.Cut(string(page), `<svg class="sketch sketch-lane"`)
	lane, _, _ = strings.Cut(lane, "</svg>")
	if dots := strings.Count(lane, "h0"); len(f.Events) != 10_000 || dots < leastDots {
		t.Fatalf("%d events are in view, %d dots in the first answer's lane: what painting them takes is of no worth", len(f.Events), dots)
	}
	peers := peerPages(t, f)
	site := "http://" + ours.addr
	seen := visits(t, *turns, []visit{{site, alone(everything), false}, {site, everything, false}, {peers.URL, "/dygraphs", false}})
	t.Logf("10,000 events: ours alone %v, whole %v; dygraphs %v", seen[0], seen[1], seen[2])
	peer := seen[2].median(sight.shown)
	many := b.detenteAt(t, b.big(t))
	defer many.stop()
	plainPage(t, many, everything) // a page is made once for a version of the figures
	small, large := zoomFrames(t, ours), zoomFrames(t, many)
	tenfold := visits(t, *turns, []visit{{site, everything, false}, {"http://" + many.addr, everything, false}})
	painted, paintedMany := tenfold[0].median(sight.shown), tenfold[1].median(sight.shown)
	var rows []row
	for i, p := range parts {
		rows = append(rows,
			p.against("10,000 events in view, painted with lines, axes and lane", "dygraphs, as many annotations", seen[i].median(sight.shape), peer, 1),
			stated("the same, drawn by its script, to be zoomed too", "dygraphs, as many annotations", seen[i].median(sight.shown), peer, "ms"))
	}
	return append(rows,
		atMost("frame while zooming 10,000 events, p95", small, 40, "ms"),
		atMost("frame while zooming 100,000 events, p95", large, 60, "ms"),
		stated("overview drawn, 100,000 events against 10,000", "itself", paintedMany, painted, "ms"))
}

// zoomed zooms from everything to a hundredth and back by the wheel, a notch a frame, as long as frames are asked for, and returns
// the time from each frame to the next. The way is walked once more without the clock, to count the pixels of events.
const zoomed = `(async () => {
	const figure = document.querySelector('[data-chart="overview"]');
	const canvas = figure.querySelector('canvas');
	const box = canvas.getBoundingClientRect();
	const notches = 48; // of a tenth each: 1.1 to the 48th is 97
	const wheel = (by) => canvas.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, ctrlKey: true, deltaY: -120 * by, wheelDeltaY: 120 * by,
		clientX: box.x + box.width * 0.7, clientY: box.y + 100 }));
	const frame = () => new Promise(requestAnimationFrame);
	const source = JSON.parse(document.getElementById('overview-chart').textContent);
	const lane = source.option.grid.find((g) => g.id === 'lane');
	const height = Number(lane.height);
	const top = box.height - Number(lane.bottom) - height;
	const inks = ['--escalation', '--de-escalation', '--neutral'].map((name) => parseInt(getComputedStyle(document.documentElement).getPropertyValue(name).trim().slice(1), 16));
	const pixels = () => {
		const copy = Object.assign(document.createElement('canvas'), { width: box.width - 180, height });
		const context = copy.getContext('2d', { willReadFrequently: true });
		context.drawImage(canvas, -48, -top);
		const { data } = context.getImageData(0, 0, copy.width, copy.height);
		let n = 0;
		for (let i = 0; i < data.length; i += 4) n += inks.includes((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]) ? 1 : 0;
		return n;
	};
	const walk = async (each) => {
		for (const by of [1, -1]) for (let i = 0; i < notches; i++) {
			wheel(by);
			each(await frame());
		}
	};
	const Frames = [], Counted = [];
	for (let cycle = 0; cycle < 2; cycle++) {
		let before = await frame();
		await walk((now) => { Frames.push(now - before); before = now; });
	}
	let at = 0;
	Counted.push([pixels(), Number(figure.dataset.eventsShown)]);
	await walk(() => { if (++at === notches / 2 || at === notches) Counted.push([pixels(), Number(figure.dataset.eventsShown)]); });
	return { Frames, Counted };
})()`

// leastPixels of events are a window in which some can be seen.
const leastPixels = 100

// zoomFrames is the 95th percentile of the frames of zooming, in ms. It fails where no events are drawn: nothing is fast to draw.
func zoomFrames(t *testing.T, ours *service) float64 {
	t.Helper()
	var p95 []float64
	for range *turns {
		t.Run("zoom", func(t *testing.T) {
			p := browser.Open(t, "http://"+ours.addr)
			p.Size(1440, 900)
			p.Open(everything)
			saw := browser.Value[struct {
				Frames  []float64
				Counted [][2]int
			}](p, zoomed)
			t.Logf("event pixels and events at 100, 10 and 1 percent: %v", saw.Counted)
			for i, c := range saw.Counted {
				if c[0] < leastPixels || c[1] == 0 || i > 0 && c[1] >= saw.Counted[i-1][1]/3 {
					t.Fatalf("%v pixels and events at 100, 10 and 1 percent: what the frames took is of no worth", saw.Counted)
				}
			}
			slices.Sort(saw.Frames)
			p95 = append(p95, saw.Frames[len(saw.Frames)*95/100])
		})
	}
	if len(p95) == 0 {
		t.Fatal("nothing was zoomed")
	}
	return median(p95)
}

// plainPage is a page of ours, not compressed.
func plainPage(t *testing.T, s *service, path string) []byte {
	t.Helper()
	answer, err := http.Get("http://" + s.addr + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(answer.Status, err)
	}
	return body
}
