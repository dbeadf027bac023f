package perf

import (
	"context"
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
	file, err := os.Create(b.in("candles.csv"))
	if err == nil {
		err = WriteCandles(file, *candles)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
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

// growth measures what import and zoom cost at a tenth of the size: what is constant and what grows.
func (b *bench) growth(t *testing.T) []row {
	var cost [2]took
	var p50 [2]time.Duration
	for i, n := range []int{*candles / 10, *candles} {
		name := fmt.Sprintf("growth-%d", n)
		file, err := os.Create(b.in(name + ".csv"))
		if err == nil {
			err = WriteCandles(file, n)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		cost[i] = command(t, "", b.detente, "--empty", "--db", b.in(name+".db"), "import", "rates", b.in(name+".csv"))
		p50[i] = quantile(b.zooms(t, b.in(name+".db")), 0.5)
	}
	line := func(what, unit string, small, large, bound float64) row {
		return row{fmt.Sprintf("%s, %d candles against %d", what, 2**candles, *candles/5), "itself", figure(large) + " " + unit, figure(small) + " " + unit, figure(large / small), "≤ " + figure(bound), large/small <= bound}
	}
	return []row{
		line("import, processor time", "s", cost[0].cpu, cost[1].cpu, 12),
		line("import, largest memory", "MB", cost[0].kilobytes/1e3, cost[1].kilobytes/1e3, 1.5),
		line("zoom, median", "ms", p50[0].Seconds()*1e3, p50[1].Seconds()*1e3, 2),
	}
}
