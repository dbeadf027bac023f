package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"detente/internal/fx"
	"detente/internal/runlog"
)

func candle(start time.Time, open, high, low, closing, volume string) fx.Candle {
	c := fx.Candle{Series: fx.MOEXUSD1, Start: start, Open: fx.MustRate(open), High: fx.MustRate(high), Low: fx.MustRate(low), Close: fx.MustRate(closing)}
	if volume != "" {
		c.Volume = fx.MustRate(volume)
	}
	return c
}

func TestCandlesHaveOneScale(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	rows := []fx.Candle{
		candle(noon.Add(time.Minute), "75.6", "75.6825", "75.59", "75", "1250000"),
		candle(noon, "75.5", "75.6", "75.5", "75.6", ""),
	}
	rows[0].Low = fx.MustRate("75")
	must[runlog.Counts](t)(db.PutCandles(ctx, rows, collected, noon))
	got := must[[]fx.Candle](t)(db.Candles(ctx, fx.MOEXUSD1, time.Time{}, time.Time{}, time.Time{}))
	want := []fx.Candle{
		candle(noon, "75.5", "75.6", "75.5", "75.6", ""),
		candle(noon.Add(time.Minute), "75.6000", "75.6825", "75.0000", "75.0000", "1250000"),
	}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if again := must[runlog.Counts](t)(db.PutCandles(ctx, rows, collected, noon)); again.Same != 2 {
		t.Errorf("the same rows again: %+v", again)
	}
}

func TestCandlesFromIsInTheRangeAndToIsNot(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	var rows []fx.Candle
	for i := range 5 {
		rows = append(rows, candle(noon.Add(time.Duration(i)*time.Minute), "75", "75", "75", "75", ""))
	}
	must[runlog.Counts](t)(db.PutCandles(ctx, rows, collected, noon))
	got := must[[]fx.Candle](t)(db.Candles(ctx, fx.MOEXUSD1, rows[1].Start, rows[3].Start, time.Time{}))
	if len(got) != 2 || got[0].Start != rows[1].Start || got[1].Start != rows[2].Start {
		t.Errorf("%v", got)
	}
	stop, seen := errors.New("stop"), 0
	err := db.EachCandle(ctx, fx.MOEXUSD1, time.Time{}, time.Time{}, time.Time{}, func(fx.Candle) error {
		seen++
		return stop
	})
	if err != stop || seen != 1 {
		t.Errorf("%v after %d, want the error of yield after the first", err, seen)
	}
}

func TestPutCandlesRefuses(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	good := candle(noon, "75", "76", "74", "75", "")
	broken, fraction, wide, twice := good, good, good, good
	broken.High = fx.MustRate("74.5")
	fraction.Start = noon.Add(time.Millisecond)
	wide.Open, wide.High = fx.Rate{Unscaled: 75_000_000_000_000, Scale: 12}, fx.Rate{Unscaled: 1 << 60, Scale: 0}
	twice.Close = fx.MustRate("75.5")
	for name, tt := range map[string]struct {
		c     fx.Candle
		words string
	}{
		"close above high": {broken, "row 2 of 2"}, "fraction of a second": {fraction, "whole seconds"},
		"too many digits": {wide, "too many digits"}, "contradiction": {twice, "given twice"},
	} {
		_, err := db.PutCandles(ctx, []fx.Candle{good, tt.c}, collected, noon)
		if !errors.Is(err, fx.ErrInvalid) || !strings.Contains(err.Error(), tt.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
