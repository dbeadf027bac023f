package perf

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"detente/internal/fx"
	"detente/internal/store"
)

var (
	generate = flag.String("generate", "", "make a database at this path: go test ./internal/perf -run Generate -generate big.db")
	candles  = flag.Int("candles", Usual().Candles, "candles of each of the two series, in -generate and in the measurements")
)

// TestGenerate makes the database of -generate.
func TestGenerate(t *testing.T) {
	if *generate == "" {
		t.Skip("no -generate PATH")
	}
	size := Usual()
	size.Candles = *candles
	fillAt(t, *generate, size)
}

// fillAt makes a database.
func fillAt(t *testing.T, path string, size Size) {
	t.Helper()
	db, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if err := Fill(t.Context(), db, size, func(rows int) {
		if rows%1_000_000 == 0 {
			t.Logf("%d rows after %.0f s", rows, time.Since(start).Seconds())
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
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
