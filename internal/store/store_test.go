package store

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
)

var (
	collected = Origin{Author: "collect"}
	noon      = time.Date(2022, 2, 8, 12, 0, 0, 0, time.UTC)
)

// openTest opens a new database in a folder of the test's own.
func openTest(t testing.TB) *DB {
	t.Helper()
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "detente.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// must returns v where err is nil.
func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func day(s string) civil.Date { return civil.MustParse(s) }

// fixing is a Bank of Russia dollar rate in force from a day.
func fixing(effective, value string) fx.Fixing {
	d := day(effective)
	return fx.Fixing{Series: fx.CBRUSD, Effective: d, Set: d.AddDays(-1), Value: fx.MustRate(value), Nominal: 1}
}

func TestVersionGrowsWithChangesOnly(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	version := func() int64 { return must[int64](t)(db.Version(ctx)) }
	before := version()
	rows := []fx.Fixing{fixing("2022-02-08", "75.6806")}
	put := func(now time.Time) { must[runlog.Counts](t)(db.PutFixings(ctx, rows, collected, now)) }
	put(noon)
	after := version()
	if after <= before {
		t.Errorf("version stays %d after a new row", after)
	}
	put(noon.Add(time.Hour))
	if _, err := db.AddFetch(ctx, runlog.Fetch{URL: "http://127.0.0.1/", At: noon}); err != nil {
		t.Fatal(err)
	}
	if got := version(); got != after {
		t.Errorf("version is %d after an identical row and a fetch, want %d", got, after)
	}
	rows[0].Value = fx.MustRate("75.7")
	put(noon.Add(2 * time.Hour))
	if got := version(); got <= after {
		t.Errorf("version stays %d after a revision", got)
	}
}

func TestCancelledContextStopsReadsAndWrites(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := db.Fixings(ctx, fx.CBRUSD, Range{}); !errors.Is(err, context.Canceled) {
		t.Errorf("read: %v", err)
	}
	if _, err := db.PutFixings(ctx, []fx.Fixing{fixing("2022-02-08", "75.6806")}, collected, noon); !errors.Is(err, context.Canceled) {
		t.Errorf("write: %v", err)
	}
}

func TestReadersAndAWriterDoNotBlockEachOther(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	errs := make(chan error, 6)
	for w := range 2 {
		go func() {
			var err error
			for i := range 50 {
				f := fixing("2022-02-08", "75.1")
				f.Effective, f.Set = f.Effective.AddDays(50*w+i), f.Set.AddDays(50*w+i)
				_, one := db.PutFixings(ctx, []fx.Fixing{f}, collected, noon)
				err = errors.Join(err, one)
			}
			errs <- err
		}()
	}
	for range 4 {
		go func() {
			var err error
			for range 50 {
				_, one := db.Fixings(ctx, fx.CBRUSD, Range{})
				err = errors.Join(err, one)
			}
			errs <- err
		}()
	}
	for range 6 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if got := must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, Range{})); len(got) != 100 {
		t.Errorf("%d rows, want 100", len(got))
	}
}
