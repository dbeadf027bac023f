// Package embedded opens databases that hold the embedded data set. A test process loads it once for each time of loading and copies the
// file: under the race detector a load takes eight seconds.
package embedded

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"detente/data"
	"detente/internal/store"
)

var loaded = struct {
	sync.Mutex
	files map[time.Time][]byte
}{files: map[time.Time][]byte{}}

// Open opens a database of the test's own with the embedded set, loaded at a time. It is closed when the test ends.
func Open(tb testing.TB, at time.Time) *store.DB {
	tb.Helper()
	content, err := file(tb.TempDir, at)
	if err != nil {
		tb.Fatal(err)
	}
	path := filepath.Join(tb.TempDir(), "detente.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		tb.Fatal(err)
	}
	db, err := store.Open(tb.Context(), path)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	return db
}

func file(dir func() string, at time.Time) ([]byte, error) {
	loaded.Lock()
	defer loaded.Unlock()
	if content, ok := loaded.files[at]; ok {
		return content, nil
	}
	path := filepath.Join(dir(), "loaded.db")
	if err := load(path, at); err != nil {
		return nil, err
	}
	content, err := os.ReadFile(path)
	if err == nil {
		loaded.files[at] = content
	}
	return content, err
}

// load writes the set to a file that is whole in itself once it is closed.
func load(path string, at time.Time) error {
	set, err := data.Load()
	if err != nil {
		return err
	}
	db, err := store.Open(context.Background(), path)
	if err != nil {
		return err
	}
	if _, err := db.LoadEmbedded(context.Background(), store.Dataset(set), at); err != nil {
		_ = db.Close()
		return err
	}
	return db.Close()
}
