package fx

import (
	"testing"
	"time"
)

// The day is one that opened at 92.1, went from 91.9 to 92.6, closed at 92.4 and traded 1,000 lots: the rule as documented, applied by hand.
func TestAPartOfADayIsToldByTheDaysCandle(t *testing.T) {
	t.Parallel()
	bar := func(open, high, low, close, volume string) Candle {
		c := Candle{Open: MustRate(open), High: MustRate(high), Low: MustRate(low), Close: MustRate(close)}
		if volume != "" {
			c.Volume = MustRate(volume)
		}
		return c
	}
	morning, noon, evening := bar("92.1", "92.2", "91.9", "92.2", "300"), bar("92.2", "92.6", "92.2", "92.5", "500"), bar("92.5", "92.50", "92.4", "92.400", "200")
	quiet := func(c Candle) Candle { c.Volume = Rate{}; return c }
	day := bar("92.1", "92.6", "91.9", "92.4", "1000")
	for name, tt := range map[string]struct {
		day     Candle
		minutes []Candle
		want    bool
	}{
		"whole":                           {day, []Candle{morning, noon, evening}, false},
		"one trade all day":               {bar("92.1", "92.1", "92.1", "92.1", "1"), []Candle{bar("92.1", "92.1", "92.1", "92.1", "1")}, false},
		"none":                            {day, nil, true},
		"until noon":                      {day, []Candle{morning, noon}, true},
		"from noon":                       {day, []Candle{noon, evening}, true},
		"a hole that moves no price":      {bar("92.1", "92.2", "91.9", "92.4", "1000"), []Candle{morning, evening}, true},
		"a twentieth lost, no price":      {bar("92.1", "92.6", "91.9", "92.4", "1050"), []Candle{morning, noon, evening}, false},
		"a twentieth lost, and the close": {bar("92.1", "92.6", "91.9", "92.3", "1050"), []Candle{morning, noon, evening}, true},
		"a twentieth lost, and the high":  {bar("92.1", "92.7", "91.9", "92.4", "1050"), []Candle{morning, noon, evening}, true},
		"all lots, another close":         {bar("92.1", "92.6", "91.9", "92.3", "1000"), []Candle{morning, noon, evening}, false},
		"no volume of the day, whole":     {quiet(day), []Candle{morning, noon, evening}, false},
		"no volume of the day, a part":    {quiet(day), []Candle{morning, noon}, true},
		"no volume of minutes, whole":     {day, []Candle{quiet(morning), quiet(noon), quiet(evening)}, false},
		"no volume of minutes, a part":    {day, []Candle{quiet(noon), quiet(evening)}, true},
		"reaches further than the day":    {quiet(bar("92.1", "92.5", "91.9", "92.4", "1")), []Candle{morning, noon, evening}, false},
	} {
		var m Minutes
		for i, c := range tt.minutes {
			c.Start = time.Date(2024, 3, 1, 7, i, 0, 0, time.UTC)
			m.Add(c)
		}
		if got := m.Short(tt.day); got != tt.want || m.Count != len(tt.minutes) {
			t.Errorf("%s: %v of %d minutes, want %v", name, got, m.Count, tt.want)
		}
	}
}
