package web_test

import (
	"path/filepath"
	"testing"

	"detente/data"
	"detente/internal/fx"
	"detente/internal/store"
)

var origin = store.Origin{Author: "test"}

// openEmbeddedCopy is a database of its own with the embedded set, for tests that write.
func openEmbeddedCopy(t testing.TB) *store.DB {
	t.Helper()
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "copy.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := db.LoadEmbedded(t.Context(), store.Dataset(set), readAt); err != nil {
		t.Fatal(err)
	}
	return db
}

// putRates stores fixings as an import would.
func putRates(t testing.TB, db *store.DB, fixings []fx.Fixing) {
	t.Helper()
	series, _ := fx.Known(fixings[0].Series)
	if err := db.PutSeries(t.Context(), series); err != nil {
		t.Fatal(err)
	}
	if _, err := db.PutFixings(t.Context(), fixings, origin, readAt); err != nil {
		t.Fatal(err)
	}
}
