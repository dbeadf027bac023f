package fx

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
)

func TestFixingIsChecked(t *testing.T) {
	t.Parallel()
	day := civil.New(2022, 2, 7)
	good := Fixing{Series: CBRUSD, Set: day, Effective: day.AddDays(1), Value: Rate{1, 4}, Nominal: 1}
	for _, tt := range []struct {
		name string
		edit func(*Fixing)
		want string // of the error; empty for none
	}{
		{"smallest value", func(f *Fixing) {}, ""},
		{"the ECB's: set and in force on one day", func(f *Fixing) { f.Effective = day }, ""},
		{"no series", func(f *Fixing) { f.Series = "" }, "without a series"},
		{"no set date", func(f *Fixing) { f.Set = civil.Date{} }, "without a date"},
		{"no effective date", func(f *Fixing) { f.Effective = civil.Date{} }, "without a date"},
		{"in force too early", func(f *Fixing) { f.Effective = day.AddDays(-1) }, "set on 2022-02-07 is in force from 2022-02-06"},
		{"no value", func(f *Fixing) { f.Value = Rate{0, 4} }, "on 2022-02-08 is 0.0000, not above zero"},
		{"no nominal", func(f *Fixing) { f.Nominal = 0 }, "nominal 0"},
	} {
		f := good
		tt.edit(&f)
		checkInvalid(t, tt.name, f.Validate(), tt.want)
	}
}

func TestCandleIsChecked(t *testing.T) {
	t.Parallel()
	start := time.Date(2022, 2, 7, 7, 0, 0, 0, time.UTC)
	flat := Rate{1, 0}
	for _, tt := range []struct {
		name string
		edit func(*Candle)
		want string
	}{
		{"one price, the smallest", func(c *Candle) {}, ""},
		{"opens low, closes high", func(c *Candle) { c.Open, c.Low, c.High, c.Close = Rate{2, 0}, Rate{20, 1}, Rate{3, 0}, Rate{30, 1} }, ""},
		{"no series", func(c *Candle) { c.Series = "" }, "without a series or a start"},
		{"no start", func(c *Candle) { c.Start = time.Time{} }, "without a series or a start"},
		{"a second late", func(c *Candle) { c.Start = start.Add(time.Second) }, "want the start of a minute"},
		{"a second early", func(c *Candle) { c.Start = start.Add(-time.Second) }, "want the start of a minute"},
		{"of a day, a second late", func(c *Candle) { c.Series, c.Start = MOEXUSDD, start.Add(time.Second) }, ""},
		{"no low", func(c *Candle) { c.Low = Rate{} }, "outside low 0"},
		{"no high", func(c *Candle) { c.High = Rate{} }, "and high 0"},
		{"a low below zero", func(c *Candle) { c.Low = Rate{-1, 0} }, "outside low -1"},
		{"a high below zero", func(c *Candle) { c.High = Rate{-1, 0} }, "and high -1"},
		{"open below low", func(c *Candle) { c.Open = Rate{9, 1} }, "0.9 lies outside low 1 and high 1"},
		{"close above high", func(c *Candle) { c.Close = Rate{11, 1} }, "1.1 lies outside low 1 and high 1"},
		{"open below zero", func(c *Candle) { c.Open = Rate{-1, 0} }, "-1 lies outside low 1 and high 1"},
	} {
		c := Candle{Series: MOEXUSD1, Start: start, Open: flat, High: flat, Low: flat, Close: flat}
		tt.edit(&c)
		checkInvalid(t, tt.name, c.Validate(), tt.want)
	}
}

func checkInvalid(t *testing.T, name string, err error, want string) {
	t.Helper()
	if want == "" && err != nil || want != "" && (!errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), want)) {
		t.Errorf("%s: %v, want %q", name, err, want)
	}
}

// Per hundred units 57.0006 is 0.570006 for one; an index and a change of units count in prices of one unit, and leave out what is no price.
func TestRateIsOfOneUnit(t *testing.T) {
	t.Parallel()
	day := civil.New(2022, 2, 7)
	hundred := Fixing{Series: CBRUSD, Set: day, Effective: day.AddDays(1), Value: MustRate("57.0006"), Nominal: 100}
	one := Fixing{Series: CBRUSD, Set: day.AddDays(1), Effective: day.AddDays(2), Value: MustRate("1.140012"), Nominal: 1}
	none := Fixing{Series: CBRUSD, Set: day.AddDays(2), Effective: day.AddDays(3), Nominal: 1}
	if got := hundred.Rate(); math.Abs(got-0.570006) > 1e-15 {
		t.Errorf("rate %v", got)
	}
	list := []Fixing{hundred, one, none}
	index, levels := Index(list, day), Levels.OfFixings(list)
	if len(index) != 2 || math.Abs(index[one.Set]-200) > 1e-12 || len(levels) != 2 || math.Abs(levels[one.Set]-1.140012) > 1e-15 {
		t.Errorf("index %v, levels %v", index, levels)
	}
	aligned := Align(list, []civil.Date{day, one.Set, none.Set}, 0, 0, 1)
	if len(aligned) != 2 || aligned[1].Tau != 1 || math.Abs(aligned[1].Index-200) > 1e-12 {
		t.Errorf("%+v", aligned)
	}
	if got := Index(list, none.Set); len(got) != 0 {
		t.Errorf("an index on nothing: %v", got)
	}
	if got := Align(list, []civil.Date{day, one.Set, none.Set}, 2, -2, 0); got != nil {
		t.Errorf("aligned on nothing: %v", got)
	}
}
