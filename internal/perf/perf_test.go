package perf

import (
	"bytes"
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"detente/internal/fx"
	"detente/internal/store"
)

var (
	generate = flag.String("generate", "", "make a database at this path: go test ./internal/perf -run Generate -generate big.db")
	candles  = flag.Int("candles", Usual().Candles, "candles of each of the two series, in -generate and in benchmarks")
)

// TestGenerate makes the database of -generate.
func TestGenerate(t *testing.T) {
	if *generate == "" {
		t.Skip("no -generate PATH")
	}
	db, err := store.Open(t.Context(), *generate)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	size := Usual()
	size.Candles = *candles
	start := time.Now()
	if err := Fill(t.Context(), db, size, func(rows int) {
		if rows%1_000_000 == 0 {
			t.Logf("%d rows after %.0f s", rows, time.Since(start).Seconds())
		}
	}); err != nil {
		t.Fatal(err)
	}
}

func TestTheSameSizeIsTheSameDatabase(t *testing.T) {
	t.Parallel()
	sum := func() string {
		var out bytes.Buffer
		if err := WriteCandles(&out, 3000); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%x %v %v", sha256.Sum256(out.Bytes()), Fixings(100), Events(100))
	}
	if first := sum(); first != sum() {
		t.Error("two makings differ")
	}
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "small.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := Fill(t.Context(), db, Size{Candles: 3000, Fixings: 400, Events: 500}, nil); err != nil {
		t.Fatal(err)
	}
	list, err := db.Coverage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if want := map[fx.SeriesID]int{fx.MOEXUSD1: 3000, fx.MOEXEUR1: 3000, fx.CBRUSD: 100, fx.ECBRUB: 100}[c.Series.ID]; want > 0 && c.Count != want {
			t.Errorf("%s: %d rows, want %d", c.Series.ID, c.Count, want)
		}
	}
}

// run does a command and returns how long it took; the processor's time is left to metric cpu.
func run(b *testing.B, stdin string, name string, args ...string) (wall time.Duration, state *os.ProcessState) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), name, args...)
	cmd.Stdin = bytes.NewBufferString(stdin)
	start := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("%s: %v\n%s", name, err, out)
	}
	return time.Since(start), cmd.ProcessState
}

func median(list []time.Duration) time.Duration {
	slices.Sort(list)
	return list[len(list)/2]
}

// BenchmarkIngest pairs detente import of a CSV of candles with sqlite3 .import of the same rows, converted for it
// beforehand, into a table of the same schema. The two take turns; ratios are of medians.
func BenchmarkIngest(b *testing.B) {
	if _, err := exec.LookPath("sqlite3"); err != nil {
		b.Skip("the sqlite3 shell is not here to pair with")
	}
	folder := b.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	file, err := os.Create(in("candles.csv"))
	if err == nil {
		err = WriteCandles(file, *candles)
	}
	if err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
	run(b, "", "go", "build", "-o", in("detente"), "detente/cmd/detente")
	ours := func(name string) (time.Duration, *os.ProcessState) {
		run(b, "", in("detente"), "--empty", "--db", in(name), "version")
		run(b, "", in("detente"), "--empty", "--db", in(name), "check")
		return run(b, "", in("detente"), "--empty", "--db", in(name), "import", "rates", in("candles.csv"))
	}
	ours("first.db")
	run(b, ".mode csv\n.output "+in("peer.csv")+"\nSELECT * FROM candles;\n", "sqlite3", in("first.db"))
	theirs := func(name string) (time.Duration, *os.ProcessState) {
		run(b, "PRAGMA journal_mode = WAL;\n.output "+in("schema.sql")+"\nATTACH '"+in("first.db")+"' AS f;\nSELECT sql || ';' FROM f.sqlite_schema WHERE name = 'candles';\n", "sqlite3", in(name))
		schema, err := os.ReadFile(in("schema.sql"))
		if err != nil {
			b.Fatal(err)
		}
		run(b, string(schema), "sqlite3", in(name))
		return run(b, "PRAGMA synchronous = NORMAL;\n.mode csv\n.import "+in("peer.csv")+" candles\n", "sqlite3", in(name))
	}
	var mine, peer []time.Duration
	var cpuMine, cpuPeer time.Duration
	n := 0
	for b.Loop() {
		n++
		t, s := ours(fmt.Sprintf("ours-%d.db", n))
		mine, cpuMine = append(mine, t), cpuMine+s.UserTime()+s.SystemTime()
		t, s = theirs(fmt.Sprintf("theirs-%d.db", n))
		peer, cpuPeer = append(peer, t), cpuPeer+s.UserTime()+s.SystemTime()
	}
	b.ReportMetric(median(mine).Seconds()/median(peer).Seconds(), "wall/sqlite3")
	b.ReportMetric(cpuMine.Seconds()/cpuPeer.Seconds(), "cpu/sqlite3")
	b.ReportMetric(median(mine).Seconds(), "s")
	b.ReportMetric(median(peer).Seconds(), "sqlite3-s")
}

// BenchmarkZoom asks for random ranges of random widths at 1,000 pixels, 16 at a time: p50 under 5 ms and p99 under 50 ms
// are wanted, at any size (-candles).
func BenchmarkZoom(b *testing.B) {
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(b.TempDir(), "zoom.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := Fill(ctx, db, Size{Candles: *candles}, nil); err != nil {
		b.Fatal(err)
	}
	ends, err := db.Zoom(ctx, fx.MOEXUSD1, time.Time{}, time.Time{}, 4)
	if err != nil || len(ends) != 1 {
		b.Fatal(ends, err)
	}
	const connections, each = 16, 250
	var took []time.Duration
	for b.Loop() {
		took = append(took, zoomAll(b, db, ends[0], connections, each)...)
	}
	slices.Sort(took)
	at := func(q float64) float64 { return took[int(q*float64(len(took)-1))].Seconds() * 1000 }
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.99), "p99-ms")
	b.ReportMetric(0, "ns/op")
}

func zoomAll(b *testing.B, db *store.DB, whole fx.Bucket, connections, each int) []time.Duration {
	took := make([]time.Duration, connections*each)
	var running sync.WaitGroup
	for c := range connections {
		running.Go(func() {
			random := rand.New(rand.NewPCG(uint64(c), 7))
			for i := range each {
				length := float64(whole.CloseAt.Sub(whole.OpenAt))
				width := time.Duration(length / float64(uint64(1)<<random.IntN(14)) * (0.5 + random.Float64()/2))
				from := whole.OpenAt.Add(time.Duration(random.Float64() * (length - float64(width))))
				start := time.Now()
				list, err := db.Zoom(context.Background(), minuteSeries()[c%2], from, from.Add(width), 2000)
				if took[c*each+i] = time.Since(start); err != nil || len(list) > 500 {
					b.Error(len(list), err)
				}
			}
		})
	}
	running.Wait()
	return took
}

// BenchmarkCoverage is the page of sources at any size: no candle is counted for it.
func BenchmarkCoverage(b *testing.B) {
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(b.TempDir(), "coverage.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := Fill(ctx, db, Size{Candles: *candles, Fixings: 10_000}, nil); err != nil {
		b.Fatal(err)
	}
	last, n := Fixings(10_004)[10_000:], 0
	for b.Loop() {
		n++
		last[0].Value.Unscaled = int64(700_000 + n) // a new version of the data, so that nothing is remembered
		if _, err := db.PutFixings(ctx, last[:1], origin, known); err != nil {
			b.Fatal(err)
		}
		if _, err := db.Coverage(ctx); err != nil {
			b.Fatal(err)
		}
	}
}
