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
