package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente/internal/fx"
	"detente/internal/runlog"
)

func TestRestore(t *testing.T) {
	t.Parallel()
	ctx, folder := t.Context(), t.TempDir()
	path, backup := filepath.Join(folder, "detente.db"), filepath.Join(folder, "backup.db")
	db := must[*DB](t)(Open(ctx, path))
	must[runlog.Counts](t)(db.PutFixings(ctx, []fx.Fixing{fixing("2022-02-08", "75.6806")}, collected, noon))
	if err := db.Backup(ctx, backup); err != nil {
		t.Fatal(err)
	}
	before := must[[]byte](t)(os.ReadFile(backup))
	must[runlog.Counts](t)(db.PutFixings(ctx, []fx.Fixing{fixing("2022-02-09", "74.9")}, collected, noon))
	refuse := func(words, from string, force bool) {
		t.Helper()
		if _, err := Restore(ctx, from, path, force); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%v, want %q", err, words)
		}
	}
	refuse("--force", backup, false)
	refuse("open in another program", backup, true)
	refuse("the database itself", path, true)
	refuse("no such file", filepath.Join(folder, "none.db"), true)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	torn := filepath.Join(folder, "torn.db")
	write(t, torn, append(before[:len(before)/2:len(before)/2], make([]byte, len(before)/2)...))
	refuse(torn, torn, true)
	text := filepath.Join(folder, "text.db")
	write(t, text, []byte(strings.Repeat("no database ", 1000)))
	refuse("is not an SQLite database", text, true)

	empty := filepath.Join(folder, "empty.db") // a copy that failed
	write(t, empty, nil)
	refuse("it is empty", empty, true)

	aside := must[string](t)(Restore(ctx, backup, path, true))
	count := func(path string, want int) {
		t.Helper()
		db := must[*DB](t)(Open(ctx, path))
		defer db.Close()
		if got := must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, Range{})); len(got) != want {
			t.Errorf("%s has %d fixings, want %d", path, len(got), want)
		}
	}
	count(path, 1)
	count(aside, 2)
	if string(must[[]byte](t)(os.ReadFile(backup))) != string(before) {
		t.Error("the backup was changed")
	}
	fresh := filepath.Join(folder, "new", "detente.db")
	if aside := must[string](t)(Restore(ctx, backup, fresh, false)); aside != "" {
		t.Error(aside)
	}
	count(fresh, 1)
}

// A copy that is taken while rows come in is sound, and holds what was stored before it began.
func TestBackupWhileWriting(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	list := minutes(20_000)
	must[runlog.Counts](t)(db.PutCandles(ctx, list[:10_000], collected, noon))
	done := make(chan error, 1)
	go func() {
		var err error
		for i := 10_000; i < len(list) && err == nil; i += 10 {
			_, err = db.PutCandles(ctx, list[i:i+10], collected, noon)
		}
		done <- err
	}()
	for i := range 3 {
		path := filepath.Join(t.TempDir(), "copy.db")
		if err := db.Backup(ctx, path); err != nil {
			t.Fatal(err)
		}
		copied := must[*DB](t)(Open(ctx, path))
		faults := append(must[[]string](t)(copied.Check(ctx)), must[[]string](t)(copied.CheckRollups(ctx))...)
		for _, c := range must[[]Coverage](t)(copied.Coverage(ctx)) {
			if c.Series.ID == fx.MOEXUSD1 && (c.Count < 10_000 || c.Count%10 != 0) {
				t.Errorf("copy %d has %d candles: a transaction was cut", i, c.Count)
			}
		}
		if len(faults) > 0 {
			t.Error(faults)
		}
		if err := copied.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}
