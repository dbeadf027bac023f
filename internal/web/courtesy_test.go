package web

import (
	"testing"
	"testing/synctest"
	"time"
)

// A table rests three times its work while a page is made, once after one was asked for, and not at all where nobody asks.
func TestTablesGiveWayToPages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var p courtesy
		rested := func(work time.Duration) time.Duration {
			pause := p.pauses(time.Now)
			time.Sleep(work)
			before := time.Now()
			pause()
			return time.Since(before)
		}
		work := 300 * time.Microsecond
		if got := rested(work); got != 0 {
			t.Errorf("nobody asks: rested %s", got)
		}
		p.enter(time.Now())
		if got := rested(work); got != 3*work {
			t.Errorf("a page is made: rested %s, want %s", got, 3*work)
		}
		if got := rested(atOnce / 2); got != 0 {
			t.Errorf("after less than a stretch: rested %s", got)
		}
		if got := rested(time.Second); got != restMost {
			t.Errorf("after a long stretch: rested %s, want %s", got, restMost)
		}
		p.leave()
		if got := rested(work); got != 0 {
			t.Errorf("the page was asked for more than a second ago: rested %s", got)
		}
		p.enter(time.Now())
		p.leave()
		if got := rested(work); got != work {
			t.Errorf("a page was asked for just now: rested %s, want %s", got, work)
		}
	})
}
