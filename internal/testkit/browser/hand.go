package browser

import (
	"strconv"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// call sends a command of the protocol or fails the test.
func call[P, R any](p *Tab, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	answer, err := chromedp.Call(p.ctx, command, params)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer
}

// Press sends keys one after the other to what has the focus.
func (p *Tab) Press(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		p.do(chromedp.KeyEvent(k))
	}
}

// PressShift sends a key with Shift held.
func (p *Tab) PressShift(key string) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(key, chromedp.KeyModifiers(kb.ModifierShift)))
}

// Type focuses a field and types, or presses keys, there.
func (p *Tab) Type(selector, text string) {
	p.t.Helper()
	p.do(chromedp.SendKeys(selector, text))
}

// Focus puts the focus on an element.
func (p *Tab) Focus(selector string) {
	p.t.Helper()
	p.do(chromedp.Focus(selector))
}

// TabTo presses Tab until the focus is on what the selector names, and returns how many steps that took. A step on which the
// focus is not seen is an error.
func (p *Tab) TabTo(selector string) int {
	p.t.Helper()
	for n := 1; n < 200; n++ {
		p.Press(kb.Tab)
		if lost := Value[string](p, unseenFocus); lost != "" {
			p.t.Errorf("the focus is not visible on %s", lost)
		}
		if Value[bool](p, `document.activeElement.matches(`+strconv.Quote(selector)+`)`) {
			return n
		}
	}
	p.t.Fatalf("Tab does not reach %s", selector)
	return 0
}

// unseenFocus is the element with the focus where neither it nor the label around it shows that by an outline.
const unseenFocus = `(() => {
	const at = document.activeElement;
	if (at === document.body || at === document.documentElement) return '';
	const outlined = (e) => e && getComputedStyle(e).outlineStyle !== 'none' && parseFloat(getComputedStyle(e).outlineWidth) > 0;
	return outlined(at) || outlined(at.closest('label')) ? '' : at.outerHTML.slice(0, 120);
})()`

// Spot is a place on the page, in CSS pixels from the corner of what is seen.
type Spot struct{ X, Y float64 }

// At returns a place in an element by its parts of the width and the height; nothing is scrolled.
func (p *Tab) At(selector string, right, down float64) Spot {
	p.t.Helper()
	box := Value[[]float64](p, `(() => { const b = document.querySelector(`+strconv.Quote(selector)+`).getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; })()`)
	return Spot{box[0] + box[2]*right, box[1] + box[3]*down}
}

// Middle returns the middle of an element after it was scrolled into view.
func (p *Tab) Middle(selector string) Spot {
	p.t.Helper()
	Value[any](p, `document.querySelector(`+strconv.Quote(selector)+`).scrollIntoView({ block: 'center', behavior: 'instant' })`)
	return p.At(selector, 0.5, 0.5)
}

// Mouse sends one event of the mouse to a place.
func (p *Tab) Mouse(at Spot, event input.DispatchMouseEventParams) {
	p.t.Helper()
	event.X, event.Y = at.X, at.Y
	call(p, input.DispatchMouseEvent, event)
}

// Point moves the mouse to a place.
func (p *Tab) Point(at Spot) {
	p.t.Helper()
	p.Mouse(at, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved})
}

// Click moves to a place and clicks there, as the n-th click of a row: 2 makes a double click of it.
func (p *Tab) Click(at Spot, n int64) {
	p.t.Helper()
	p.Point(at)
	for _, kind := range []input.DispatchMouseEventType{input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseReleased} {
		p.Mouse(at, input.DispatchMouseEventParams{Type: kind, Button: "left", ClickCount: n})
	}
}

// ClickOn clicks the middle of an element.
func (p *Tab) ClickOn(selector string) {
	p.t.Helper()
	p.Click(p.Middle(selector), 1)
}

// Ctrl is the modifier of the protocol's mouse events.
const Ctrl = 2

// Wheel turns the wheel at a place; up is negative.
func (p *Tab) Wheel(at Spot, turn float64, modifiers int64) {
	p.t.Helper()
	// A DeltaX of 0 would not be sent.
	p.Mouse(at, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseWheel, DeltaX: 0.01, DeltaY: turn, Modifiers: modifiers})
}

// Touch gives the window a screen to be touched, for the pages that follow.
func (p *Tab) Touch() {
	p.t.Helper()
	call(p, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true})
}

// Tap touches a place with one finger, as a screen tells it: the browser makes the click of it.
func (p *Tab) Tap(at Spot) {
	p.t.Helper()
	call(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: at.X, Y: at.Y}}})
	call(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
}
