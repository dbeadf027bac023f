package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// What a killed backup or restoration leaves is cleared away by the next; what another one is making is not.
func TestWorkshopsOfTheDeadAreCleared(t *testing.T) {
	t.Parallel()
	in := t.TempDir()
	alive := must[workshop](t)(openWorkshop(in))
	defer alive.close()
	dead := must[workshop](t)(openWorkshop(in))
	write(t, dead.part(), []byte("half a copy"))
	dead.release() // as the system does for a program that was killed
	next := must[workshop](t)(openWorkshop(in))
	defer next.close()
	if _, err := os.Stat(dead.folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what a killed program left is there still (%v)", err)
	}
	if _, err := os.Stat(alive.folder); err != nil {
		t.Error(err)
	}
}

// The database keeps its name until the copy takes it, whoever may read it, and wherever a link to it lies.
func TestRestoreThroughALink(t *testing.T) {
	t.Parallel()
	ctx, folder := t.Context(), t.TempDir()
	path, link, backup := filepath.Join(folder, "real", "detente.db"), filepath.Join(folder, "link.db"), filepath.Join(folder, "backup.db")
	db := must[*DB](t)(Open(ctx, path))
	load(t, db, smallSet("1"), loadedAt)
	if err := errors.Join(os.Chmod(path, 0o600), db.Backup(ctx, backup), db.Close(), os.Symlink(path, link)); err != nil {
		t.Fatal(err)
	}
	if aside := must[string](t)(setAside(ctx, path)); aside == path {
		t.Error(aside)
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("killed now, the next command would begin afresh: %v", err)
	}
	aside := must[string](t)(Restore(ctx, backup, link, true))
	if filepath.Dir(aside) != filepath.Dir(path) {
		t.Errorf("set aside as %s, beside the link and not beside the database", aside)
	}
	for _, name := range []string{path, backup} {
		if about, err := os.Stat(name); err != nil || about.Mode().Perm() != 0o600 {
			t.Errorf("%s may be read by others than the database: %v (%v)", name, about.Mode(), err)
		}
	}
	if about, err := os.Lstat(link); err != nil || about.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is a file now (%v)", err)
	}
}
