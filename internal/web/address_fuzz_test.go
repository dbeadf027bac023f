package web_test

import (
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"detente/data"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/store"
)

// openLittle has nine months of fixings and the events of a fortnight: every answer is made as of the whole set, and takes a
// hundredth of the time.
func openLittle(t testing.TB) *store.DB {
	t.Helper()
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	set.Fixings = slices.DeleteFunc(set.Fixings, func(f fx.Fixing) bool {
		return f.Set.Before(civil.New(2021, 6, 1)) || f.Set.After(civil.New(2022, 3, 1))
	})
	set.Events = slices.DeleteFunc(set.Events, func(e event.Event) bool {
		return e.Day().Before(civil.New(2022, 2, 1)) || e.Day().After(civil.New(2022, 2, 14)) && e.Status != event.StatusScheduled
	})
	db := openEmpty(t)
	if _, err := db.LoadEmbedded(t.Context(), store.Dataset(set), readAt); err != nil {
		t.Fatal(err)
	}
	return db
}

// No address, header or form makes the server fail: it answers, refuses or does not know, and never says 500.
func FuzzAnyAddress(f *testing.F) {
	for _, seed := range []string{"/?from=2022-02-07&to=7+Mar+2022", "/events.csv?category=talks", "/events/x", "/rates.xlsx?series=cbr:USDRUB", "/candles.json?series=moex:USDRUB:1m",
		"/study?window=-1:5", "/api/v1/rates?cursor=AAAA&limit=1", "/api/v1/candles?series=moex:USDRUB:1m&width=0", "/static/../x", "/overview.svg?width=1e9", "/calendar.ics?from=9999-12-31",
		"/grafana/query", "/udf/history?symbol=cbr:USDRUB&from=0&to=9223372036854775807&resolution=1D", "/live?last=9-9-9", "/cite?table=rates", "/desk?page=-1", "/login?next=//x", "/oembed?url=%00", "/events?text=%22+OR+*"} {
		f.Add(seed, "text/html", uint8(0))
		f.Add(seed, "application/json", uint8(1))
	}
	server := newServer(f, openLittle(f))
	f.Fuzz(func(t *testing.T, address, accept string, method uint8) {
		u, err := url.ParseRequestURI(address)
		if err != nil || !strings.HasPrefix(u.Path, "/") || u.Host != "" || strings.Contains(accept, "event-stream") {
			return
		}
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/", strings.NewReader(u.RawQuery))
		r.URL, r.RequestURI = u, address
		r.Method = []string{"GET", "POST", "HEAD"}[method%3]
		r.Header.Set("Accept", accept)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("If-None-Match", accept)
		w := httptest.NewRecorder()
		server.Handler().ServeHTTP(w, r)
		if w.Code >= 500 && w.Code != 503 {
			t.Fatalf("%s %s (Accept %q): %d %s", r.Method, address, accept, w.Code, w.Body)
		}
	})
}
