package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"detente/internal/fx"
	"detente/internal/runlog"
)

// bruteBuckets is Zoom by its definition: the candles of the range, in buckets cut where Zoom cut them.
func bruteBuckets(all []fx.Candle, got []fx.Bucket) (want []fx.Bucket) {
	for i, b := range got {
		var w fx.Bucket
		for _, c := range all {
			if c.Start.Before(b.OpenAt) || i+1 < len(got) && !c.Start.Before(got[i+1].OpenAt) {
				continue
			}
			if w.Count++; w.Count == 1 {
				w = fx.Bucket{Open: c.Open, High: c.High, Low: c.Low, OpenAt: c.Start, HighAt: c.Start, LowAt: c.Start, Count: 1}
			}
			if c.High.Compare(w.High) > 0 {
				w.High, w.HighAt = c.High, c.Start
			}
			if c.Low.Compare(w.Low) < 0 {
				w.Low, w.LowAt = c.Low, c.Start
			}
			w.Close, w.CloseAt = c.Close, c.Start
		}
		want = append(want, w)
	}
	return want
}

func checkZoom(ctx context.Context, t interface{ Fatalf(string, ...any) }, db *DB, from, to time.Time, points int) {
	all, err := db.Candles(ctx, fx.MOEXUSD1, from, to, time.Time{})
	if err != nil {
		t.Fatalf("%v", err)
	}
	got, err := db.Zoom(ctx, fx.MOEXUSD1, from, to, points)
	if err != nil {
		t.Fatalf("%v", err)
	}
	total := 0
	for _, b := range got {
		total += b.Count
	}
	if want := bruteBuckets(all, got); !slices.Equal(got, want) || total != len(all) || len(got) > max(points/4, 1) {
		t.Fatalf("%v to %v at %d points: %d buckets of %d candles, want %d candles\ngot  %v\nwant %v", from, to, points, len(got), total, len(all), got, want)
	}
}

// drawnCandles are candles on a few minutes of a few days, so that batches overlap, leave gaps, come in any order and
// revise each other.
func drawnCandles(t *rapid.T) []fx.Candle {
	at := rapid.SampledFrom([]int64{-40_000, 0, 20_000, 30_000, 900_000, 40_000_000}).Draw(t, "block")
	n := rapid.SampledFrom([]int{1, 3, 120, 1100}).Draw(t, "rows")
	step := rapid.SampledFrom([]int64{1, 2, 13}).Draw(t, "step")
	seed := rapid.Int64Range(1, 1<<40).Draw(t, "prices")
	list := make([]fx.Candle, n)
	for i := range list {
		seed = (seed*6364136223846793005 + 1442695040888963407) & (1<<62 - 1)
		p := fx.Rate{Unscaled: 700_000 + seed>>20%100_000, Scale: uint8(4 + seed>>50%2)}
		high, low := p, p
		high.Unscaled, low.Unscaled = p.Unscaled+seed>>30%50, p.Unscaled-seed>>35%50
		list[i] = fx.Candle{Series: fx.MOEXUSD1, Start: noon.Add(time.Duration(at+int64(i)*step) * time.Minute), Open: p, High: high, Low: low, Close: p}
	}
	return list
}

// Whatever is added, revised or deleted by hand, every range at every width shows what a look at all candles shows.
func TestZoomAgainstBruteForce(t *testing.T) {
	t.Parallel()
	folder, runs := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		db, err := Open(t.Context(), filepath.Join(folder, fmt.Sprint(runs)))
		if err != nil {
			rt.Fatal(err)
		}
		defer db.Close()
		var starts []time.Time
		for i := range rapid.IntRange(1, 4).Draw(rt, "batches") {
			list := drawnCandles(rt)
			if _, err := db.PutCandles(t.Context(), list, collected, noon.Add(time.Duration(i)*time.Second)); err != nil {
				rt.Fatal(err)
			}
			starts = append(starts, list[0].Start, list[len(list)/2].Start, list[len(list)-1].Start)
			if rapid.IntRange(0, 5).Draw(rt, "delete") == 0 {
				gone := rapid.SampledFrom(starts).Draw(rt, "gone").Unix()
				if _, err := db.write.Exec("DELETE FROM candles WHERE start BETWEEN ? AND ?", gone, gone+6000); err != nil {
					rt.Fatal(err)
				}
			}
		}
		if faults, err := db.CheckRollups(t.Context()); err != nil || len(faults) > 0 {
			rt.Fatal(faults, err)
		}
		checkZoom(t.Context(), rt, db, time.Time{}, time.Time{}, rapid.IntRange(0, 4000).Draw(rt, "points"))
		for range 3 {
			a, b := rapid.SampledFrom(starts).Draw(rt, "from"), rapid.SampledFrom(starts).Draw(rt, "to")
			off := time.Duration(rapid.IntRange(-500, 500).Draw(rt, "off")) * time.Minute
			checkZoom(t.Context(), rt, db, a.Add(off), b, rapid.IntRange(4, 4000).Draw(rt, "points"))
		}
	})
}

// The high of 7 February 2022 is on screen at every zoom.
func TestZoomKeepsTheExtreme(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	list := minutes(50_000)
	peak := fx.MustRate("80.4125")
	list[31_234].High, list[31_234].Close = fx.Rate{Unscaled: 2_000_000, Scale: 4}, list[31_234].Low
	must[runlog.Counts](t)(db.PutCandles(ctx, list, collected, noon))
	list[31_234].High = peak
	for i := range list {
		if list[i].High.Compare(peak) > 0 && i != 31_234 {
			t.Fatal("the peak is not the highest")
		}
	}
	must[runlog.Counts](t)(db.PutCandles(ctx, list[31_234:31_235], collected, noon.Add(time.Hour)))
	for width := len(list); width > 0; width /= 3 {
		for _, points := range []int{4, 40, 400, 2000} {
			from := list[max(0, 31_234-width/2)].Start
			got := must[[]fx.Bucket](t)(db.Zoom(ctx, fx.MOEXUSD1, from, from.Add(time.Duration(width)*time.Minute), points))
			if !slices.ContainsFunc(got, func(b fx.Bucket) bool { return b.High == peak && b.HighAt.Equal(list[31_234].Start) }) {
				t.Errorf("%d minutes at %d points: the peak is not among %d buckets", width, points, len(got))
			}
		}
	}
}

// Every width of buckets has a border at the beginning of 1970; a single bucket has none.
func TestZoomAcross1970(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	list := minutes(3000)
	for i := range list {
		list[i].Start = time.Unix(int64(i-1500)*60, 0).UTC()
	}
	must[runlog.Counts](t)(db.PutCandles(ctx, list, collected, noon))
	for _, points := range []int{0, 4, 8, 12, 400, 4000} {
		checkZoom(ctx, t, db, time.Time{}, time.Time{}, points)
		checkZoom(ctx, t, db, list[1000].Start, list[2000].Start, points)
	}
}

func TestZoomOfNothing(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	if got := must[[]fx.Bucket](t)(db.Zoom(ctx, fx.MOEXUSD1, time.Time{}, time.Time{}, 100)); len(got) != 0 {
		t.Error(got)
	}
	if _, err := db.Zoom(ctx, "bank:USDRUB:1m", time.Time{}, time.Time{}, 100); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	must[runlog.Counts](t)(db.PutCandles(ctx, minutes(10), collected, noon))
	for _, r := range [][2]time.Time{{noon, noon}, {noon.Add(time.Hour), noon}, {noon.AddDate(1, 0, 0), noon.AddDate(2, 0, 0)}} {
		if got := must[[]fx.Bucket](t)(db.Zoom(ctx, fx.MOEXUSD1, r[0], r[1], 100)); len(got) != 0 {
			t.Error(r, got)
		}
	}
}
