package fx

import (
	"time"

	"detente/internal/civil"
)

// holidays are the stretches of a year, as 100*month+day, in which a weekday of Russia may be free: the public holidays with the days
// before and after them to which days off are moved.
var holidays = []struct{ first, last, until int }{
	{101, 111, 9999}, // New Year and Christmas
	{220, 226, 9999}, // 23 February
	{305, 312, 9999}, // 8 March
	{427, 513, 9999}, // 1 and 9 May
	{609, 616, 9999}, // 12 June
	{1101, 1110, 9999},
	{1210, 1216, 2004}, // 12 December, until the law of 29 December 2004
	{1227, 1231, 9999},
}

// SureWorkingDay tells whether the Bank of Russia must have set its rates on d, as far as the law alone tells: Monday to Friday from
// 1997 on, away from the public holidays, whose neighbours the Government makes free by a decree of each year. It is false of all
// days near a holiday, also of those that were worked, and of the week of 30 March 2020, which was free by Decree 206 of the
// President. A decree of that kind yet to come is not known here.
// Reference: Labour Code of the Russian Federation, article 112; Federal Law 201-FZ of 29 December 2004.
func SureWorkingDay(d civil.Date) bool {
	year, month, day := d.UTC().Date()
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday || year < 1997 {
		return false
	}
	at := 100*int(month) + day
	for _, h := range holidays {
		if h.first <= at && at <= h.last && year <= h.until {
			return false
		}
	}
	return d.Before(civil.New(2020, 3, 30)) || d.After(civil.New(2020, 4, 3))
}
