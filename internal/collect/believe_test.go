package collect

import (
	"strconv"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/source"
	"detente/internal/testkit"
)

// No rate that was published since 1999 is turned away, the crises of 2008, 2014, 2020 and 2022 included.
func TestEveryPublishedRateIsBelieved(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file   string
		column int
		id     fx.SeriesID
		from   string
	}{
		{"cbr_daily.csv", 1, fx.CBRUSD, "1999-01-01"},
		{"cbr_daily.csv", 2, fx.CBREUR, "1999-01-01"},
		{"ecb_daily.csv", 1, fx.ECBUSD, "1999-01-01"},
		{"ecb_daily.csv", 2, fx.ECBRUB, "1999-01-01"},
	} {
		var rows []fx.Fixing
		for _, line := range testkit.SharedCSV(t, "data", tt.file)[1:] {
			if line[tt.column] == "" {
				continue
			}
			d := civil.MustParse(line[0])
			rows = append(rows, fx.Fixing{Series: tt.id, Effective: d, Set: fx.CalendarOf(tt.id).SetDate(d), Value: fx.MustRate(line[tt.column]), Nominal: 1})
		}
		w := source.Window{Series: tt.id, From: rows[0].Effective, To: rows[len(rows)-1].Effective}
		if keep, out := believeFixings(w, nil, rows); len(out) > 0 || len(keep) != len(rows) {
			t.Errorf("%s: %d rates kept out, the first: %+v", tt.id, len(out), out[0])
		}
	}
}

func TestEveryTradedBarIsBelieved(t *testing.T) {
	t.Parallel()
	var rows []fx.Candle
	for _, line := range testkit.SharedCSV(t, "data", "moex_usd000utstom_daily.csv")[1:] {
		rows = append(rows, fx.Candle{Series: fx.MOEXUSDD, Start: civil.MustParse(line[0]).At(0, 0, fx.CalendarOf(fx.MOEXUSDD).Zone).UTC(),
			Open: fx.MustRate(line[1]), High: fx.MustRate(line[2]), Low: fx.MustRate(line[3]), Close: fx.MustRate(line[4])})
	}
	if _, out := believeCandles(rows[0].Start, nil, rows); len(out) > 0 {
		t.Errorf("%d bars kept out, the first: %+v", len(out), out[0])
	}
}

func TestBelievable(t *testing.T) {
	t.Parallel()
	day := civil.MustParse("2022-02-08")
	for _, tt := range []struct {
		prev   float64
		gap    int
		rate   float64
		pair   fx.Pair
		wanted bool
	}{
		{75.6806, 1, 75.3113, fx.USDRUB, true},
		{92.5673, 3, 115.4842, fx.EURRUB, true},     // ECB, 28 February 2022
		{9.6117, 1, 12.4509, fx.USDRUB, true},       // CBR, 17 September 1998
		{2.833, 1, 3.926, fx.USDRUB, true},          // CBR, 12 October 1994, the largest of all
		{75, 1, 106, fx.USDRUB, false},              // more than 1.4
		{75, 1, 53, fx.USDRUB, false},               // less than 1/1.4
		{75, 30, 106, fx.USDRUB, true},              // a month without a rate
		{75, 30, 200, fx.USDRUB, false},             // but not anything
		{75, 15, 106, fx.USDRUB, false},             // the holes of holidays are shorter
		{75, 16, 106, fx.USDRUB, true},              //
		{75, -15, 106, fx.USDRUB, false},            // as far back
		{75, -16, 106, fx.USDRUB, true},             //
		{0, 0, 3, fx.USDRUB, true},                  // the ends of the bands
		{0, 0, 2.99, fx.USDRUB, false},              //
		{0, 0, 1000, fx.EURRUB, true},               //
		{0, 0, 1000.1, fx.EURRUB, false},            //
		{0, 0, 0.5, fx.EURUSD, true},                //
		{0, 0, 2, fx.EURUSD, true},                  //
		{0, 0, 0.01, "CNYUSD", true},                // of other pairs nothing is known
		{0, 0, 7568.06, fx.USDRUB, false},           // nothing before it, and beyond the band
		{0, 0, 75.6806, fx.USDRUB, true},            //
		{0, 0, 75.6806, fx.EURUSD, false},           // roubles in the dollars' place
		{1.1447, 1, 0.87, fx.EURUSD, true},          // 24 per cent: within the bound, though it is 1/1.1447
		{75.6806, 1, 0.013213533, fx.USDRUB, false}, // inverse
	} {
		prev := point{day.AddDays(-tt.gap), tt.prev}
		if err := believable(tt.pair, prev, day, tt.rate); (err == nil) != tt.wanted {
			t.Errorf("%s %s after %s: %v, want believed %v", tt.pair, strconv.FormatFloat(tt.rate, 'g', -1, 64), strconv.FormatFloat(tt.prev, 'g', -1, 64), err, tt.wanted)
		}
	}
	if err := believable(fx.USDRUB, point{}, day, nan()); err == nil {
		t.Error("NaN is believed")
	}
}

func nan() float64 {
	zero := 0.0
	return zero / zero
}

func TestBarFarFromTheCloseBefore(t *testing.T) {
	t.Parallel()
	bar := func(minute int, price string) fx.Candle {
		p := fx.MustRate(price)
		return fx.Candle{Series: fx.MOEXUSD1, Start: time.Date(2022, 2, 7, 7, minute, 0, 0, time.UTC), Open: p, High: p, Low: p, Close: p}
	}
	rows := []fx.Candle{bar(0, "75.44"), bar(1, "7544"), bar(2, "75.45"), bar(3, "7.545"), bar(4, "75.46")}
	rows[4].High = fx.MustRate("754.6")
	keep, out := believeCandles(rows[0].Start, nil, rows)
	if len(keep) != 2 || len(out) != 3 {
		t.Errorf("kept %d, out %d, want 2 and 3", len(keep), len(out))
	}
	if lacking := missingCandles(fx.MOEXUSD1, rows[1].Start, rows, rows[:1]); len(lacking) != 1 {
		t.Errorf("%+v: want one line for the missing bars", lacking)
	}
}
