package perf

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"detente/internal/fx"
	"detente/internal/store"
)

// ingest pairs detente import of a CSV of candles with sqlite3 .import of the same rows, converted for it beforehand, into
// a table of the same schema.
func (b *bench) ingest(t *testing.T) []row {
	if _, err := exec.LookPath("sqlite3"); err != nil {
		t.Skip("the sqlite3 shell is not here to pair with")
	}
	writeCandlesAt(t, b.in("candles.csv"), *candles)
	b.importCandles(t, "first.db")
	command(t, ".mode csv\n.output "+b.in("peer.csv")+"\nSELECT * FROM candles;\n", "sqlite3", b.in("first.db"))
	var mine, theirs [3][]float64
	note := func(to *[3][]float64, x took) {
		to[0], to[1], to[2] = append(to[0], x.wall), append(to[1], x.cpu), append(to[2], x.kilobytes/1e3)
	}
	for i := range *turns {
		note(&mine, b.importCandles(t, fmt.Sprintf("ours-%d.db", i)))
		note(&theirs, b.shellImport(t, fmt.Sprintf("theirs-%d.db", i)))
		for _, name := range []string{"ours", "theirs"} {
			old, _ := filepath.Glob(b.in(fmt.Sprintf("%s-%d.db*", name, i))) // the pattern is well-formed
			for _, f := range old {
				_ = os.Remove(f) // only to spare the disk
			}
		}
	}
	what := fmt.Sprintf("import of %d candles", 2**candles)
	return []row{
		against(what+", wall time", "sqlite3 .import", median(mine[0]), median(theirs[0]), 1, "s", false),
		stated(what+", processor time", "sqlite3 .import", median(mine[1]), median(theirs[1]), "s"),
		atMost(what+", largest memory", median(mine[2]), 150, "MB"),
	}
}

func (b *bench) importCandles(t *testing.T, name string) took {
	t.Helper()
	command(t, "", b.detente, "--empty", "--db", b.in(name), "event", "list")
	return command(t, "", b.detente, "--empty", "--db", b.in(name), "import", "rates", b.in("candles.csv"))
}

func (b *bench) shellImport(t *testing.T, name string) took {
	t.Helper()
	command(t, "PRAGMA journal_mode = WAL;\n.output "+b.in("schema.sql")+"\nATTACH '"+b.in("first.db")+"' AS f;\nSELECT sql || ';' FROM f.sqlite_schema WHERE name = 'candles';\n", "sqlite3", b.in(name))
	schema, err := os.ReadFile(b.in("schema.sql"))
	if err != nil {
		t.Fatal(err)
	}
	command(t, string(schema), "sqlite3", b.in(name))
	return command(t, "PRAGMA synchronous = NORMAL;\n.mode csv\n.import "+b.in("peer.csv")+" candles\n", "sqlite3", b.in(name))
}

// commits counts transactions of one candle each.
func (b *bench) commits(t *testing.T) []row {
	db, err := store.Open(t.Context(), b.in("commits.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var perSecond []float64
	at := 0
	var list []fx.Candle
	if err := EachCandle(fx.MOEXUSD1, *turns*20_000, func(c fx.Candle) error { list = append(list, c); return nil }); err != nil {
		t.Fatal(err)
	}
	for range *turns {
		start := time.Now()
		for range 20_000 {
			if _, err := db.PutCandles(context.Background(), list[at:at+1], origin, known); err != nil {
				t.Fatal(err)
			}
			at++
		}
		perSecond = append(perSecond, 20_000/time.Since(start).Seconds())
	}
	got := median(perSecond)
	return []row{{claim: "candles stored one a transaction, in WAL", ours: figure(got) + " /s", bound: "≥ 10000 /s", met: got >= 10_000}}
}

// growth measures what import and zoom cost at a tenth of the size: what is constant and what grows. An answer of zoom is longer where
// there are more candles: a short range of few has fewer of them than it was asked for buckets. Its cost is that of a bucket.
func (b *bench) growth(t *testing.T) []row {
	var cost [2]took
	var p50, bucket [2][]float64
	sizes := []int{*candles / 10, *candles}
	name := func(n int) string { return b.in(fmt.Sprintf("growth-%d", n)) }
	for i, n := range sizes {
		writeCandlesAt(t, name(n)+".csv", n)
		cost[i] = command(t, "", b.detente, "--empty", "--db", name(n)+".db", "import", "rates", name(n)+".csv")
	}
	for range *turns {
		for i, n := range sizes {
			z := b.zooms(t, name(n)+".db")
			p50[i], bucket[i] = append(p50[i], quantile(z.took, 0.5).Seconds()*1e3), append(bucket[i], z.eachBucket())
		}
	}
	tenfold := func(what string) string {
		return fmt.Sprintf("%s, %d candles against %d", what, 2**candles, *candles/5)
	}
	return []row{
		against(tenfold("import, processor time"), "itself", cost[1].cpu, cost[0].cpu, 12, "s", false),
		against(tenfold("import, largest memory"), "itself", cost[1].kilobytes/1e3, cost[0].kilobytes/1e3, 1.5, "MB", false),
		against(tenfold("zoom, time for a bucket of the answer"), "itself", median(bucket[1]), median(bucket[0]), 2, "µs", false),
		stated(tenfold("zoom, median answer, which is longer"), "itself", median(p50[1]), median(p50[0]), "ms"),
	}
}

func writeCandlesAt(t *testing.T, path string, n int) {
	t.Helper()
	file, err := os.Create(path)
	if err == nil {
		err = errors.Join(WriteCandles(file, n), file.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}
