package analysis

import (
	"slices"
	"testing"
	"time"
)

// minutes makes bars of one minute on each of several mornings, with a small move that differs by day; hole leaves
// out bars of the last day before its end.
func minutes(days int, hole time.Duration) (Bars, time.Time) {
	b := Bars{Length: time.Minute, Zone: time.UTC}
	var at time.Time
	for d := range days {
		open := time.Date(2022, 2, 1+d, 7, 0, 0, 0, time.UTC)
		at = open.Add(3 * time.Hour)
		for m := range 6 * 60 {
			start := open.Add(time.Duration(m) * time.Minute)
			if d == days-1 && !start.Before(at.Add(-hole)) && start.Before(at) {
				continue
			}
			price := 75 + 0.01*float64((m*7+d*13)%11)
			b.Bars = append(b.Bars, Bar{start, price, price})
		}
	}
	return b, at
}

func TestIntradayWarnings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name        string
		days        int
		hole        time.Duration
		uncertainty time.Duration
		jump        bool
		want        []string
	}{
		{"fresh, exact and quiet", 21, 0, 0, false, nil},
		{"nineteen earlier sessions", 20, 0, 0, false, []string{WarnN}},
		{"few sessions and a stamp off by ten minutes", 5, 0, 10 * time.Minute, false, []string{WarnN, WarnStamp}},
		{"last bar sixteen minutes old", 21, 16 * time.Minute, 0, false, []string{WarnStale}},
		{"stamp off by ten minutes", 21, 0, 10 * time.Minute, false, []string{WarnStamp}},
		{"the price moved in the hour before", 21, 0, 0, true, []string{WarnStamp}},
	} {
		bars, at := minutes(tt.days, tt.hole)
		if tt.jump {
			for i, bar := range bars.Bars {
				if !bar.Start.Before(at.Add(-30 * time.Minute)) {
					bars.Bars[i].Close += 5
				}
			}
		}
		report, ok := Intraday(bars, at, nil, tt.uncertainty)
		var got []string
		for _, w := range report.Warnings {
			got = append(got, w.Code)
		}
		if !ok || !slices.Equal(got, tt.want) {
			t.Errorf("%s: warnings %v, want %v", tt.name, got, tt.want)
		}
	}
}
