package web_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// No address, header or form makes the server fail: it answers, refuses or does not know, and never says 500.
func FuzzAnyAddress(f *testing.F) {
	for _, seed := range []string{"/?from=2022-02-07&to=7+Mar+2022", "/events.csv?category=talks", "/events/x", "/rates.xlsx?series=cbr:USDRUB", "/candles.json?series=moex:USDRUB:1m",
		"/study?window=-1:5", "/api/v1/rates?cursor=AAAA&limit=1", "/api/v1/candles?series=moex:USDRUB:1m&width=0", "/static/../x", "/overview.svg?width=1e9", "/calendar.ics?from=9999-12-31",
		"/grafana/query", "/udf/history?symbol=cbr:USDRUB&from=0&to=9223372036854775807&resolution=1D", "/live?last=9-9-9", "/cite?table=rates", "/desk?page=-1", "/login?next=//x", "/oembed?url=%00", "/events?text=%22+OR+*"} {
		f.Add(seed, "text/html", uint8(0))
		f.Add(seed, "application/json", uint8(1))
	}
	server := newServer(f, openEmbedded(f))
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
