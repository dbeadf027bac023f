package store

import (
	"testing"
	"time"

	"detente/internal/fx"
	"detente/internal/runlog"
)

// Reads go on after connections were let go of, whichever way they read.
func TestRestLosesNothing(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	must[LoadReport](t)(db.LoadEmbedded(t.Context(), bigSet(400), loadedAt))
	must[runlog.Counts](t)(db.PutCandles(t.Context(), minutes(100), collected, noon))
	count := func() (n int) {
		fixings, err := db.Fixings(t.Context(), fx.CBRUSD, fx.Range{})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.EachCandle(t.Context(), fx.MOEXUSD1, time.Time{}, time.Time{}, time.Time{}, func(fx.Candle) error { n++; return nil }); err != nil {
			t.Fatal(err)
		}
		return n + len(fixings)
	}
	before := count()
	if before <= 100 {
		t.Fatalf("%d rows", before)
	}
	for range 3 {
		db.Rest()
		if got := count(); got != before {
			t.Fatalf("%d rows, want %d", got, before)
		}
	}
}
