package store

import (
	"slices"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
)

// Days are judged by their own candle, whole ones are remembered, and a changed candle of the day is judged anew.
func TestShortDays(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	days := func(id fx.SeriesID) (list []civil.Date) {
		for _, d := range must[[]fx.ShortDay](t)(db.ShortDays(ctx, id, time.Time{}, time.Time{})) {
			list = append(list, d.Day)
		}
		return list
	}
	if got := days(fx.MOEXUSD1); len(got) != 0 {
		t.Errorf("nothing is stored: %v", got)
	}
	put := func(list ...fx.Candle) { must[runlog.Counts](t)(db.PutCandles(ctx, list, collected, noon)) }
	daily := func(text, close, lots string) fx.Candle {
		c := candle(day(text).At(0, 0, fx.CalendarOf(fx.MOEXUSDD).Zone).UTC(), "75", "76", "74", close, lots)
		c.Series = fx.MOEXUSDD
		return c
	}
	at := func(text string, hour int, close, lots string) fx.Candle {
		return candle(day(text).At(hour, 0, fx.CalendarOf(fx.MOEXUSD1).Zone).UTC(), "75", "76", "74", close, lots)
	}
	put(daily("2024-02-12", "75.5", "30"), daily("2024-02-13", "75.5", "30"), daily("2024-02-14", "75.5", "30"),
		at("2024-02-12", 10, "75.1", "10"), at("2024-02-12", 15, "75.5", "20"), at("2024-02-13", 10, "75.1", "10"))
	for range 2 {
		if got, want := days(fx.MOEXUSD1), []civil.Date{day("2024-02-13"), day("2024-02-14")}; !slices.Equal(got, want) {
			t.Errorf("short are %v, want %v", got, want)
		}
	}
	put(daily("2024-02-12", "75.7", "40"), at("2024-02-13", 15, "75.5", "20"))
	if got, want := days(fx.MOEXUSD1), []civil.Date{day("2024-02-12"), day("2024-02-14")}; !slices.Equal(got, want) {
		t.Errorf("after a revision and a filled day: %v, want %v", got, want)
	}
	if got := days(fx.MOEXUSDD); got != nil {
		t.Errorf("a series of days: %v", got)
	}
}
