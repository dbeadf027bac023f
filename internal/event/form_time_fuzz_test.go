package event

import (
	"testing"
	"time"
)

// A time that is understood names one instant: written out in full it is the same again.
func FuzzParseMoment(f *testing.F) {
	for _, seed := range [][2]string{{"2022-02-07", ""}, {"7 Feb 2022, 14:34", "Europe/Moscow"}, {"2022-02-07T11:34:00Z", ""}, {"2022-03-27T02:30", "Europe/Berlin"},
		{"2022-10-30T02:30", "Europe/Berlin"}, {"2014-10-26 01:30", "Europe/Moscow"}, {"2022-02-07 14:34 UTC", "x"}, {"0000-01-01T00:00", "Asia/Kolkata"}, {"2011-12-30T12:00", "Pacific/Apia"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, text, zone string) {
		at, day, err := ParseMoment(text, zone)
		if err != nil {
			return
		}
		if day && (at.Location() != time.UTC || at.Hour()+at.Minute()+at.Second() != 0) {
			t.Fatalf("%q in %q: %v", text, zone, at)
		}
		if again, _, err := ParseMoment(at.UTC().Format(time.RFC3339Nano), ""); at.Year() > 0 && at.Year() < 10_000 && (err != nil || !again.Equal(at)) {
			t.Fatalf("%q in %q became %v and then %v (%v)", text, zone, at, again, err)
		}
	})
}
