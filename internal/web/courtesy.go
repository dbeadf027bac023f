package web

import (
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"time"
)

// courtesy lets whoever writes a long table give way to those who wait for a page. A processor that is busy with a table is
// given to another thread by the system after some milliseconds only, which is longer than a page takes.
type courtesy struct {
	waiting atomic.Int64 // pages that are being answered
	asked   atomic.Int64 // when one was asked for last, in nanoseconds
}

// A table is written in stretches of work; after each it rests for a multiple of it, as long as pages are asked for.
const (
	atOnce   = 200 * time.Microsecond
	restBusy = 3 // times as long as the work, while a page is being made
	restNear = 1 // while one was asked for within nearby
	nearby   = 200 * time.Millisecond
	restMost = 2 * time.Millisecond
)

// givesWay tells requests that others give way to from those that take long by their nature.
func givesWay(r *http.Request) bool {
	return costly(r.URL.Path) || r.URL.Path == "/live" || strings.HasSuffix(r.URL.Path, ".json")
}

func (p *courtesy) enter(now time.Time) {
	p.waiting.Add(1)
	p.asked.Store(now.UnixNano())
}

func (p *courtesy) leave() { p.waiting.Add(-1) }

// times is how often the work's own length a table rests.
func (p *courtesy) times(now time.Time) int {
	switch {
	case p.waiting.Load() > 0:
		return restBusy
	case now.UnixNano()-p.asked.Load() < int64(nearby):
		return restNear
	}
	return 0
}

// pauses is what one table calls again and again between its rows: it rests where that is due. Where no page is asked for it
// costs nothing.
func (p *courtesy) pauses(now func() time.Time) func() {
	began := now()
	return func() {
		at := now()
		worked := at.Sub(began)
		if worked < atOnce {
			runtime.Gosched()
			return
		}
		if n := p.times(at); n > 0 {
			time.Sleep(min(time.Duration(n)*worked, restMost))
			at = now()
		}
		began = at
	}
}
