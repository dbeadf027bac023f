package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

func TestCheckFindsDamage(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	load(t, db, smallSet("1"), loadedAt)
	if found := must[[]string](t)(db.Check(ctx)); len(found) != 0 {
		t.Fatalf("a sound file: %v", found)
	}
	for _, statement := range []string{"PRAGMA foreign_keys = 0", "DELETE FROM series WHERE id = 'cbr:USDRUB'"} {
		if _, err := db.write.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	found := must[[]string](t)(db.Check(ctx))
	if len(found) != 2 || !strings.Contains(found[0], "fixings, through series") {
		t.Errorf("two fixings without a series: %v", found)
	}
}

func TestCheckFindsATornPage(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "detente.db")
	db := must[*DB](t)(Open(t.Context(), path))
	load(t, db, bigSet(5000), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	whole := must[[]byte](t)(os.ReadFile(path))
	copy(whole[len(whole)-3*4096:], make([]byte, 4096))
	write(t, path, whole)
	db = must[*DB](t)(Open(t.Context(), path))
	defer db.Close()
	if found, err := db.Check(t.Context()); err == nil && len(found) == 0 {
		t.Error("a zeroed page is not found")
	}
}
