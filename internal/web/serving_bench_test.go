package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"detente/internal/perf"
	"detente/internal/web"
	"detente/internal/words"
)

// BenchmarkHundredEvents is the list of 100 of 10,000 events as the API gives it, read from the file each time.
func BenchmarkHundredEvents(b *testing.B) {
	db := openEmpty(b)
	if err := perf.Fill(b.Context(), db, perf.Size{Events: 10_000}, func(int) {}); err != nil {
		b.Fatal(err)
	}
	benchAnswer(b, newServer(b, db).Handler(), "/api/v1/events?limit=100", "")
}

// BenchmarkKeptPage is the overview as it was made for another reader.
func BenchmarkKeptPage(b *testing.B) {
	benchAnswer(b, newServer(b, openEmbedded(b)).Handler(), "/", "gzip")
}

func benchAnswer(b *testing.B, handler http.Handler, path, encoding string) {
	b.ReportAllocs()
	defer processorTime(b)()
	for b.Loop() {
		r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, nil)
		if encoding != "" {
			r.Header.Set("Accept-Encoding", encoding)
		}
		w := &dropped{header: http.Header{}}
		handler.ServeHTTP(w, r)
		if w.status != http.StatusOK || w.bytes == 0 {
			b.Fatal(w.status, w.bytes)
		}
	}
}

// dropped counts the bytes of an answer, so that keeping them does not count as the server's work.
type dropped struct {
	header        http.Header
	status, bytes int
}

func (d *dropped) Header() http.Header         { return d.header }
func (d *dropped) WriteHeader(status int)      { d.status = status }
func (d *dropped) Write(p []byte) (int, error) { d.bytes += len(p); return len(p), nil }

// BenchmarkMadePage is the overview as it is made for the first reader after a change, but for reading the figures.
func BenchmarkMadePage(b *testing.B) {
	benchAnswer(b, newServer(b, openEmbedded(b)).Handler(), "/", "")
}

// BenchmarkComposedPage is the overview as it is written, and as html/template would write it.
func BenchmarkComposedPage(b *testing.B) {
	server := newServer(b, openEmbedded(b))
	for _, l := range words.All() {
		compiled, executed, err := web.BothWays(l, func() { get(b, server, "/") })
		if err != nil {
			b.Fatal(err)
		}
		for name, write := range map[string]func(io.Writer) error{"compiled": compiled, "executed": executed} {
			b.Run(name+"/"+l.Code(), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := write(io.Discard); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
