package fx

import (
	"testing"
	"time"

	"detente/internal/civil"
)

// The days on both sides of each change of a rule. Origin: METHODS 2.3 for the Bank of Russia, whose averages begin at 10:00; the ECB's
// concertation of 14:15; SOURCES 3.2 for the exchange. hours is when the average begins, 0 for a close.
func TestRulesChangeOnTheirDays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		calendar     Calendar
		set, clock   string
		hours        int
		from         string
		dateInferred bool
	}{
		{CBRCalendar(), "1990-01-01", "11:30", 10, "1992-07-01", true},
		{CBRCalendar(), "2003-04-14", "11:30", 10, "1992-07-01", true},
		{CBRCalendar(), "2003-04-15", "11:30", 10, "2003-04-15", false},
		{CBRCalendar(), "2022-03-14", "11:30", 10, "2003-04-15", false},
		{CBRCalendar(), "2022-03-15", "16:30", 10, "2022-03-15", true},
		{CBRCalendar(), "2022-04-25", "16:30", 10, "2022-03-15", true},
		{CBRCalendar(), "2022-04-26", "15:30", 10, "2022-04-26", true},
		{CBRCalendar(), "2024-06-12", "15:30", 10, "2022-04-26", true},
		{CBRCalendar(), "2024-06-13", "15:30", 10, "2024-06-13", false},
		{CBRCalendar(), "2024-12-26", "15:30", 10, "2024-06-13", false},
		{CBRCalendar(), "2024-12-27", "15:30", 10, "2024-12-27", false},
		{ECBCalendar(), "1999-01-04", "14:15", 14, "1999-01-04", false},
		{CalendarOf(MOEXUSDD), "2026-02-15", "23:50", 0, "1992-07-01", false},
		{CalendarOf(MOEXUSDD), "2026-02-16", "19:00", 0, "2026-02-16", false},
	} {
		set := civil.MustParse(tt.set)
		rule, at := tt.calendar.RuleOn(set), tt.calendar.CutOffOn(set).In(tt.calendar.Zone)
		if at.Format("2006-01-02 15:04") != tt.set+" "+tt.clock || rule.WindowStart != tt.hours || rule.From.String() != tt.from || rule.Inferred != tt.dateInferred {
			t.Errorf("%s: %s, %+v, want %s from %d of the rule of %s", tt.set, at, rule, tt.clock, tt.hours, tt.from)
		}
	}
}

// The day after is public by 18:00 in Moscow (SOURCES 1), the ECB's by 16:00 in Frankfurt, a session at its midnight.
func TestSetAndReleaseDays(t *testing.T) {
	t.Parallel()
	day := civil.New(2022, 2, 8)
	for _, tt := range []struct{ series, set, public string }{
		{"cbr:USDRUB", "2022-02-07", "2022-02-08T15:00:00Z"},
		{"ecb:EURUSD", "2022-02-08", "2022-02-08T15:00:00Z"},
		{"moex:USDRUB:1d", "2022-02-08", "2022-02-08T21:00:00Z"},
	} {
		c := CalendarOf(SeriesID(tt.series))
		if set, public := c.SetDate(day).String(), c.ReleasedBy(day).Format(time.RFC3339); set != tt.set || public != tt.public {
			t.Errorf("%s: set on %s, public by %s, want %s and %s", tt.series, set, public, tt.set, tt.public)
		}
	}
}

func TestSpanHoldsBothDays(t *testing.T) {
	t.Parallel()
	from, to := civil.New(2022, 2, 7), civil.New(2022, 2, 8)
	for _, tt := range []struct {
		series     SeriesID
		from, to   civil.Date
		start, end string
	}{
		{MOEXUSD1, from, to, "2022-02-07T00:00:00Z", "2022-02-09T00:00:00Z"},
		{MOEXUSDD, from, to, "2022-02-06T21:00:00Z", "2022-02-08T21:00:00Z"},
		{MOEXUSDD, civil.Date{}, to, "0001-01-01T00:00:00Z", "2022-02-08T21:00:00Z"},
		{MOEXUSDD, from, civil.Date{}, "2022-02-06T21:00:00Z", "0001-01-01T00:00:00Z"},
	} {
		start, end := tt.series.Span(tt.from, tt.to)
		if start.Format(time.RFC3339) != tt.start || end.Format(time.RFC3339) != tt.end {
			t.Errorf("%s: [%s, %s), want [%s, %s)", tt.series, start, end, tt.start, tt.end)
		}
	}
}

func TestCatalogue(t *testing.T) {
	t.Parallel()
	s, ok := Known(ECBRUB)
	if !ok || s.Kind != KindReference || s.Ends != civil.New(2022, 3, 1) { // METHODS 2.4
		t.Errorf("%v, %v", s, ok)
	}
	if s, ok := Known("cbr:CNYRUB"); ok || s.ID != "" {
		t.Errorf("cbr:CNYRUB is known as %v", s)
	}
	list := Catalogue()[:2]
	if s, err := Among(list, CBREUR); err != nil || s.ID != CBREUR {
		t.Errorf("%v, %v", s, err)
	}
	if _, err := Among(list, "x:USDRUB"); err == nil || err.Error() != "x:USDRUB is not stored: there are cbr:USDRUB, cbr:EURRUB" {
		t.Error(err)
	}
	for kind, official := range map[Kind]bool{KindFixing: true, KindReference: true, KindCandle: false, KindPress: false} {
		if kind.Official() != official {
			t.Errorf("%s: official %v", kind, !official)
		}
	}
}
