package civil

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseIsStrict(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   string
		want string
		err  bool
	}{
		{"2022-02-07", "2022-02-07", false},
		{"2024-02-29", "2024-02-29", false},
		{"2022-02-29", "", true},
		{"2022-2-7", "", true},
		{" 2022-02-07", "", true},
		{"2022-02-07 ", "", true},
		{"2022-02-7", "", true},
		{"22-02-07", "", true},
		{"+2022-02-07", "", true},
		{"02022-02-07", "", true},
		{"07.02.2022", "", true},
		{"2022-02-07T00:00:00Z", "", true},
		{"", "", true},
	} {
		t.Run(tt.in, func(t *testing.T) {
			got, err := Parse(tt.in)
			if (err != nil) != tt.err || got.String() != tt.want {
				t.Fatalf("Parse(%q) = %q, %v", tt.in, got, err)
			}
		})
	}
}

func TestOfUsesTheZoneOfTheInstant(t *testing.T) {
	t.Parallel()
	at := time.Date(2022, 2, 7, 21, 30, 0, 0, time.UTC)
	moscow := time.FixedZone("MSK", 3*3600)
	if got := Of(at.In(moscow)); got != New(2022, 2, 8) {
		t.Fatalf("Of in Moscow = %s, want 2022-02-08", got)
	}
	if got := Of(at); got != New(2022, 2, 7) {
		t.Fatalf("Of in UTC = %s, want 2022-02-07", got)
	}
}

func TestDaysBeforeTheEpochKeepTheirDate(t *testing.T) {
	t.Parallel()
	if got := MustParse("1969-12-31").Unix(); got != -86400 {
		t.Fatalf("Unix = %d, want -86400", got)
	}
	if got := Of(time.Date(1969, 12, 31, 23, 0, 0, 0, time.UTC)).String(); got != "1969-12-31" {
		t.Fatalf("Of = %s", got)
	}
}

func TestAddMonthsStaysInTheMonth(t *testing.T) {
	t.Parallel()
	if got := MustParse("2022-03-31").AddMonths(-1).String(); got != "2022-02-28" {
		t.Fatalf("AddMonths = %s, want 2022-02-28", got)
	}
	if got := MustParse("2024-01-31").AddMonths(1).String(); got != "2024-02-29" {
		t.Fatalf("AddMonths = %s, want 2024-02-29", got)
	}
	if got := MustParse("2022-01-26").AddMonths(-15).String(); got != "2020-10-26" {
		t.Fatalf("AddMonths = %s, want 2020-10-26", got)
	}
}

func TestDatesAreOrdered(t *testing.T) {
	t.Parallel()
	sunday, monday := New(2022, 2, 6), New(2022, 2, 7)
	if !sunday.Before(monday) || monday.Before(sunday) || monday.Before(monday) || monday.After(monday) || sunday.After(monday) {
		t.Error("a day is before the next one, and neither before nor after itself")
	}
	if sunday.Compare(monday) != -1 || monday.Compare(sunday) != 1 || monday.Compare(monday) != 0 {
		t.Error("Compare tells another order")
	}
}

func TestNoDayIsEmpty(t *testing.T) {
	t.Parallel()
	d := New(2022, 2, 7)
	if d.Words() != "7 Feb 2022" || (Date{}).Words() != "" {
		t.Errorf("words: %q, %q", d.Words(), Date{}.Words())
	}
	if err := d.UnmarshalText(nil); err != nil || !d.IsZero() {
		t.Errorf("an empty text is %v, %v, want no day", d, err)
	}
	if err := d.UnmarshalText([]byte("7")); err == nil {
		t.Error("7 was taken for a day")
	}
}

func TestDateRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := New(1600, 1, 1).AddDays(rapid.IntRange(0, 300_000).Draw(t, "days"))
		text, _ := d.MarshalText()
		var back Date
		if err := back.UnmarshalText(text); err != nil || back != d {
			t.Fatalf("%s came back as %s, %v", d, back, err)
		}
		if Of(d.UTC()) != d || d.AddDays(1).DaysSince(d) != 1 || !d.AddDays(1).After(d) {
			t.Fatalf("arithmetic of %s", d)
		}
	})
}

// Clocks that are set back show an hour twice: the first is meant (RFC 5545, 3.3.5). One that they skip is read by the offset
// before. Transitions of the IANA database: London 2022-10-30 and 2022-03-27 at 01:00 UTC, Moscow 2014-10-25 at 22:00 UTC.
func TestAtIsTheFirstOfTwo(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ zone, on, clock, want string }{
		{"Europe/London", "2022-10-30", "01:30", "2022-10-30T00:30:00Z"},
		{"Europe/London", "2022-10-30", "02:00", "2022-10-30T02:00:00Z"},
		{"Europe/London", "2022-10-30", "00:59", "2022-10-29T23:59:00Z"},
		{"Europe/London", "2022-03-27", "01:30", "2022-03-27T01:30:00Z"},
		{"Europe/Moscow", "2014-10-26", "01:30", "2014-10-25T21:30:00Z"},
		{"America/New_York", "2022-11-06", "01:00", "2022-11-06T05:00:00Z"},
		{"UTC", "2022-11-06", "01:00", "2022-11-06T01:00:00Z"},
	} {
		zone, err := time.LoadLocation(tt.zone)
		clock, err2 := time.Parse("15:04", tt.clock)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		if got := MustParse(tt.on).At(clock.Hour(), clock.Minute(), zone).UTC().Format(time.RFC3339); got != tt.want {
			t.Errorf("%s %s in %s is %s, want %s", tt.on, tt.clock, tt.zone, got, tt.want)
		}
	}
}
