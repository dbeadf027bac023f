package store

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/fx"
)

// bigSet has n fixings over the four official series and 499 events, the size of the embedded set with n = 34,000.
func bigSet(n int) Dataset {
	set := Dataset{Version: "big", Series: fx.Catalogue()}
	ids := []fx.SeriesID{fx.CBRUSD, fx.CBREUR, fx.ECBUSD, fx.ECBRUB}
	for i := range n {
		d := day("1993-01-01").AddDays(i / len(ids))
		set.Fixings = append(set.Fixings, fx.Fixing{Series: ids[i%len(ids)], Effective: d.AddDays(1), Set: d, Value: fx.Rate{Unscaled: int64(756806 + i), Scale: 4}, Nominal: 1})
	}
	for i := range 499 {
		e := meeting(fmt.Sprintf("event-%d", i))
		e.OccurredAt, e.EndedAt = e.OccurredAt.AddDate(0, 0, -i), time.Time{}
		set.Events = append(set.Events, e)
	}
	return set
}

func BenchmarkLoadEmbedded(b *testing.B) {
	set, folder, n := bigSet(34_000), b.TempDir(), 0
	for b.Loop() {
		n++
		db := must[*DB](b)(Open(b.Context(), filepath.Join(folder, fmt.Sprint(n))))
		must[LoadReport](b)(db.LoadEmbedded(b.Context(), set, loadedAt))
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadNextVersion(b *testing.B) {
	set, db, n := bigSet(34_000), openTest(b), 0
	for b.Loop() {
		n++
		set.Version = fmt.Sprint(n)
		must[LoadReport](b)(db.LoadEmbedded(b.Context(), set, loadedAt))
	}
}

func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "detente.db")
	for b.Loop() {
		if err := must[*DB](b)(Open(b.Context(), path)).Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPutOneFixing(b *testing.B) {
	db, f := openTest(b), fixing("2022-02-08", "75.6806")
	for b.Loop() {
		f.Effective, f.Set = f.Effective.AddDays(1), f.Set.AddDays(1)
		if _, err := db.PutFixings(b.Context(), []fx.Fixing{f}, collected, noon); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFixings14000(b *testing.B) {
	db := openTest(b)
	must[LoadReport](b)(db.LoadEmbedded(b.Context(), bigSet(4*14_000), loadedAt))
	for name, r := range map[string]Range{"now": {}, "asOf": {AsOf: loadedAt}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if got := must[[]fx.Fixing](b)(db.Fixings(b.Context(), fx.CBRUSD, r)); len(got) != 14_000 {
					b.Fatal(len(got))
				}
			}
		})
	}
}

func BenchmarkEvents499(b *testing.B) {
	db := openTest(b)
	must[LoadReport](b)(db.LoadEmbedded(b.Context(), bigSet(4), loadedAt))
	for b.Loop() {
		if got := must[event.Timeline](b)(db.Events(b.Context(), event.Filter{})); len(got) != 499 {
			b.Fatal(len(got))
		}
	}
}

func minutes(n int) []fx.Candle {
	list := make([]fx.Candle, n)
	for i := range list {
		v := int64(750_000 + i%10_000)
		list[i] = fx.Candle{Series: fx.MOEXUSD1, Start: noon.Add(time.Duration(i) * time.Minute), Open: fx.Rate{Unscaled: v, Scale: 4}, High: fx.Rate{Unscaled: v + 9, Scale: 4},
			Low: fx.Rate{Unscaled: v - 9, Scale: 4}, Close: fx.Rate{Unscaled: v + 1, Scale: 4}, Volume: fx.Rate{Unscaled: 1_250_000}}
	}
	return list
}

func BenchmarkPutCandles(b *testing.B) {
	list, folder, n := minutes(200_000), b.TempDir(), 0
	for b.Loop() {
		n++
		db := must[*DB](b)(Open(b.Context(), filepath.Join(folder, fmt.Sprint(n))))
		if _, err := db.PutCandles(b.Context(), list, collected, noon); err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(list)*n)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkEachCandle(b *testing.B) {
	db := openTest(b)
	if _, err := db.PutCandles(b.Context(), minutes(200_000), collected, noon); err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		err := db.EachCandle(b.Context(), fx.MOEXUSD1, time.Time{}, time.Time{}, time.Time{}, func(fx.Candle) error { n++; return nil })
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkZoom asks for 500 buckets of the whole and of an eighth, a 64th and so on of it.
func BenchmarkZoom(b *testing.B) {
	db, list := openTest(b), minutes(200_000)
	if _, err := db.PutCandles(b.Context(), list, collected, noon); err != nil {
		b.Fatal(err)
	}
	first, last := list[0].Start, list[len(list)-1].Start
	for parts := 1; parts <= 512; parts *= 8 {
		b.Run(fmt.Sprintf("part=%d", parts), func(b *testing.B) {
			to := first.Add(last.Sub(first) / time.Duration(parts))
			for b.Loop() {
				if _, err := db.Zoom(b.Context(), fx.MOEXUSD1, first, to, 2000); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCommits counts single-row transactions a second: at least 10,000 are wanted.
func BenchmarkCommits(b *testing.B) {
	for name, put := range map[string]func(db *DB, i int) error{
		"candles": func(db *DB, i int) error {
			c := minutes(1)
			c[0].Start = c[0].Start.Add(time.Duration(i) * time.Minute)
			_, err := db.PutCandles(context.Background(), c, collected, noon)
			return err
		},
		"fixings": func(db *DB, i int) error {
			f := fixing("1900-01-01", "75.6806")
			f.Effective, f.Set = f.Effective.AddDays(i), f.Set.AddDays(i)
			_, err := db.PutFixings(context.Background(), []fx.Fixing{f}, collected, noon)
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			db, n := openTest(b), 0
			for b.Loop() {
				n++
				if err := put(db, n); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "commits/s")
		})
	}
}
