package web_test

import (
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"detente/assets"
	"detente/internal/store"
	"detente/internal/testkit/embedded"
	"detente/internal/web"
)

// openOwn is a database with the embedded set of the test's own, for what writes.
func openOwn(t testing.TB) *store.DB {
	t.Helper()
	return embedded.Open(t, readAt.Add(-time.Hour))
}

// readAtAnyTime serves db by a clock of the test's own; pages are without charts where the bundle was not built.
func readAtAnyTime(t testing.TB, db web.Store, now func() time.Time) *web.Server {
	t.Helper()
	bundle, _ := assets.Load()
	server, err := web.New(web.Deps{Store: db, Bundle: bundle, Now: now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// onPort serves db on a port, by the real clock: deadlines of connections have no other.
func onPort(t testing.TB, db web.Store) *httptest.Server {
	t.Helper()
	site := httptest.NewUnstartedServer(readAtAnyTime(t, db, time.Now).Handler())
	site.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	site.Start()
	t.Cleanup(site.Close)
	return site
}
