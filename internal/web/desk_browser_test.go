package web_test

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/store"
)

// enter logs the browser in by the form.
func (p *tab) enter(d *desk, next string) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, chromedp.Navigate(p.base+"/login?next="+next), chromedp.SendKeys("#token", d.token+kb.Enter)); err != nil {
		p.t.Fatal(err)
	}
	p.after(`location.pathname !== '/login' && document.readyState === 'complete'`)
}

// after waits for an expression to hold on the page that a form leads to; on the way there is no page to ask.
func (p *tab) after(expression string) {
	p.t.Helper()
	for range 500 {
		if ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](expression)); err == nil && ok {
			return
		}
		time.Sleep(30 * time.Millisecond)
	}
	p.t.Fatalf("%s does not hold at %s", expression, evaluate[string](p, "location.href"))
}

// press sends keys to what has the focus.
func (p *tab) press(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		if err := chromedp.Do(p.ctx, chromedp.KeyEvent(k)); err != nil {
			p.t.Fatal(err)
		}
	}
}

func TestReviewByKeyboard(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for i, title := range []string{"Gas consultations in Berlin", "Red lines set out", "Troops sent to Poland", "Weather in Doha"} {
		d.draft(fmt.Sprintf("draft-%d", i), title, []string{"DEU", "UKR", "GBR", "QAT"}[i])
	}
	site := httptest.NewServer(d.server.Handler())
	t.Cleanup(site.Close)
	p := openTab(t, site)
	p.enter(d, "/events%3Fstatus%3Ddraft")
	p.after(`document.querySelectorAll('.queue > li').length === 4`)
	if err := chromedp.Do(p.ctx, chromedp.Focus(`.queue input[name="event"]`)); err != nil {
		t.Fatal(err)
	}
	p.press("r") // the newest id stands first: draft-3
	p.after(`document.querySelectorAll('.queue > li').length === 3 && document.querySelector('.said')?.textContent === '1 rejected.'`)
	p.after(`document.activeElement.closest('.queue > li')?.dataset.key.startsWith('draft-2')`)
	p.press("x", "j", "x", "c")
	p.after(`document.querySelectorAll('.queue > li').length === 1 && document.querySelector('.said')?.textContent === '2 confirmed.'`)
	for id, want := range map[string]event.Status{"draft-3": event.StatusRejected, "draft-2": event.StatusConfirmed, "draft-1": event.StatusConfirmed, "draft-0": event.StatusDraft} {
		if got := d.event(id).Status; got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
	p.after(`document.activeElement.closest('.queue > li')?.dataset.key.startsWith('draft-0')`)
	p.press("?")
	p.after(`document.querySelector('dialog.keys')?.open`)
	p.press(kb.Escape)
	p.after(`!document.querySelector('dialog.keys')`)
	p.press("e")
	p.after(`location.pathname === '/events/draft-0/edit'`)
	if err := chromedp.Do(p.ctx, chromedp.SendKeys(`#field-cameo`, "163")); err != nil {
		t.Fatal(err)
	}
	p.after(`document.querySelector('[data-code-means]').textContent.startsWith('The code means') && document.querySelector('#field-goldstein').value === '−8.0'`)
	p.expectNoFaults()
}

func TestErrorsTakeTheFocus(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	site := httptest.NewServer(d.server.Handler())
	t.Cleanup(site.Close)
	p := openTab(t, site)
	p.enter(d, "/events/new")
	if err := chromedp.Do(p.ctx, chromedp.SendKeys(`#field-cameo`, "046")); err != nil {
		t.Fatal(err)
	}
	p.after(`document.querySelector('#field-goldstein').value === '7.0'`)
	p.press(kb.Enter)
	p.after(`document.activeElement.id === 'wrong'`)
	p.press(kb.Tab)
	p.after(`document.activeElement.matches('#wrong a') && document.readyState === 'complete'`)
	evaluate[int](p, `window.stayed = 1`)
	p.press(kb.Enter)
	p.after(`document.activeElement.matches('[aria-invalid]')`)
	time.Sleep(500 * time.Millisecond) // time enough for a form that is sent again to come back
	if !evaluate[bool](p, `window.stayed === 1 && document.activeElement.id === 'field-title'`) {
		t.Error("Enter on a line of the summary sends the form again")
	}
}

// TestThousandDraftsAreDrawn logs how long the first paint took: under a second on two idle cores.
func TestThousandDraftsAreDrawn(t *testing.T) {
	d := newDesk(t)
	var drafts []event.Event
	for i := range 1000 {
		drafts = append(drafts, event.Event{ID: fmt.Sprintf("draft-%04d", i), OccurredAt: civil.New(2022, 1, 1).AddDays(i / 20).UTC(), Precision: event.PrecisionDay,
			Title: fmt.Sprintf("Ministers of round %d meet about subject %d of the agenda", i%7, i), Summary: "A sentence or two of what a feed said about it, as long as such sentences are on most days of the year.",
			Category: event.Talks, Cameo: "046", Goldstein: 7, Importance: 1, Actors: []string{"RUS", "USA"}, Status: event.StatusDraft, Origin: "feed:test", SourceName: "Wire", SourceURL: "https://example.org/a"})
	}
	if _, err := d.db.AddDrafts(t.Context(), drafts, store.Origin{Author: "collect"}, readAt); err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(d.server.Handler())
	t.Cleanup(site.Close)
	p := openTab(t, site)
	p.size(1440, 900)
	p.enter(d, "/calendar")
	if err := chromedp.Do(p.ctx, chromedp.Navigate(site.URL+"/events?status=draft")); err != nil {
		t.Fatal(err)
	}
	p.after(`document.querySelectorAll('.queue > li').length === 1000 && performance.getEntriesByName('first-contentful-paint').length === 1`)
	paint := evaluate[float64](p, `performance.getEntriesByName('first-contentful-paint')[0].startTime`)
	ready := evaluate[float64](p, `performance.getEntriesByType('navigation')[0].loadEventEnd`)
	t.Logf("painted after %.0f ms, whole after %.0f ms", paint, ready)
}
