package gdelt

import (
	"sync"
	"time"

	"detente/internal/civil"
)

// leastWait is the shortest time after which a day that was found wanting is asked again.
const leastWait = 20 * time.Hour

// Patience remembers the days whose files are missing or of no use, so that a program that runs for weeks does not ask for them at
// every run: 96 files of a day that the publisher lost would be some thousand requests a month. The zero Patience has found none
// wanting.
type Patience struct {
	mu   sync.Mutex
	days map[civil.Date]wanting
}

// wanting is a day that was asked and could not be used.
type wanting struct {
	asked, until time.Time
	why          string
}

// hold keeps a day from being asked again for half of its age, at least for leastWait.
func (p *Patience) hold(day civil.Date, now time.Time, why string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.days == nil {
		p.days = map[civil.Date]wanting{}
	}
	p.days[day] = wanting{now, now.Add(max(leastWait, now.Sub(day.AddDays(1).UTC())/2)), why}
}

// held tells whether a day is not to be asked at now. A day that was asked while the clock was ahead is.
func (p *Patience) held(day civil.Date, now time.Time) (w wanting, ok bool) {
	if p == nil {
		return w, false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	w, ok = p.days[day]
	return w, ok && !now.Before(w.asked) && now.Before(w.until)
}
