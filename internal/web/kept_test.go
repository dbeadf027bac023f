package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"detente/internal/web"
)

// What is sent from the shelf must be told from the first answer by nothing but the request's name.
func TestAKeptPageIsAnsweredAsAnyOther(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for _, header := range [][]string{nil, {"Accept-Language", "ru"}, {"Cookie", "detente_theme=dark"}, {"Want-Regions", "table"}, {"X-Forwarded-Proto", "https"}} {
		header = append(header, "Accept-Encoding", "gzip")
		for _, path := range []string{"/", "/events", "/calendar", "/events/" + macron, "/methods", "/compare", "/embed/overlay"} {
			made, kept := get(t, server, path, header...), get(t, server, path, header...)
			if made.Code != http.StatusOK || kept.Code != http.StatusOK || made.Body.String() != kept.Body.String() {
				t.Fatalf("%s %v: %d and %d", path, header, made.Code, kept.Code)
			}
			sameHeaders(t, path, made, kept)
			know := append([]string{"If-None-Match", kept.Header().Get("ETag")}, header...)
			again := get(t, server, path, know...)
			if again.Code != http.StatusNotModified || again.Body.Len() != 0 || again.Header().Get("ETag") != kept.Header().Get("ETag") {
				t.Errorf("%s %v: %d with %d bytes to who has it", path, header, again.Code, again.Body.Len())
			}
		}
	}
	page := get(t, server, "/metrics").Body.String()
	for _, line := range []string{`code="2xx",method="GET",route="/"} 10`, `code="3xx",method="GET",route="/"} 5`, `code="2xx",method="GET",route="/events/:id"} 10`} {
		if !strings.Contains(page, "detente_http_request_duration_seconds_count{"+line) {
			t.Errorf("/metrics says nothing of %s", line)
		}
	}
}

func sameHeaders(t *testing.T, path string, made, kept *httptest.ResponseRecorder) {
	t.Helper()
	first, second := made.Header().Clone(), kept.Header().Clone()
	if a, b := first.Get("X-Request-Id"), second.Get("X-Request-Id"); len(a) != 16 || len(b) != 16 || a == b {
		t.Errorf("%s: named %q and %q", path, a, b)
	}
	first.Del("X-Request-Id")
	for name := range first {
		if a, b := strings.Join(first[name], ", "), strings.Join(second[name], ", "); a != b {
			t.Errorf("%s: %s: %q, and from the shelf %q", path, name, a, b)
		}
	}
	if len(first) != len(second)-1 {
		t.Errorf("%s: %v, and from the shelf %v", path, first, second)
	}
}

// Who has logged in, sends a form or asks for a language is never answered from the shelf without its handler.
func TestAKeptPageIsForAnybody(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	path := "/?lang=ru"
	for range 2 {
		w := get(t, server, path, "Accept-Encoding", "gzip")
		if !strings.Contains(w.Header().Get("Set-Cookie"), "lang=ru") {
			t.Errorf("the language is not remembered: %v", w.Header())
		}
	}
	packed(t, server, "/")
	for _, header := range [][]string{{"Cookie", "detente_session=anything"}, {"Authorization", "Bearer anything"}, {"Accept-Encoding", "br"}} {
		if w := get(t, server, "/", append([]string{"Accept-Encoding", "gzip"}, header...)...); w.Header().Get("Content-Length") != "" {
			t.Errorf("%v: answered from the shelf", header)
		}
	}
	if w := ask(t, server, http.MethodPost, "/"); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST / is answered with %d", w.Code)
	}
}

func ask(t *testing.T, server *web.Server, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	server.Handler().ServeHTTP(w, r)
	return w
}

// A page is the same all day, and who has it is not sent it again; on the next day its figures are a day older. What the sources
// answered is told by the minute.
func TestAPageOfTheDay(t *testing.T) {
	t.Parallel()
	now := readAt
	server := readAtAnyTime(t, openEmbedded(t), func() time.Time { return now })
	for path, span := range map[string]time.Duration{"/": 24 * time.Hour, "/events": 24 * time.Hour, "/calendar": 24 * time.Hour, "/embed/overlay": 24 * time.Hour, "/sources": time.Minute} {
		now = readAt.Truncate(24 * time.Hour)
		has := []string{"Accept-Encoding", "gzip", "If-None-Match", get(t, server, path, "Accept-Encoding", "gzip").Header().Get("ETag")}
		for _, later := range []struct {
			by   time.Duration
			want int
		}{{span - time.Second, http.StatusNotModified}, {span, http.StatusOK}} {
			now = readAt.Truncate(24 * time.Hour).Add(later.by)
			if got := get(t, server, path, has...); got.Code != later.want {
				t.Errorf("%s, %s later: %d, want %d", path, later.by, got.Code, later.want)
			}
		}
	}
}
