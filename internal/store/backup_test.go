package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente/internal/fx"
)

func TestBackupIsWhole(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	load(t, db, smallSet("1"), loadedAt)
	path := filepath.Join(t.TempDir(), "folder", "it's a 100% backup?.db")
	if err := db.Backup(ctx, path); err != nil {
		t.Fatal(err)
	}
	files := must[[]os.DirEntry](t)(os.ReadDir(filepath.Dir(path)))
	if len(files) != 1 {
		t.Errorf("beside the backup lie %v", files)
	}
	if err := db.Backup(ctx, path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("a backup is overwritten: %v", err)
	}
	copied := must[*DB](t)(Open(ctx, path))
	defer copied.Close()
	if got := must[[]fx.Fixing](t)(copied.Fixings(ctx, fx.CBRUSD, Range{AsOf: loadedAt})); len(got) != 2 {
		t.Errorf("the copy has %d fixings", len(got))
	}
	if found := must[[]string](t)(copied.Check(ctx)); len(found) != 0 {
		t.Errorf("the copy is not sound: %v", found)
	}
}
