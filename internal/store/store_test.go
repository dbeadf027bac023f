package store

import (
	"path/filepath"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
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

func TestOpenListsTheCatalogue(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	got := must[[]fx.Series](t)(db.Series(t.Context()))
	want := fx.Catalogue()
	if len(got) != len(want) {
		t.Fatalf("%d series, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("series %d is %+v, want %+v", i, got[i], want[i])
		}
	}
}

func TestPutFixingsRevises(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	counts, err := db.PutFixings(ctx, []fx.Fixing{fixing("2022-02-08", "75.6806"), fixing("2022-02-09", "75.3012")}, collected, noon)
	if err != nil || counts.New != 2 {
		t.Fatal(counts, err)
	}
	counts, err = db.PutFixings(ctx, []fx.Fixing{fixing("2022-02-08", "75.6807"), fixing("2022-02-09", "75.30120")}, collected, noon.Add(time.Hour))
	if err != nil || counts.Revised != 1 || counts.Same != 1 {
		t.Fatal(counts, err)
	}
	for _, tt := range []struct {
		asOf time.Time
		want string
		n    int
	}{
		{time.Time{}, "75.6807", 2},
		{noon.Add(-time.Second), "", 0},
		{noon, "75.6806", 2},
		{noon.Add(time.Hour - time.Second), "75.6806", 2},
		{noon.Add(time.Hour), "75.6807", 2},
	} {
		got := must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, Range{AsOf: tt.asOf}))
		if len(got) != tt.n || (tt.n > 0 && got[0].Value.String() != tt.want) {
			t.Errorf("as of %v: %v", tt.asOf, got)
		}
	}
}
