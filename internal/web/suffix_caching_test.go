package web_test

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"detente/internal/event"
	"detente/internal/store"
)

// What is described is what is served: the hash of the package is that of the bytes at its path.
func TestDataPackageDescribesTheBytes(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	var described struct {
		Profile   string
		Resources []struct{ Name, Path, Hash, Format string }
	}
	w := get(t, server, "/data/datapackage.json?from=2022-01-01&to=2022-03-31")
	if err := json.Unmarshal(w.Body.Bytes(), &described); err != nil {
		t.Fatal(err)
	}
	if described.Profile != "tabular-data-package" || len(described.Resources) != 5 { // no candles are embedded
		t.Errorf("%s of %d tables", described.Profile, len(described.Resources))
	}
	for _, r := range described.Resources {
		body := get(t, server, "/data/"+r.Path).Body.Bytes()
		if r.Hash != "sha256:"+sha256Hex(body) {
			t.Errorf("%s: described as %s, is %s", r.Path, r.Hash, sha256Hex(body))
		}
	}
	one := get(t, server, "/data/datapackage.json?table=rates&series=ecb:EURRUB&frequency=year")
	if !strings.Contains(one.Body.String(), "ecb_eur_rub_n") {
		t.Errorf("%d: %s", one.Code, one.Body)
	}
	var csvw struct{ URL string }
	w = get(t, server, "/events.csv-metadata.json?category=talks")
	if err := json.Unmarshal(w.Body.Bytes(), &csvw); err != nil || csvw.URL != "events.csv?category=talks" {
		t.Errorf("%v: %s", err, w.Body)
	}
}

func TestFileIsNotSentTwice(t *testing.T) {
	t.Parallel()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	server := newServer(t, db)
	for _, path := range []string{"/events.csv", "/events.ics", "/events.atom", "/api/v1/events", "/api/v1/series", "/data/datapackage.json", "/api/v1/openapi.json"} {
		tag := get(t, server, path).Header().Get("ETag")
		if w := get(t, server, path, "If-None-Match", tag); tag == "" || w.Code != http.StatusNotModified || w.Body.Len() > 0 {
			t.Errorf("%s again: %d", path, w.Code)
		}
		if path == "/api/v1/series" || path == "/api/v1/openapi.json" {
			continue
		}
		put(t, db, event.Event{ID: strings.Trim(strings.NewReplacer("/", "-", ".", "-").Replace(path), "-"), OccurredAt: readAt, Precision: event.PrecisionMinute, Title: "x",
			Category: event.Talks, Importance: 1, Status: event.StatusConfirmed, Origin: "file"})
		if w := get(t, server, path, "If-None-Match", tag); w.Code != 200 {
			t.Errorf("%s after a change: %d", path, w.Code)
		}
	}
}

// The aim is a millisecond.
func BenchmarkNotModified(b *testing.B) {
	server := newServer(b, openEmbedded(b))
	for _, path := range []string{"/", "/overlay.csv", "/overlay.xlsx", "/api/v1/fixings?series=cbr:USDRUB", "/api/v1/study"} {
		b.Run(path, func(b *testing.B) {
			tag := get(b, server, path).Header().Get("ETag")
			for b.Loop() {
				if w := get(b, server, path, "If-None-Match", tag); w.Code != http.StatusNotModified {
					b.Fatal(w.Code)
				}
			}
		})
	}
}

// An asterisk stands for any answer there is (RFC 9110, 13.1.2), a strong tag for the weak one of the same letters, as
// proxies send it; what is not there is not "not modified".
func TestAnyVersionIsNotModified(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmpty(t))
	for path, want := range map[string]int{"/events": 304, "/methods": 304, "/calendar.ics": 304, "/events.atom": 304, "/events.csv": 304, "/api/v1/events": 304,
		"/events/none": 404, "/events/none.ics": 404, "/api/v1/events/none": 404, "/events?from=x": 400, "/events.csv?from=x": 400, "/api/v1/events?from=x": 400, "/calendar.ics?month=x": 400} {
		if got := get(t, server, path, "If-None-Match", "*").Code; got != want {
			t.Errorf("%s, any version known: %d, want %d", path, got, want)
		}
		if want != 304 {
			continue
		}
		strong := strings.TrimPrefix(get(t, server, path).Header().Get("ETag"), "W/")
		if got := get(t, server, path, "If-None-Match", `"x", `+strong).Code; got != 304 {
			t.Errorf("%s, %s known: %d", path, strong, got)
		}
		if got := get(t, server, path, "If-None-Match", `"x", W/"y"`).Code; got != 200 {
			t.Errorf("%s, others known: %d", path, got)
		}
	}
}
