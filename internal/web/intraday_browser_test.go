package web_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// From a day of candles down to their minutes by the keys alone, with the address following, and back.
func TestBrowserZoomsDownToTheMinute(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newServer(t, openWithMarket(t)).Handler())
	t.Cleanup(server.Close)
	p := openTab(t, server)
	p.size(1440, 900)
	p.open("/?from=2022-02-07&to=2022-02-07")
	p.until(`document.querySelector('[data-chart]').dataset.minutes === '5'`)
	evaluate[bool](p, `document.querySelector('.plot').focus() ?? true`)
	p.hit(kb.End)
	// The candle from 10:25 closes at 75.90, which is 0.29 % over the fixing of 75.6806 set that day.
	said := evaluate[string](p, `document.querySelector('[data-live]').textContent`)
	if !strings.Contains(said, "7 Feb 2022, 10:25 UTC, USD 75.9000, plus 0.29 percent from the fixing") {
		t.Errorf("said %q", said)
	}
	p.hit("+")
	p.until(`location.search.includes('clock=') && document.querySelector('[data-chart]').dataset.minutes === '1'`)
	p.hit(kb.End, kb.ArrowLeft)
	if said := evaluate[string](p, `document.querySelector('[data-live]').textContent`); !strings.Contains(said, "10:28 UTC, USD 75.8900") {
		t.Errorf("a minute before the last said %q", said)
	}
	evaluate[bool](p, `history.back() ?? true`)
	p.until(`!location.search.includes('clock=') && document.querySelector('[data-chart]').dataset.minutes === '5'`)
	if link := evaluate[string](p, `document.querySelector('[data-minutes-note] a')?.getAttribute('href') ?? ''`); link != "/candles.csv?from=2022-02-07&series=moex%3AUSDRUB%3A1m&to=2022-02-07" {
		t.Errorf("the figures are at %q", link)
	}
	p.expectNoFaults()
}
