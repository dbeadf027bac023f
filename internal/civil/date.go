// Package civil holds the calendar day: no clock, no zone.
//
// A rate belongs to a day, an event to an instant; keeping the two types apart is what prevents a fixing from slipping
// by a day when somebody changes the zone of a machine. The package never reads the clock.
package civil

import (
	"errors"
	"fmt"
	"time"
)

// Layout is the only text form of a Date: ISO 8601, four-digit year.
const Layout = "2006-01-02"

// Date is a day of the proleptic Gregorian calendar. The zero Date is no day; it is before every other.
// Dates are comparable with == and usable as map keys.
type Date struct{ ordinal int32 } // 1 is 0001-01-01

// New returns the day, with month and day normalised as time.Date does (30 February is 1 or 2 March).
func New(year int, month time.Month, day int) Date {
	seconds := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()
	return Date{int32(seconds/86400) + epochOrdinal}
}

// Of returns the day that t shows in its own zone.
func Of(t time.Time) Date {
	return New(t.Date())
}

// Parse reads YYYY-MM-DD and nothing else; 2022-02-30 is an error.
func Parse(s string) (Date, error) {
	t, err := time.Parse(Layout, s)
	if err != nil {
		if unclear := Unclear(s); unclear != "" {
			return Date{}, errors.New("civil: " + unclear)
		}
		return Date{}, fmt.Errorf("civil: %q is not a date: want YYYY-MM-DD, such as 2022-02-07", s)
	}
	return Of(t), nil
}

// MustParse is Parse for constants; it panics where s is not a date.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// IsZero tells whether d is no day.
func (d Date) IsZero() bool { return d.ordinal == 0 }

// UTC returns midnight of d in UTC.
func (d Date) UTC() time.Time { return time.Unix(d.Unix(), 0).UTC() }

// Unix returns the seconds from 1970-01-01T00:00:00Z to midnight of d in UTC.
func (d Date) Unix() int64 { return int64(d.ordinal-epochOrdinal) * 86400 }

const epochOrdinal = 719163

// At returns the instant that clocks in loc show hour:minute on d: the first of two where they are set back in between.
func (d Date) At(hour, minute int, loc *time.Location) time.Time {
	u := d.UTC()
	return first(time.Date(u.Year(), u.Month(), u.Day(), hour, minute, 0, 0, loc))
}

// first returns the earlier of two instants at which the clocks of a zone, set back in between, show the same time: of the two
// time.Date may return either. Reference: RFC 5545, section 3.3.5.
func first(t time.Time) time.Time {
	start, _ := t.ZoneBounds()
	if start.IsZero() {
		return t
	}
	_, before := start.Add(-time.Second).Zone()
	_, after := t.Zone()
	if earlier := t.Add(time.Duration(after-before) * time.Second); earlier.Before(start) {
		return earlier
	}
	return t
}

// AddDays returns the day n days after d; n may be negative.
func (d Date) AddDays(n int) Date { return Date{d.ordinal + int32(n)} }

// AddMonths returns the same day of the month n months later, or the month's last day where it is shorter.
func (d Date) AddMonths(n int) Date {
	u := d.UTC()
	first := time.Date(u.Year(), u.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Of(first.AddDate(0, 0, min(u.Day(), last)-1))
}

// DaysSince returns the number of days from e to d, negative where d is earlier.
func (d Date) DaysSince(e Date) int { return int(d.ordinal - e.ordinal) }

// Compare returns -1, 0 or 1 as d is before, equal to or after e.
func (d Date) Compare(e Date) int {
	switch {
	case d.ordinal < e.ordinal:
		return -1
	case d.ordinal > e.ordinal:
		return 1
	}
	return 0
}

// Before tells whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.ordinal < e.ordinal }

// After tells whether d is later than e.
func (d Date) After(e Date) bool { return d.ordinal > e.ordinal }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.UTC().Weekday() }

// String returns YYYY-MM-DD, or the empty string for no day.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.UTC().Format(Layout)
}

// Words returns the form of pages and messages: 7 Feb 2022.
func (d Date) Words() string {
	if d.IsZero() {
		return ""
	}
	return d.UTC().Format("2 Jan 2006")
}

// MarshalText writes YYYY-MM-DD; no day is empty.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := Parse(string(text))
	*d = parsed
	return err
}
