package fx

import (
	"sort"
	"time"
	_ "time/tzdata"

	"detente/internal/civil"
)

// CutOff is the local time after which an event can no longer move that day's fixing, from a set date on.
type CutOff struct {
	From         civil.Date
	Hour, Minute int
	WindowStart  int // local hour at which averaging starts; an event inside the window is only partly in the fixing
	Basis        string
	Source       string
	Inferred     bool // the date is inferred: events near it are flagged
}

// Calendar tells which fixing an event belongs to. It is data: dated rows, newest rule last.
type Calendar struct {
	Zone    *time.Location
	CutOffs []CutOff
	Lead    int // calendar days from set date to effective date
	Release int // local hour by which the day's rate is public, for rows whose true release is not stored
}

// CBRCalendar is the Bank of Russia's: METHODS 2.3, the rate of set date D is in force from D+1.
func CBRCalendar() Calendar {
	return Calendar{Zone: mustZone(moscow), Lead: 1, Release: 18, CutOffs: []CutOff{
		{civil.New(1992, 7, 1), 11, 30, 10, "before the unified session; the later rule is applied", "", true},
		{civil.New(2003, 4, 15), 11, 30, 10, "weighted mean of the unified session, tomorrow settlement", "https://www.pravdareport.com", false},
		{civil.New(2022, 3, 15), 16, 30, 10, "window 10:00-16:30, Ordinance 6088-U of 11 March 2022", "https://base.garant.ru/403699434/", true},
		{civil.New(2022, 4, 26), 15, 30, 10, "window 10:00-15:30, euro and yuan from their own trades", "https://cbr.ru/eng/press/pr/?id=35932", true},
		{civil.New(2024, 6, 13), 15, 30, 10, "banks' over-the-counter reports, Ordinance 6290-U", "https://tass.com/economy/1802937", false},
		{civil.New(2024, 12, 27), 15, 30, 10, "exchange and over-the-counter trades consolidated, Ordinance 6956-U", "https://www.cbr.ru/press/", false},
	}}
}

// ECBCalendar is the European Central Bank's: 14:15 Central European time, dated the same day.
func ECBCalendar() Calendar {
	return Calendar{Zone: mustZone(frankfurt), Lead: 0, Release: 16, CutOffs: []CutOff{
		{civil.New(1999, 1, 4), 14, 15, 14, "concertation of 14:15", ecbTerms, false},
	}}
}

// CalendarOf returns the calendar of a series by its source; a market series closes at midnight of its zone.
func CalendarOf(id SeriesID) Calendar {
	switch id.Source() {
	case "cbr":
		return CBRCalendar()
	case "ecb":
		return ECBCalendar()
	}
	return Calendar{Zone: mustZone(moscow), Release: 24, CutOffs: []CutOff{
		{civil.New(1992, 7, 1), 23, 50, 0, "last trade of the evening session, which not all days had", moexTerms, false},
		{civil.New(2026, 2, 16), 19, 0, 0, "on the exchange again, 10:00-19:00", "https://tass.com/economy/2087341", false},
	}}
}

// MayHaveClosed tells whether the session of set date d may have been over at an instant of its evening: daily candles do not hold the
// hour of their last trade, and years without an evening session ended at 19:00. Averages have no close.
func (c Calendar) MayHaveClosed(d civil.Date, at time.Time) bool {
	return c.RuleOn(d).WindowStart == 0 && !at.Before(d.At(19, 0, c.Zone))
}

// RuleOn returns the cut-off row in force on set date d; before the first row, the first.
func (c Calendar) RuleOn(d civil.Date) CutOff {
	i := sort.Search(len(c.CutOffs), func(i int) bool { return c.CutOffs[i].From.After(d) })
	return c.CutOffs[max(i-1, 0)]
}

// CutOffOn returns the instant after which events no longer move the fixing set on d.
func (c Calendar) CutOffOn(d civil.Date) time.Time {
	rule := c.RuleOn(d)
	return d.At(rule.Hour, rule.Minute, c.Zone).UTC()
}

// Span returns the instants [start, end) at which the candles of the days from to to begin, both included; a zero day is an open end.
// Days of candles within a day are of UTC. A daily candle begins at midnight where it was traded, of which UTC knows another day.
func (id SeriesID) Span(from, to civil.Date) (start, end time.Time) {
	zone := time.UTC
	if id.Interval() == "1d" {
		zone = CalendarOf(id).Zone
	}
	if !from.IsZero() {
		start = from.At(0, 0, zone).UTC()
	}
	if !to.IsZero() {
		end = to.AddDays(1).At(0, 0, zone).UTC()
	}
	return start, end
}

// SetDate returns the day a rate in force from effective was set.
func (c Calendar) SetDate(effective civil.Date) civil.Date { return effective.AddDays(-c.Lead) }

// ReleasedBy returns an instant by which the rate set on d was public: the rule's, not a recorded one.
func (c Calendar) ReleasedBy(d civil.Date) time.Time { return d.At(c.Release, 0, c.Zone).UTC() }

// Day0 returns the index of the first fixing whose cut-off lies strictly after at: an event at the very second of the
// cut-off belongs to the next fixing. sets are set dates in ascending order. ok is false where no such fixing is stored.
func (c Calendar) Day0(sets []civil.Date, at time.Time) (index int, ok bool) {
	i := sort.Search(len(sets), func(i int) bool { return at.Before(c.CutOffOn(sets[i])) })
	return i, i < len(sets)
}

func mustZone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic("fx: zone " + name + ": " + err.Error())
	}
	return loc
}

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
