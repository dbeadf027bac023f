package web_test

import (
	"testing"

	"detente/internal/fx"
	"detente/internal/store"
	"detente/internal/testkit/embedded"
)

var origin = store.Origin{Author: "test"}

// openEmbeddedCopy is a database of its own with the embedded set, for tests that write.
func openEmbeddedCopy(t testing.TB) *store.DB {
	t.Helper()
	return embedded.Open(t, readAt)
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
