package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// From a day of candles down to their minutes by the keys alone, with the address following, and back.
func TestBrowserZoomsDownToTheMinute(t *testing.T) {
	t.Parallel()
	p := openTab(t, newServer(t, openWithMarket(t)).Handler())
	p.Size(1440, 900)
	p.Open("/?from=2022-02-07&to=2022-02-07")
	p.Until(`document.querySelector('[data-chart]').dataset.minutes === '5'`)
	p.Focus(".plot")
	p.Press(kb.End)
	// The candle from 10:25 closes at 75.90, which is 0.29 % over the fixing of 75.6806 set that day.
	said := evaluate[string](p, `document.querySelector('[data-live]').textContent`)
	if !strings.Contains(said, "7 Feb 2022, 10:25 UTC, USD 75.9000, plus 0.29 percent from the fixing") {
		t.Errorf("said %q", said)
	}
	p.Press("+")
	p.Until(`location.search.includes('clock=') && document.querySelector('[data-chart]').dataset.minutes === '1'`)
	p.Press(kb.End, kb.ArrowLeft)
	if said := evaluate[string](p, `document.querySelector('[data-live]').textContent`); !strings.Contains(said, "10:28 UTC, USD 75.8900") {
		t.Errorf("a minute before the last said %q", said)
	}
	evaluate[bool](p, `history.back() ?? true`)
	p.Until(`!location.search.includes('clock=') && document.querySelector('[data-chart]').dataset.minutes === '5'`)
	if link := evaluate[string](p, `document.querySelector('[data-minutes-note] a')?.getAttribute('href') ?? ''`); link != "/candles.csv?from=2022-02-07&series=moex%3AUSDRUB%3A1m&to=2022-02-07" {
		t.Errorf("the figures are at %q", link)
	}
	p.ExpectNoFaults()
}
