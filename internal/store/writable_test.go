package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"detente/internal/access"
	"detente/internal/fx"
)

// A file that was put in the place of an open one would lose what is acknowledged: the old file is nobody's any more.
func TestNothingIsStoredInAFileThatIsNoLongerThere(t *testing.T) {
	t.Parallel()
	ctx, folder := t.Context(), t.TempDir()
	path, other := filepath.Join(folder, "detente.db"), filepath.Join(folder, "other.db")
	db := must[*DB](t)(Open(ctx, path))
	defer db.Close()
	if err := errors.Join(db.Writable(), db.Backup(ctx, other)); err != nil {
		t.Fatal(err)
	}
	for _, act := range []func() error{func() error { return os.Rename(other, path) }, func() error { return os.Remove(path) }} {
		if err := act(); err != nil {
			t.Fatal(err)
		}
		_, one := db.PutFixings(ctx, []fx.Fixing{fixing("2022-02-08", "75.6806")}, collected, noon)
		_, many := db.PutCandles(ctx, minutes(20), collected, noon)
		for _, err := range []error{one, many, db.Writable()} {
			if !errors.Is(err, access.ErrUnwritable) {
				t.Errorf("%v, want that nothing is stored", err)
			}
		}
	}
}
