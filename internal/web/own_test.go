package web_test

import (
	"path/filepath"
	"testing"
	"time"

	"detente/data"
	"detente/internal/store"
)

// openOwn is a database with the embedded set of the test's own, for what writes.
func openOwn(t testing.TB) *store.DB {
	t.Helper()
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "own.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := db.LoadEmbedded(t.Context(), store.Dataset(set), readAt.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	return db
}
