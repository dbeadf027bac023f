package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
)

// axe is the source of axe-core, as npm installed it for the bundle.
var axe = sync.OnceValues(func() (string, error) {
	_, self, _, _ := runtime.Caller(0)
	source, err := os.ReadFile(filepath.Join(filepath.Dir(self), "../../../assets/node_modules/axe-core/axe.min.js"))
	return string(source), err
})

// Axe returns what axe-core finds against WCAG and good practice on the page as it is now. The test is skipped where axe-core
// is not installed.
func (p *Tab) Axe() []string {
	p.t.Helper()
	source, err := axe()
	if err != nil {
		p.t.Skipf("axe-core is not installed, run npm ci in assets: %v", err)
	}
	if !Value[bool](p, `'axe' in window`) {
		Value[bool](p, source+`;true`)
	}
	return Value[[]string](p, `axe.run({ resultTypes: ['violations'], preload: false }).then((r) =>
		r.violations.map((v) => v.id + ' (' + v.nodes.length + '): ' + v.nodes[0].html.slice(0, 160) + ' ' + (v.nodes[0].any[0]?.message ?? '')))`)
}

// Widths are those of a desk, of a tablet and of a phone, in CSS pixels.
var Widths = []int64{1440, 768, 390}

// Thorough is the variable that, set, makes Gates ask axe-core at every width both light and dark: make gates.
const Thorough = "DETENTE_GATES"

// Gates returns what no page may have in any state: findings of axe-core (on a desk in light colours and on a phone in dark ones, or
// everywhere where Thorough is set), and at each of Widths a page that scrolls sideways and targets under 24 px. The scheme is light
// afterwards.
func (p *Tab) Gates() (found []string) {
	p.t.Helper()
	for i, width := range Widths {
		p.Size(width, 900)
		list := append(p.SmallTargets(), p.Sideways()...)
		for _, scheme := range []string{"light", "dark"} {
			first, last := i == 0 && scheme == "light", i == len(Widths)-1 && scheme == "dark"
			if first || last || os.Getenv(Thorough) != "" {
				p.Scheme(scheme)
				list = append(list, p.Axe()...)
			}
		}
		for _, f := range list {
			found = append(found, fmt.Sprintf("%d px: %s", width, f))
		}
	}
	p.Scheme("light")
	return found
}

// Sideways names what makes the page scroll sideways, nothing where it does not.
func (p *Tab) Sideways() []string {
	p.t.Helper()
	if wide := Value[string](p, sideways); wide != "" {
		return []string{"the page scrolls sideways for " + wide}
	}
	return nil
}

// sideways names what is wider than the page, empty where nothing is.
const sideways = `(() => {
	const root = document.documentElement;
	if (root.scrollWidth <= innerWidth) return '';
	const inside = (e) => { for (let a = e.parentElement; a && a !== document.body; a = a.parentElement) if (getComputedStyle(a).overflowX !== 'visible') return true; return false; };
	const wide = [...document.body.querySelectorAll('*')].find((e) => e.getBoundingClientRect().right > innerWidth + 1 && !inside(e));
	return (wide ?? root).outerHTML.slice(0, 120);
})()`

// SmallTargets returns the targets under 24 px that WCAG 2.2 does not except: a link in a sentence may be as high as its line, and
// a smaller target is far enough from its neighbours where a circle of 24 px around its middle touches no other (2.5.8).
func (p *Tab) SmallTargets() []string {
	p.t.Helper()
	small := Value[[]string](p, smallTargets)
	for i, s := range small {
		small[i] = "a target under 24 px: " + s
	}
	return small
}

const smallTargets = `(() => {
	const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !e.closest('.unseen, [inert]');
	const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')].filter(seen);
	const box = (e) => (e.closest('label') ?? e).getBoundingClientRect();
	const inSentence = (e) => {
		if (e.tagName !== 'A' && !(e.tagName === 'BUTTON' && getComputedStyle(e).display === 'inline')) return false;
		if (!getComputedStyle(e).display.startsWith('inline')) return false;
		const around = e.closest('p, li, td, th, dd, dt, figcaption, caption, label, h1, h2, h3');
		return around !== null && around.textContent.trim().length > e.textContent.trim().length;
	};
	const boxes = new Map(all.map((e) => [e, box(e)]).filter(([, b]) => b.width > 1 && b.height > 1 && b.right > 0 && b.bottom > 0));
	const near = (e, b) => {
		const [x, y] = [b.x + b.width / 2, b.y + b.height / 2];
		return [...boxes].some(([o, c]) => {
			if (o === e || o.contains(e) || e.contains(o)) return false;
			const under = c.width < 23.5 || c.height < 23.5;
			const [dx, dy] = under ? [c.x + c.width / 2 - x, c.y + c.height / 2 - y] : [Math.max(c.left - x, 0, x - c.right), Math.max(c.top - y, 0, y - c.bottom)];
			return Math.hypot(dx, dy) < (under ? 23.5 : 11.5);
		});
	};
	return [...boxes].filter(([e, b]) => (b.width < 23.5 || b.height < 23.5) && !inSentence(e) && near(e, b))
		.map(([e, b]) => Math.round(b.width) + 'x' + Math.round(b.height) + ' ' + e.outerHTML.slice(0, 120)).slice(0, 5);
})()`

// Shift returns how far the page has jumped since it was opened without the reader's doing, as the layout instability score, and what jumped.
func (p *Tab) Shift() (score float64, moved []string) {
	p.t.Helper()
	type jump struct {
		Value float64
		Moved []string
	}
	for _, j := range Value[[]jump](p, shifts) {
		score += j.Value
		moved = append(moved, fmt.Sprintf("%.4f by %q", j.Value, j.Moved))
	}
	return score, moved
}

// shifts are the buffered layout shifts; one frame later all are in.
const shifts = `new Promise((done) => {
	const all = [];
	const note = (list) => all.push(...list.getEntries().filter((e) => !e.hadRecentInput).map((e) =>
		({ Value: e.value, Moved: e.sources.map((s) => (s.node?.outerHTML ?? s.node?.textContent ?? '').slice(0, 90)) })));
	const observer = new PerformanceObserver(note);
	observer.observe({ type: 'layout-shift', buffered: true });
	setTimeout(() => { note({ getEntries: () => observer.takeRecords() }); done(all); }, 120);
})`
