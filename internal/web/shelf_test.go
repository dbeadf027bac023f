package web_test

import (
	"compress/gzip"
	"io"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/web"
)

// packed asks as a browser does that takes compressed answers, and unpacks what comes.
func packed(t testing.TB, server *web.Server, path string, header ...string) string {
	t.Helper()
	w := get(t, server, path, append(header, "Accept-Encoding", "gzip")...)
	if w.Code != 200 || w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("%s: %d, %v", path, w.Code, w.Header())
	}
	return unpacked(t, w)
}

func unpacked(t testing.TB, w *httptest.ResponseRecorder) string {
	t.Helper()
	r, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

func TestAPageIsMadeOnce(t *testing.T) {
	t.Parallel()
	db := openOwn(t)
	server := newServer(t, db)
	for _, path := range []string{"/", story, "/?lang=ru", "/study?category=sanctions", "/events/" + macron, "/sources"} {
		plain := get(t, server, path).Body.String()
		first, second := packed(t, server, path), packed(t, server, path)
		if first != plain || second != plain {
			t.Errorf("%s: compressed it is another page", path)
		}
	}
	if packed(t, server, "/", "Accept-Language", "ru") == packed(t, server, "/", "Accept-Language", "en") {
		t.Error("two languages have one page")
	}
	before := packed(t, server, story)
	e := event.Event{ID: "just-added", OccurredAt: time.Date(2022, 2, 7, 11, 0, 0, 0, time.UTC), Precision: event.PrecisionMinute, Title: "Found a moment ago",
		Category: event.Talks, Importance: 3, Status: event.StatusConfirmed, SourceName: "An agency"}
	put(t, db, e)
	if after := packed(t, server, story); after == before || !strings.Contains(after, e.Title) {
		t.Error("a write did not reach the page")
	}
}

// loaded finds what a page brings with it: scripts, those that it asks for once it is seen too, and its icon, never the links to other forms.
var loaded = regexp.MustCompile(`(?:src|href|data-script|data-charts)="(/static/[^"]+)"`)

func TestFirstLoadFitsTheWire(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for _, path := range []string{"/", "/?lang=ru", story, "/study", "/correlation"} {
		size := get(t, server, path, "Accept-Encoding", "gzip").Body.Len()
		parts := loaded.FindAllStringSubmatch(get(t, server, path).Body.String(), -1)
		if len(parts) < 2 {
			t.Fatalf("%s loads %v", path, parts)
		}
		for _, part := range parts {
			size += get(t, server, part[1], "Accept-Encoding", "br").Body.Len()
		}
		if t.Logf("%s: %d bytes", path, size); size > 320_000 {
			t.Errorf("%s: a first load of %d bytes; 320,000 is the most", path, size)
		}
	}
}
