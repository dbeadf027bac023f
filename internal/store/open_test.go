package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"detente/internal/access"
	"detente/internal/fx"
)

func TestOpenTakesAnyPath(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a b/c d.db", "what?.db", "number#1.db", "50%.db", "%41?mode=ro&x=#.db", "деньги.db", "new/deep/er.db", "it's.db"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), filepath.FromSlash(name))
			for range 2 { // made, then found again
				db, err := Open(t.Context(), path)
				if err != nil {
					t.Fatal(err)
				}
				if db.Path() != path {
					t.Errorf("path %s, want %s", db.Path(), path)
				}
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			}
			files, err := os.ReadDir(filepath.Dir(path))
			if err != nil || len(files) != 1 || files[0].Name() != filepath.Base(path) {
				t.Errorf("%v %v, want the one file", files, err)
			}
		})
	}
}

func TestOpenTakesARelativePath(t *testing.T) {
	t.Chdir(t.TempDir())
	db, err := Open(t.Context(), "data/detente.db")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat("data/detente.db"); err != nil {
		t.Error(err)
	}
}

// spoil makes a file with another hand than Open's.
func spoil(t *testing.T, statements ...string) func(path string) {
	return func(path string) {
		db := must[*sql.DB](t)(sql.Open("sqlite", path))
		defer db.Close()
		for _, s := range statements {
			if _, err := db.Exec(s); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	text := func(path string) { write(t, path, []byte(strings.Repeat("date,usd_rub\n", 100))) }
	own := func(path string) {
		if err := must[*DB](t)(Open(context.Background(), path)).Close(); err != nil {
			t.Fatal(err)
		}
	}
	for name, tt := range map[string]struct {
		make  func(path string)
		words string
	}{
		"text":            {text, "is not an SQLite database"},
		"another program": {spoil(t, "CREATE TABLE places (id INTEGER)"), "another program"},
		"newer tables": {func(path string) {
			own(path)
			spoil(t, "PRAGMA user_version = 999")(path)
		}, "version 999, this program knows up to"},
		"torn": {func(path string) {
			own(path)
			whole := must[[]byte](t)(os.ReadFile(path))
			write(t, path, append(whole[:100], make([]byte, len(whole)-100)...))
		}, "is damaged"},
		"folder": {func(path string) {
			if err := os.Mkdir(path, 0o755); err != nil {
				t.Fatal(err)
			}
		}, "is a folder"},
		"pipe": {func(path string) {
			if err := syscall.Mkfifo(path, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "is a device or a pipe"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "some.db")
			tt.make(path)
			refused(t, path, tt.words)
		})
	}
}

func TestOpenRefusesAFolderThatCannotBeMade(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, nil)
	refused(t, filepath.Join(file, "some.db"), "cannot make its folder")
	if _, err := Open(t.Context(), " "); err == nil {
		t.Error("an empty path opens")
	}
}

// A file that may not be written opens for reading, and each write says why it cannot be.
func TestOpenForReading(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "some.db")
	if err := must[*DB](t)(Open(t.Context(), path)).Close(); err != nil {
		t.Fatal(err)
	}
	for _, modes := range [][2]os.FileMode{{0o444, 0o755}, {0o444, 0o555}, {0o644, 0o555}} {
		chmod(t, path, modes[0])
		chmod(t, folder, modes[1])
		readsOnly(t, path)
	}
	refused(t, filepath.Join(folder, "new.db"), "cannot be opened")
	refused(t, filepath.Join(folder, "deeper", "new.db"), "cannot make its folder")
	chmod(t, folder, 0o755)
}

func readsOnly(t *testing.T, path string) {
	t.Helper()
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, written := db.PutFixings(t.Context(), []fx.Fixing{fixing("2022-02-08", "75.6806")}, collected, noon)
	for _, err := range []error{db.Writable(), written} {
		if !errors.Is(err, access.ErrUnwritable) || !strings.Contains(fmt.Sprint(err), "cannot be") {
			t.Errorf("%v", err)
		}
	}
	if list, err := db.Series(t.Context()); err != nil || len(list) == 0 {
		t.Errorf("%d series, %v", len(list), err)
	}
}

func refused(t *testing.T, path, words string) {
	t.Helper()
	db, err := Open(t.Context(), path)
	if err == nil {
		t.Fatal("opens", db.Close())
	}
	if text := err.Error(); !strings.Contains(text, path) || !strings.Contains(text, words) {
		t.Errorf("%q: want the path and %q", text, words)
	}
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// Two programs that start at once on a new file must both come up.
func TestOpenTwiceAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "detente.db")
	errs := make(chan error)
	for range 4 {
		go func() {
			db, err := Open(t.Context(), path)
			if err == nil {
				err = db.Close()
			}
			errs <- err
		}()
	}
	for range 4 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

func TestPragmas(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "1", "foreign_keys": "1", "busy_timeout": "10000",
		"application_id": fmt.Sprint(applicationID)} {
		var got string
		if err := db.write.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s (%v), want %s", pragma, got, err, want)
		}
	}
	if _, err := db.read.Exec("DELETE FROM meta"); err == nil {
		t.Error("a reader can write")
	}
}
