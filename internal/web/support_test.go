package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"detente/assets"
	"detente/data"
	"detente/internal/event"
	"detente/internal/runlog"
	"detente/internal/store"
	"detente/internal/web"
)

// readAt is when the pages of the tests are read: three days after the newest embedded fixing was set.
var readAt = time.Date(2026, 9, 12, 9, 0, 0, 0, time.UTC)

// onlyRead is one database with the embedded set, shared by the tests that only read.
var onlyRead = sync.OnceValues(func() (*store.DB, error) {
	set, err := data.Load()
	if err != nil {
		return nil, err
	}
	db, err := store.Open(context.Background(), filepath.Join(tempDir(), "detente.db"))
	if err != nil {
		return nil, err
	}
	_, err = db.LoadEmbedded(context.Background(), store.Dataset(set), readAt)
	return db, err
})

func openEmbedded(t testing.TB) *store.DB {
	t.Helper()
	db, err := onlyRead()
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func openEmpty(t testing.TB) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "empty.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// newServer serves db as it is read at readAt; without the bundle where that is not built.
func newServer(t testing.TB, db *store.DB) *web.Server {
	t.Helper()
	bundle, err := assets.Load()
	if err != nil {
		t.Logf("pages without the bundle: %v", err)
	}
	server, err := web.New(web.Deps{Store: db, Bundle: bundle, Now: func() time.Time { return readAt },
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		NextDue: func(source string, now time.Time) (time.Time, bool) {
			return now.Add(time.Hour), source == "cbr"
		}})
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// get asks the handler as a browser would.
func get(t testing.TB, server *web.Server, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), "GET", path, nil)
	r.Header.Set("Accept", "text/html")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	server.Handler().ServeHTTP(w, r)
	return w
}

// put stores events as a user would.
func put(t testing.TB, db *store.DB, events ...event.Event) runlog.Counts {
	t.Helper()
	counts, err := db.PutEvents(t.Context(), events, store.Origin{Author: "test"}, readAt)
	if err != nil {
		t.Fatal(err)
	}
	return counts
}
