package store

import (
	"context"
	"testing"

	"detente/internal/fx"
)

// Whatever becomes of an import, the connection looks up references again afterwards.
func TestBulkLeavesTheConnectionAsItWas(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	i := must[Import](t)(db.BeginImport(t.Context(), "a.csv", "aa00aa00aa00aa00aa00aa00aa00aa00aa00aa00aa00aa00aa00aa00aa00aa00", 700, noon))
	looks := func(when string) {
		t.Helper()
		var on, pages int
		if err := db.write.QueryRow("PRAGMA foreign_keys").Scan(&on); err != nil || on != 1 {
			t.Errorf("%s: foreign_keys %d (%v)", when, on, err)
		}
		if err := db.write.QueryRow("PRAGMA wal_autocheckpoint").Scan(&pages); err != nil || pages != 1000 {
			t.Errorf("%s: wal_autocheckpoint %d (%v)", when, pages, err)
		}
	}
	list := minutes(700)
	if _, err := db.PutImported(t.Context(), &i, list[:500], collected, noon); err != nil {
		t.Fatal(err)
	}
	looks("after a batch")
	wrong := list[500:600]
	wrong[50].High = fx.MustRate("1")
	if _, err := db.PutImported(t.Context(), &i, wrong, collected, noon); err == nil {
		t.Error("a wrong row was taken")
	}
	looks("after a refusal")
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := db.PutImported(stopped, &i, list[600:], collected, noon); err == nil {
		t.Error("a cancelled batch was taken")
	}
	looks("after a stop")
}
