package perf

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"detente/internal/testkit/browser"
)

// wiretap stands between the browser and our server and notes each answer: its status, and what it takes on the wire.
type wiretap struct {
	mu      sync.Mutex
	answers []answered
}

type answered struct {
	path   string
	status int
	bytes  int
}

// tapped counts what is read of a body.
type tapped struct {
	io.ReadCloser
	tap *wiretap
	at  int
}

func (b tapped) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.tap.mu.Lock()
	defer b.tap.mu.Unlock()
	b.tap.answers[b.at].bytes += n
	return n, err
}

// note replaces the body of an answer; the question whether there is news, which a page asks all the time, is no part of a load.
func (w *wiretap) note(r *http.Response) error {
	if r.Request.URL.Path == "/live" {
		return nil
	}
	head, err := httputil.DumpResponse(r, false)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answers = append(w.answers, answered{r.Request.URL.Path, r.StatusCode, len(head)})
	r.Body = tapped{r.Body, w, len(w.answers) - 1}
	return nil
}

// taken returns what was noted and begins anew.
func (w *wiretap) taken() []answered {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := slices.Clone(w.answers)
	w.answers = nil
	return list
}

// quiet waits until nothing has come for half a second: a browser asks for the icon when all else is there.
func (w *wiretap) quiet() {
	for seen := -1; ; time.Sleep(500 * time.Millisecond) {
		w.mu.Lock()
		now := len(w.answers)
		w.mu.Unlock()
		if now == seen {
			return
		}
		seen = now
	}
}

// wire measures the bytes of a first load of the overview, and that a second one is answered by 304 or from the browser's store.
func (b *bench) wire(t *testing.T) []row {
	ours := b.detenteAt(t, b.in("embedded.db"))
	defer ours.stop()
	var tap wiretap
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: ours.addr})
	proxy.ModifyResponse, proxy.FlushInterval = tap.note, -1
	server := httptest.NewServer(proxy)
	defer server.Close()
	p := browser.Open(t, server.URL)
	p.Before(stopwatch)
	p.Size(1440, 900)
	p.Open("/")
	tap.quiet()
	first := 0
	for _, a := range tap.taken() {
		first += a.bytes
		t.Logf("first load: %d %s, %d bytes", a.status, a.path, a.bytes)
	}
	p.Open("/")
	tap.quiet()
	again, repeated := tap.taken(), 0
	met := true
	for _, a := range again {
		repeated += a.bytes
		met = met && a.status == http.StatusNotModified
		t.Logf("second load: %d %s, %d bytes", a.status, a.path, a.bytes)
	}
	return []row{
		atMost("first load of the overview over the wire", float64(first)/1e3, 320, "kB"),
		{claim: "second load: answers other than 304", ours: fmt.Sprintf("%d of %d, %s kB", changed(again), len(again), figure(float64(repeated)/1e3)), bound: "0", met: met},
	}
}

func changed(list []answered) (n int) {
	for _, a := range list {
		if a.status != http.StatusNotModified {
			n++
		}
	}
	return n
}
