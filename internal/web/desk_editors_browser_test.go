package web_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/testkit"
)

// Two people edit one event, each in a browser: the second sees what the first changed, and nothing typed is lost.
func TestTwoEditorsInTheBrowser(t *testing.T) {
	t.Parallel()
	anna := newDesk(t)
	anna.draft("a", "Talks in Geneva", "USA", "RUS")
	boris := *anna
	var err error
	if boris.token, _, err = anna.db.CreateToken(t.Context(), "Boris", readAt); err != nil {
		t.Fatal(err)
	}
	first, second := openTab(t, anna.server.Handler()), openTab(t, anna.server.Handler())
	first.Size(1440, 1000)
	second.Size(1440, 1000)
	first.enter(anna, "/events/a/edit")
	second.enter(&boris, "/events/a/edit")
	write := func(p *tab, selector, text string) {
		evaluate[int](p, fmt.Sprintf(`(document.querySelector(%q).value = '', 1)`, selector))
		p.Type(selector, text)
	}
	write(first, "#field-title", "Talks in Geneva end")
	write(first, "#field-location", "Geneva"+kb.Enter)
	first.After(`location.pathname === '/events/a/history'`)
	write(second, "#field-title", "Talks in Geneva begin")
	write(second, "#field-summary", "Summary that Boris typed")
	second.ClickOn(`button[value="save"]`)
	second.After(`document.activeElement.id === 'clash'`)
	second.keepBoth("two_editors")
	for what, holds := range map[string]string{
		"who was faster":        `document.querySelector('#clash h2').textContent.includes('Anna')`,
		"Anna's title":          `document.querySelector('#clash table').textContent.includes('Talks in Geneva end')`,
		"changed by both":       `document.querySelectorAll('#clash tr.selected').length === 1`,
		"Boris's title":         `document.querySelector('#field-title').value === 'Talks in Geneva begin'`,
		"Boris's summary":       `document.querySelector('#field-summary').value === 'Summary that Boris typed'`,
		"Anna's place taken in": `document.querySelector('#field-location').value === 'Geneva'`,
	} {
		if !evaluate[bool](second, holds) {
			t.Errorf("the page of the second editor lacks: %s", what)
		}
	}
	second.ClickOn(`button[value="save"]`)
	second.After(`location.pathname === '/events/a/history'`)
	second.keepBoth("history")
	if e := anna.event("a"); e.Title != "Talks in Geneva begin" || e.Location != "Geneva" || e.Summary != "Summary that Boris typed" {
		t.Errorf("stored %+v", e)
	}
	first.ExpectNoFaults()
	second.ExpectNoFaults("409")
}

// The queue by keys alone: merge, reject, confirm, edit.
func TestMergeByKeyboard(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.db, event.Event{ID: "stands", OccurredAt: civil.New(2022, 2, 7).UTC(), Precision: event.PrecisionDay, Title: "Macron meets Putin in Moscow",
		Category: event.Talks, Importance: 3, Actors: []string{"FRA", "RUS"}, Status: event.StatusConfirmed, Origin: "curated"})
	d.draft("twin", "Macron meets Putin in the Kremlin, Moscow", "FRA", "RUS")
	p := openTab(t, d.server.Handler())
	p.Size(1440, 900)
	p.enter(d, "/events%3Fstatus%3Ddraft")
	p.After(`document.querySelectorAll('.queue .twin').length === 1`)
	p.keepBoth("twins")
	p.Focus(`.queue input[name="event"]`)
	p.Press("m")
	p.After(`document.querySelector('.said')?.textContent === '1 event merged into stands.'`)
	if got := d.event("twin").Status; got != event.StatusRejected {
		t.Errorf("the twin is %s", got)
	}
	p.ExpectNoFaults()
}

// Without JavaScript the desk is its forms: a decision, an error with its summary, a line of which leads to the field.
func TestTheDeskWithoutJavaScript(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.draft("a", "Talks in Geneva", "USA")
	d.draft("b", "Weather in Doha", "QAT")
	p := openTab(t, d.server.Handler())
	p.NoScript()
	p.enter(d, "/events%3Fstatus%3Ddraft")
	p.ClickOn(`.queue li:first-child input[name="event"]`) // b, the newest id
	p.ClickOn(`.bulk button[value="reject"]`)
	p.After(`document.querySelectorAll('.queue > li').length === 1 && document.querySelector('.said')?.textContent === '1 rejected.'`)
	p.Go("/events/new")
	p.Type("#field-title", "")
	p.ClickOn(`button[value="save"]`)
	p.After(`document.querySelector('#wrong a[href="#field-title"]') !== null`)
	p.Focus(`#wrong a[href="#field-title"]`)
	p.Press(kb.Enter)
	p.After(`location.hash === '#field-title'`)
	p.Press("T", "a", "l", "k", "s")
	if got := evaluate[string](p, `document.querySelector('#field-title').value`); got != "Talks" {
		t.Errorf("the line of the summary does not lead to its field: it holds %q", got)
	}
	if got := d.event("b").Status; got != event.StatusRejected {
		t.Errorf("b is %s", got)
	}
}

// keepBoth keeps the page as it stands, wide and narrow, light and dark, where $DETENTE_PICTURES asks for pictures.
func (p *tab) keepBoth(name string) {
	p.t.Helper()
	if os.Getenv("DETENTE_PICTURES") == "" {
		return
	}
	for _, width := range []int64{390, 768, 1440} {
		for _, scheme := range []string{"dark", "light"} {
			p.Scheme(scheme)
			p.Size(width, 1000)
			p.Keep(fmt.Sprintf("desk_%s_%d_%s.png", name, width, scheme), p.Picture())
			if evaluate[bool](p, `document.documentElement.scrollWidth > innerWidth`) {
				p.t.Errorf("%s scrolls sideways at %d px", name, width)
			}
		}
	}
}

// TestDeskPictures keeps the desk's pages to be looked at: DETENTE_PICTURES=1 go test -run 'Pictures|Editors|MergeBy' ./internal/web
func TestDeskPictures(t *testing.T) {
	if os.Getenv("DETENTE_PICTURES") == "" {
		t.Skip("DETENTE_PICTURES does not ask for pictures")
	}
	d := newDesk(t)
	text, err := os.ReadFile(testkit.Shared(t, "seed", "liveblog_2022-02-07.txt"))
	if err != nil {
		t.Fatal(err)
	}
	d.draft("a", "Talks in Geneva", "USA")
	p := openTab(t, d.server.Handler())
	p.Size(1440, 1000)
	p.Go("/login")
	p.keepBoth("login")
	p.Go("/events/a")
	p.keepBoth("under_review")
	p.enter(d, "/events/liveblog")
	evaluate[int](p, fmt.Sprintf(`(document.querySelector('[name="text"]').value = %q, document.querySelector('[name="date"]').value = '7 Feb 2022', document.querySelector('[name="zone"]').value = 'Europe/London', 1)`, text))
	p.keepBoth("liveblog")
	p.ClickOn(`button[value="read"]`)
	p.After(`document.querySelector('.offer') !== null`)
	p.keepBoth("liveblog_read")
	p.Go("/events/a")
	p.keepBoth("draft")
	p.Go("/events/new")
	p.ClickOn(`button[value="save"]`)
	p.After(`document.querySelector('#wrong') !== null`)
	p.keepBoth("errors")
	d.thousandDrafts()
	p = openTab(t, d.server.Handler()) // what was typed keeps the other from being left
	p.Size(1440, 1000)
	p.enter(d, "/events%3Fstatus%3Ddraft")
	p.After(`document.querySelectorAll('.queue > li').length === 250`)
	p.keepBoth("thousand")
	p.Go("/calendar")
	p.keepBoth("calendar")
	p.Go("/calendar?month=2022-02")
	p.keepBoth("calendar_month")
}
