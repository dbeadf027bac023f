package fx

import (
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/testkit"
)

func TestDay0AgainstReference(t *testing.T) {
	t.Parallel()
	reference := testkit.ReferenceCase(t, "alignment_records_intraday.json", "align.cbr")
	var want struct {
		Rows []struct {
			Event     time.Time  `json:"event_utc"`
			Index     *int       `json:"index"`
			Set       civil.Date `json:"set_date"`
			Effective civil.Date `json:"effective_date"`
			CutOff    time.Time  `json:"cutoff_utc"`
		}
	}
	testkit.Decode(t, reference.Expected, &want)
	calendar := CBRCalendar()
	var sets []civil.Date
	for _, row := range testkit.SharedCSV(t, "reference", "data", "cbr_2021-12_2022-05.csv")[1:] {
		effective := civil.MustParse(row[0])
		if got := calendar.SetDate(effective).String(); got != row[1] {
			t.Fatalf("set date of %s = %s, want %s", effective, got, row[1])
		}
		sets = append(sets, calendar.SetDate(effective))
	}
	for _, row := range want.Rows {
		index, ok := calendar.Day0(sets, row.Event)
		if row.Index == nil {
			if ok {
				t.Errorf("%s: day 0 found at %d, want none", row.Event, index)
			}
			continue
		}
		if !ok || index != *row.Index || sets[index] != row.Set || !calendar.CutOffOn(sets[index]).Equal(row.CutOff) {
			t.Errorf("%s: day 0 = %d (%v), want %d", row.Event, index, ok, *row.Index)
		}
	}
}

// The local times and instants are those of the IANA zone database; Moscow kept UTC+4 from March 2011 to 25 October 2014.
func TestCutOffFollowsTheZone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		calendar  Calendar
		set, want string
	}{
		{CBRCalendar(), "2009-07-01", "2009-07-01T07:30:00Z"},
		{CBRCalendar(), "2010-01-15", "2010-01-15T08:30:00Z"},
		{CBRCalendar(), "2014-10-24", "2014-10-24T07:30:00Z"},
		{CBRCalendar(), "2014-10-27", "2014-10-27T08:30:00Z"},
		{CBRCalendar(), "2025-07-01", "2025-07-01T12:30:00Z"},
		{CBRCalendar(), "2022-03-14", "2022-03-14T08:30:00Z"},
		{CBRCalendar(), "2022-03-15", "2022-03-15T13:30:00Z"},
		{ECBCalendar(), "2022-02-24", "2022-02-24T13:15:00Z"},
		{ECBCalendar(), "2022-07-01", "2022-07-01T12:15:00Z"},
	} {
		if got := tt.calendar.CutOffOn(civil.MustParse(tt.set)).Format(time.RFC3339); got != tt.want {
			t.Errorf("cut-off of %s = %s, want %s", tt.set, got, tt.want)
		}
	}
}

func TestDay0IsStrictAndEndsWithTheSeries(t *testing.T) {
	t.Parallel()
	calendar := CBRCalendar()
	sets := []civil.Date{civil.New(2022, 2, 4), civil.New(2022, 2, 7)}
	atCutOff := calendar.CutOffOn(sets[0])
	if i, ok := calendar.Day0(sets, atCutOff.Add(-time.Second)); !ok || i != 0 {
		t.Fatalf("a second before the cut-off: %d, %v", i, ok)
	}
	if i, ok := calendar.Day0(sets, atCutOff); !ok || i != 1 {
		t.Fatalf("at the cut-off: %d, %v", i, ok)
	}
	if _, ok := calendar.Day0(sets, calendar.CutOffOn(sets[1])); ok {
		t.Fatal("an event after the last cut-off has no day 0")
	}
}

// Since 16 February 2026 the exchange trades 10:00-19:00 Moscow time (SOURCES 3.2); before, an evening's event may have come after the
// close that daily candles hold.
func TestDay0OfACloseEndsWithTheSession(t *testing.T) {
	t.Parallel()
	calendar := CalendarOf(MOEXUSDD)
	for _, tt := range []struct {
		at        string
		same, may bool
	}{
		{"2022-02-07T15:59:00Z", true, false}, {"2022-02-07T16:00:00Z", true, true}, {"2022-02-07T20:55:00Z", false, false},
		{"2026-03-02T15:59:00Z", true, false}, {"2026-03-02T16:00:00Z", false, false},
	} {
		at, _ := time.Parse(time.RFC3339, tt.at)
		day := civil.Of(at)
		sets := []civil.Date{day, day.AddDays(1)}
		i, ok := calendar.Day0(sets, at)
		if !ok || (i == 0) != tt.same || calendar.MayHaveClosed(sets[i], at) != tt.may {
			t.Errorf("%s: day 0 is %s (%v), may have closed %v", tt.at, sets[i], ok, calendar.MayHaveClosed(sets[i], at))
		}
	}
	if at := civil.New(2022, 2, 7).At(20, 0, calendar.Zone); CBRCalendar().MayHaveClosed(civil.New(2022, 2, 7), at) {
		t.Error("an average has no close")
	}
}

func TestSeriesID(t *testing.T) {
	t.Parallel()
	id, err := ParseSeriesID("moex:USDRUB:1m")
	if err != nil || id.Source() != "moex" || id.Pair() != USDRUB || id.Interval() != "1m" {
		t.Fatalf("%q: %v", id, err)
	}
	for _, bad := range []string{"", "cbr", "cbr:", ":USDRUB", "cbr:usdrub", "cbr:USDRUB:1m:x"} {
		if _, err := ParseSeriesID(bad); err == nil {
			t.Errorf("%q was taken for a series", bad)
		}
	}
}
