package collect

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/fx"
)

func bar(minute int, low, high, last string) fx.Candle {
	at := time.Date(2022, 2, 7, 7, minute, 0, 0, time.UTC)
	return fx.Candle{Series: fx.MOEXUSD1, Start: at, Open: fx.MustRate(low), Low: fx.MustRate(low), High: fx.MustRate(high), Close: fx.MustRate(last)}
}

func TestCandleDoubts(t *testing.T) {
	t.Parallel()
	old := bar(0, "75", "76", "75")
	old.Start = old.Start.AddDate(-30, 0, 0)
	euro := func(minute int, price string) fx.Candle {
		c := bar(minute, price, price, price)
		c.Series = fx.MOEXEUR1
		return c
	}
	first := bar(2, "150", "150", "150")
	first.Start = time.Date(1999, 1, 1, 7, 0, 0, 0, time.UTC)
	before := bar(1, "75", "75", "75")
	before.Start = first.Start.AddDate(0, 0, -1)
	stored := []fx.Candle{bar(0, "75", "76", "75"), bar(1, "75", "150", "75")}
	for name, tt := range map[string]struct {
		stored, file []fx.Candle
		words        []string // of the doubts
	}{
		"believable":                           {stored[:1], []fx.Candle{bar(2, "74", "76", "75"), bar(3, "70", "99", "71")}, nil},
		"a lost decimal sign":                  {nil, []fx.Candle{bar(2, "75", "75", "75"), bar(3, "75", "754300", "75"), bar(4, "75", "75", "75")}, []string{"outside 3 to 1000"}},
		"twice the close before":               {nil, []fx.Candle{bar(2, "75", "75", "75"), bar(3, "75", "150", "75")}, []string{"150 is 2 times the 75"}},
		"the first against what is there":      {stored[:1], []fx.Candle{bar(2, "40", "40", "40")}, []string{"40 is 0.533 times the 75"}},
		"stored as it is":                      {stored, []fx.Candle{bar(0, "75", "76", "75"), bar(1, "75", "150", "75")}, nil},
		"before 1999":                          {nil, []fx.Candle{old, {Series: old.Series, Start: old.Start.Add(time.Minute), Open: fx.MustRate("7500"), Low: fx.MustRate("7500"), High: fx.MustRate("7500"), Close: fx.MustRate("7500")}}, nil},
		"near the one before, out of the band": {nil, []fx.Candle{bar(2, "999", "999", "999"), bar(3, "1001", "1001", "1001")}, []string{"outside 3 to 1000"}},
		"below the band":                       {nil, []fx.Candle{bar(2, "3", "3", "3"), bar(3, "2.9", "3", "3")}, []string{"outside 3 to 1000"}},
		"each series by itself":                {nil, []fx.Candle{bar(2, "75", "75", "75"), euro(2, "120"), bar(3, "75", "75", "75"), euro(3, "121")}, nil},
		"in turns, and one of them moved":      {nil, []fx.Candle{bar(2, "75", "75", "75"), euro(2, "120"), bar(3, "75", "75", "75"), euro(3, "75")}, []string{"75 is 0.625 times the 120"}},
		"stored with other prices":             {stored, []fx.Candle{bar(0, "75", "76", "75"), bar(1, "75", "151", "75")}, []string{"151 is 2.01 times the 75"}},
		"as far down as the bound":             {nil, []fx.Candle{bar(2, "70", "70", "70"), bar(3, "50", "70", "70")}, nil},
		"further":                              {nil, []fx.Candle{bar(2, "70", "70", "70"), bar(3, "49.9", "70", "70")}, []string{"49.9 is 0.713 times the 70"}},
		"the first day of 1999":                {nil, []fx.Candle{before, first}, []string{"150 is 2 times the 75"}},
		"a doubted one is no measure":          {nil, []fx.Candle{bar(2, "75", "75", "75"), bar(3, "7.5", "7.5", "7.5"), bar(4, "75", "75", "75")}, []string{"7.5 is 0.1 times"}},
	} {
		d := CandleDoubts{Stored: func(id fx.SeriesID, from, to time.Time) (list []fx.Candle, err error) {
			if tt.stored == nil {
				return nil, fmt.Errorf("series %s: %w", id, event.ErrUnknown)
			}
			for _, c := range tt.stored {
				if !c.Start.Before(from) && c.Start.Before(to) {
					list = append(list, c)
				}
			}
			return list, nil
		}}
		var got []string
		for _, c := range tt.file {
			if err := d.Doubt(c); err != nil {
				got = append(got, err.Error())
			}
		}
		if len(got) != len(tt.words) || len(got) > 0 && !strings.Contains(got[0], tt.words[0]) {
			t.Errorf("%s: %q, want %q", name, got, tt.words)
		}
	}
}
