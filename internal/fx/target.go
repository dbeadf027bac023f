package fx

import (
	"time"

	"detente/internal/civil"
)

// TARGETDay tells whether the European Central Bank publishes reference rates of d: Monday to Friday without 1 January, Good Friday,
// Easter Monday, 1 May, 25 and 26 December, and, as it announced, without the last day of 1999 and of 2001. In 1999 Good Friday
// and Easter Monday had rates.
// Reference: European Central Bank, long-term calendar for TARGET closing days, press release of 14 December 2000.
func TARGETDay(d civil.Date) bool {
	year, month, day := d.UTC().Date()
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	switch {
	case month == time.January && day == 1, month == time.May && day == 1, month == time.December && (day == 25 || day == 26):
		return false
	case month == time.December && day == 31 && (year == 1999 || year == 2001):
		return false
	}
	sunday := easter(year)
	return year < 2000 || (d != sunday.AddDays(-2) && d != sunday.AddDays(1))
}

// easter is Easter Sunday of the Gregorian calendar, by the method of Meeus, Astronomical Algorithms (1991), chapter 8.
func easter(year int) civil.Date {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return civil.New(year, time.Month(n/31), n%31+1)
}
