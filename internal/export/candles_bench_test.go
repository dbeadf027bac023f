package export_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"detente/internal/export"
	"detente/internal/fx"
	"detente/internal/store"
)

const million = 1_000_000

// minuteBars is a database of n one-minute candles: one is stored by the program, the shell multiplies it.
func minuteBars(tb testing.TB, n int) *store.DB {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "candles.db")
	db, err := store.Open(tb.Context(), path)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	price := func(s string) fx.Rate { return fx.MustRate(s) }
	first := fx.Candle{Series: fx.MOEXUSD1, Start: time.Date(2015, 1, 5, 7, 0, 0, 0, time.UTC), Open: price("75.4500"), High: price("75.4600"),
		Low: price("75.4300"), Close: price("75.4400"), Volume: price("1250000")}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, err := db.PutCandles(tb.Context(), []fx.Candle{first}, store.Origin{Author: "test"}, now); err != nil {
		tb.Fatal(err)
	}
	shell(tb, path, fmt.Sprintf(`
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
INSERT INTO candles
SELECT series, start + 60 * i, open + i %% 10007, high + i %% 10007 + 13, low + i %% 10007 - i %% 11, close + i %% 10007, scale,
       volume + i %% 9973 * 1000, volume_scale, known_from, stored_by
  FROM candles, n;`, n-1))
	return db
}

// peerTable is the same candles in the table that somebody would make who keeps them in SQLite by hand.
func peerTable(tb testing.TB, db *store.DB) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "peer.db")
	shell(tb, path, fmt.Sprintf(`
ATTACH '%s' AS d;
CREATE TABLE candles (series TEXT, start TEXT, open REAL, high REAL, low REAL, close REAL, volume INTEGER, PRIMARY KEY (series, start)) WITHOUT ROWID;
INSERT INTO candles
SELECT s.id, strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', c.start, 'unixepoch'), c.open / 10000.0, c.high / 10000.0, c.low / 10000.0, c.close / 10000.0, c.volume
  FROM d.candles AS c JOIN d.series AS s ON s.key = c.series ORDER BY c.start;`, db.Path()))
	return path
}

func shell(tb testing.TB, args ...string) {
	tb.Helper()
	if _, err := exec.LookPath("sqlite3"); err != nil {
		tb.Skip("the sqlite3 shell is not here to pair with")
	}
	if out, err := exec.CommandContext(tb.Context(), "sqlite3", args...).CombinedOutput(); err != nil {
		tb.Fatalf("%v: %s", err, out)
	}
}

// toFile writes a table to a file, as the command line does.
func toFile(tb testing.TB, o export.Options, db *store.DB) time.Duration {
	tb.Helper()
	f, err := os.Create(filepath.Join(tb.TempDir(), "out"))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	return candlesTo(tb, f, o, db)
}

func candlesTo(tb testing.TB, w io.Writer, o export.Options, db *store.DB) time.Duration {
	tb.Helper()
	start := time.Now()
	if err := export.Write(context.Background(), w, o, "candles", db, export.Query{Series: []fx.SeriesID{fx.MOEXUSD1}}); err != nil {
		tb.Fatal(err)
	}
	return time.Since(start)
}

// BenchmarkCandlesAgainstShell pairs each export of a million candles with the sqlite3 shell in the same turn. The peer
// reads a table that holds the figures as they are printed, so that it has nothing to format but floating-point numbers.
func BenchmarkCandlesAgainstShell(b *testing.B) {
	db := minuteBars(b, million)
	peer := peerTable(b, db)
	spent := map[string]time.Duration{}
	for b.Loop() {
		out := filepath.Join(b.TempDir(), "peer.csv")
		start := time.Now()
		shell(b, "-csv", "-header", peer, ".output "+out, "SELECT * FROM candles ORDER BY series, start")
		spent["shell"] += time.Since(start)
		for _, f := range export.Formats() {
			if f != "xlsx" {
				spent[string(f)] += toFile(b, export.Options{Format: f}, db)
			}
		}
	}
	for _, f := range []string{"csv", "json", "ndjson"} {
		b.ReportMetric(float64(spent[f])/float64(spent["shell"]), f+"/shell")
	}
	b.ReportMetric(float64(spent["json"])/float64(spent["csv"]), "json/csv")
	b.ReportMetric(spent["shell"].Seconds()/float64(b.N), "shell-s")
}

func BenchmarkCandlesCSV(b *testing.B) {
	db := minuteBars(b, million)
	for b.Loop() {
		out := bufio.NewWriter(io.Discard)
		candlesTo(b, out, export.Options{}, db)
	}
}
