package fx

import (
	"time"

	"detente/internal/civil"
)

// Missed returns how many working days after the set date last have passed the hour by which their rate is public at
// now: how old a series is that was set on last. Monday to Friday are working days; public holidays are not known here.
// A day whose hour is still to come does not count, nor does anything where last lies in the future.
func (c Calendar) Missed(last civil.Date, now time.Time) (days int) {
	for d := last.AddDays(1); !c.ReleasedBy(d).After(now); d = d.AddDays(1) {
		if w := d.Weekday(); w != time.Saturday && w != time.Sunday {
			days++
		}
	}
	return days
}
