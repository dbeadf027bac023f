package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
)

func TestARehearsalCountsAndStoresNothing(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	before := must[int64](t)(db.Version(ctx))
	id := fx.SeriesID("bank:USDRUB")
	day := civil.New(2022, 2, 8)
	rows := []fx.Fixing{{Series: id, Effective: day, Set: day, Value: fx.MustRate("75.5"), Nominal: 1}}
	var first, second runlog.Counts
	var seen []fx.Fixing
	err := db.Rehearse(ctx, func(ctx context.Context) error {
		return errors.Join(
			db.PutSeries(ctx, fx.Series{ID: id, Kind: fx.KindFixing, Zone: "UTC"}),
			then(&first)(db.PutFixings(ctx, rows, collected, noon)),
			then(&second)(db.PutFixings(ctx, rows, collected, noon)),
			then(&seen)(db.Fixings(ctx, id, Range{})),
			then(new(runlog.Counts))(db.PutCandles(ctx, minutes(300), collected, noon)),
		)
	})
	if err != nil || first != (runlog.Counts{New: 1}) || second != (runlog.Counts{Same: 1}) || len(seen) != 1 {
		t.Errorf("%v: %+v, %+v, %+v: want one row new, then the same, and seen", err, first, second, seen)
	}
	if _, err := db.Fixings(ctx, id, Range{}); !errors.Is(err, ErrNotFound) {
		t.Errorf("the series after it: %v", err)
	}
	if got := must[[]fx.Candle](t)(db.Candles(ctx, fx.MOEXUSD1, time.Time{}, time.Time{}, time.Time{})); len(got) != 0 {
		t.Errorf("%d candles after it", len(got))
	}
	if after := must[int64](t)(db.Version(ctx)); after != before {
		t.Errorf("version %d, was %d", after, before)
	}
	if counts := must[runlog.Counts](t)(db.PutCandles(ctx, minutes(300), collected, noon)); counts.New != 300 {
		t.Errorf("in earnest: %+v", counts)
	}
}

// then keeps v in into and returns the error.
func then[T any](into *T) func(v T, err error) error {
	return func(v T, err error) error {
		*into = v
		return err
	}
}
