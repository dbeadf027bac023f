package web_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/store"
)

func TestReviewByKeyboard(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for i, title := range []string{"Gas consultations in Berlin", "Red lines set out", "Troops sent to Poland", "Weather in Doha"} {
		d.draft(fmt.Sprintf("draft-%d", i), title, []string{"DEU", "UKR", "GBR", "QAT"}[i])
	}
	p := openTab(t, d.server.Handler())
	p.enter(d, "/events%3Fstatus%3Ddraft")
	p.After(`document.querySelectorAll('.queue > li').length === 4`)
	p.Focus(`.queue input[name="event"]`)
	p.Press("r") // the newest id stands first: draft-3
	p.After(`document.querySelectorAll('.queue > li').length === 3 && document.querySelector('.said')?.textContent === '1 rejected.'`)
	p.After(`document.activeElement.closest('.queue > li')?.dataset.key.startsWith('draft-2')`)
	p.Press("x", "j", "x", "c")
	p.After(`document.querySelectorAll('.queue > li').length === 1 && document.querySelector('.said')?.textContent === '2 confirmed.'`)
	for id, want := range map[string]event.Status{"draft-3": event.StatusRejected, "draft-2": event.StatusConfirmed, "draft-1": event.StatusConfirmed, "draft-0": event.StatusDraft} {
		if got := d.event(id).Status; got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
	p.After(`document.activeElement.closest('.queue > li')?.dataset.key.startsWith('draft-0')`)
	p.Press("?")
	p.After(`document.querySelector('dialog.keys')?.open`)
	p.Press(kb.Escape)
	p.After(`!document.querySelector('dialog.keys')`)
	p.Press("e")
	p.After(`location.pathname === '/events/draft-0/edit'`)
	p.Type("#field-cameo", "163")
	p.After(`document.querySelector('[data-code-means]').textContent.startsWith('The code means') && document.querySelector('#field-goldstein').value === '−8.0'`)
	p.ExpectNoFaults()
}

func TestErrorsTakeTheFocus(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := openTab(t, d.server.Handler())
	p.enter(d, "/events/new")
	p.Type("#field-cameo", "046")
	p.After(`document.querySelector('#field-goldstein').value === '7.0'`)
	p.Press(kb.Enter)
	p.After(`document.activeElement.id === 'wrong'`)
	p.Press(kb.Tab)
	p.After(`document.activeElement.matches('#wrong a') && document.readyState === 'complete'`)
	evaluate[int](p, `window.stayed = 1`)
	p.Press(kb.Enter)
	p.After(`document.activeElement.matches('[aria-invalid]')`)
	time.Sleep(500 * time.Millisecond) // time enough for a form that is sent again to come back
	if !evaluate[bool](p, `window.stayed === 1 && document.activeElement.id === 'field-title'`) {
		t.Error("Enter on a line of the summary sends the form again")
	}
}

// TestThousandDraftsAreDrawn logs how long the first paint took (make measure), where each draft has its likely twins beside it.
func TestThousandDraftsAreDrawn(t *testing.T) {
	d := newDesk(t)
	d.thousandDrafts()
	p := openTab(t, d.server.Handler())
	p.Size(1440, 900)
	p.enter(d, "/calendar")
	p.Go("/events?status=draft")
	p.After(`document.querySelectorAll('.queue > li').length === 250 && performance.getEntriesByName('first-contentful-paint').length === 1`)
	if !evaluate[bool](p, `/^1\D?000\sdrafts/.test(document.querySelector('#queue-title').textContent) && document.querySelector('.queue .twin') !== null`) {
		t.Error("not all drafts are counted, or none has a twin")
	}
	paint := evaluate[float64](p, `performance.getEntriesByName('first-contentful-paint')[0].startTime`)
	ready := evaluate[float64](p, `performance.getEntriesByType('navigation')[0].loadEventEnd`)
	size := evaluate[float64](p, `performance.getEntriesByType('navigation')[0].decodedBodySize / 1024`)
	answered := evaluate[float64](p, `performance.getEntriesByType('navigation')[0].responseEnd`)
	t.Logf("1,000 drafts: %.0f kB whole after %.0f ms, painted after %.0f ms, loaded after %.0f ms", size, answered, paint, ready)
}

// thousandDrafts stores drafts as feeds bring them.
func (d *desk) thousandDrafts() {
	d.t.Helper()
	var drafts []event.Event
	for i := range 1000 {
		drafts = append(drafts, event.Event{ID: fmt.Sprintf("draft-%04d", i), OccurredAt: civil.New(2022, 1, 1).AddDays(i / 20).UTC(), Precision: event.PrecisionDay,
			Title: fmt.Sprintf("Ministers of round %d meet about subject %d of the agenda", i%7, i), Summary: "A sentence or two of what a feed said about it, as long as such sentences are on most days of the year.",
			Category: event.Talks, Cameo: "046", Goldstein: 7, Importance: 1, Actors: []string{"RUS", "USA"}, Status: event.StatusDraft, Origin: "feed:test", SourceName: "Wire", SourceURL: "https://example.org/a"})
	}
	if _, err := d.db.AddDrafts(d.t.Context(), drafts, store.Origin{Author: "collect"}, readAt); err != nil {
		d.t.Fatal(err)
	}
}
