package perf

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"detente/internal/fx"
	"detente/internal/store"
)

var bigAt = flag.String("big", "", "a database that -generate made of as many -candles, in place of making one")

// big is a database of -candles candles of each series, 10,000 fixings and 100,000 events, made once.
func (b *bench) big(t *testing.T) string {
	t.Helper()
	if *bigAt != "" {
		return *bigAt
	}
	path := b.in("big.db")
	if _, err := os.Stat(path); err != nil {
		size := Usual()
		size.Candles = *candles
		fillAt(t, path, size)
	}
	return path
}

// zoom asks for random ranges of random widths at 1,000 pixels, 16 at a time.
func (b *bench) zoom(t *testing.T) []row {
	var p50, p99 []float64
	for range *turns {
		took := b.zooms(t, b.big(t)).took
		p50, p99 = append(p50, quantile(took, 0.5).Seconds()*1e3), append(p99, quantile(took, 0.99).Seconds()*1e3)
	}
	what := fmt.Sprintf("zoom of %d candles, 16 at a time, ", 2**candles)
	return []row{atMost(what+"p50", median(p50), 5, "ms"), atMost(what+"p99", median(p99), 50, "ms")}
}

// ranges is how long each answer took, how many buckets they have in all, and how long all of them took together.
type ranges struct {
	took    []time.Duration
	buckets int64
	elapsed time.Duration
}

// eachBucket is the microseconds that the answers took for each of their buckets.
func (z ranges) eachBucket() float64 { return z.elapsed.Seconds() * 1e6 / float64(z.buckets) }

func (b *bench) zooms(t *testing.T, path string) ranges {
	t.Helper()
	db, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	whole, err := db.Zoom(t.Context(), fx.MOEXUSD1, time.Time{}, time.Time{}, 4)
	if err != nil || len(whole) != 1 {
		t.Fatal(whole, err)
	}
	const connections, each = 16, 250
	took := make([]time.Duration, connections*each)
	var buckets atomic.Int64
	var running sync.WaitGroup
	begun := time.Now()
	for c := range connections {
		running.Go(func() {
			random := rand.New(rand.NewPCG(uint64(c), 7))
			for i := range each {
				from, to := randomRange(random, whole[0])
				start := time.Now()
				list, err := db.Zoom(context.Background(), minuteSeries()[c%2], from, to, 2000)
				if took[c*each+i] = time.Since(start); err != nil || len(list) > 500 {
					t.Error(len(list), err)
				}
				buckets.Add(int64(len(list)))
			}
		})
	}
	running.Wait()
	return ranges{took, buckets.Load(), time.Since(begun)}
}

// randomRange is as often short as it is long.
func randomRange(random *rand.Rand, whole fx.Bucket) (from, to time.Time) {
	length := float64(whole.CloseAt.Sub(whole.OpenAt))
	width := time.Duration(length / float64(uint64(1)<<random.IntN(14)) * (0.5 + random.Float64()/2))
	from = whole.OpenAt.Add(time.Duration(random.Float64() * (length - float64(width))))
	return from, from.Add(width)
}
