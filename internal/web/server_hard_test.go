package web_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"detente/internal/fx"
	"detente/internal/store"
	"detente/internal/web"
)

// serveFor serves as the program does and returns the address.
func serveFor(t *testing.T, site *web.Server) (*http.Server, string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := site.HTTPServer(listener.Addr().String())
	go func() { _ = server.Serve(listener) }() // it ends with ErrServerClosed
	t.Cleanup(func() { _ = server.Close() })   // it may be closed
	return server, listener.Addr().String()
}

// A hundred clients that send a byte now and then are dropped within the time for a header, and nobody else waits for them.
func TestSlowClientsHoldNobodyUp(t *testing.T) {
	t.Parallel()
	_, address := serveFor(t, newServer(t, openEmbedded(t)))
	var slow sync.WaitGroup
	var held []net.Conn
	for range 100 {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		held = append(held, conn)
		slow.Go(func() {
			for _, b := range []byte("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: " + strings.Repeat("a", 100)) {
				if _, err := conn.Write([]byte{b}); err != nil {
					return
				}
				time.Sleep(100 * time.Millisecond)
			}
		})
	}
	for range 20 {
		began := time.Now()
		answer, err := http.Get("http://" + address + "/healthz")
		if err != nil || time.Since(began) > 2*time.Second {
			t.Fatalf("another reader waited %s (%v)", time.Since(began), err)
		}
		answer.Body.Close()
	}
	for _, conn := range held {
		if err := conn.SetReadDeadline(time.Now().Add(9 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(conn); err != nil && strings.Contains(err.Error(), "timeout") {
			t.Fatal("a slow client is still connected")
		}
	}
	slow.Wait()
}

func TestHeadersAndBodiesAreBounded(t *testing.T) {
	t.Parallel()
	_, address := serveFor(t, newServer(t, openEmbedded(t)))
	for _, tt := range []struct {
		header, body int
		want         int
	}{{80 << 10, 0, 431}, {0, 4 << 20, 413}, {0, 10, 422}} {
		r, err := http.NewRequestWithContext(t.Context(), "POST", "http://"+address+"/login", strings.NewReader(strings.Repeat("a", tt.body)))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Long", strings.Repeat("a", tt.header))
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != tt.want {
			t.Errorf("%d bytes of header, %d of body: %d, want %d", tt.header, tt.body, answer.StatusCode, tt.want)
		}
	}
}

// broken is a store of which one question panics.
type broken struct{ *store.DB }

func (broken) Coverage(context.Context) ([]fx.Coverage, error) { panic("a fault of ours") }

func TestPanicIsCaughtAndNamed(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	site, err := web.New(web.Deps{Store: broken{openEmbedded(t)}, Now: func() time.Time { return readAt }, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	w := get(t, site, "/sources")
	id := w.Header().Get("X-Request-Id")
	if w.Code != 500 || len(id) != 16 || !strings.Contains(w.Body.String(), id) || strings.Contains(w.Body.String(), "a fault of ours") {
		t.Errorf("%d, id %q: %s", w.Code, id, w.Body)
	}
	if text := log.String(); !strings.Contains(text, "msg=panic request="+id) || !strings.Contains(text, "a fault of ours") {
		t.Errorf("the log: %s", text)
	}
	if after := get(t, site, "/healthz"); after.Code != 200 {
		t.Errorf("after the panic: %d", after.Code)
	}
}

// What is dear is bounded for each client, by the address that a trusted proxy names and by no other; the rest is not.
// gone is the connection of a reader who broke off.
type gone struct{ *httptest.ResponseRecorder }

func (gone) Write([]byte) (int, error) {
	return 0, &net.OpError{Op: "write", Net: "tcp", Err: syscall.EPIPE}
}

// Who breaks off a download is no failure of the server, and sets off no alert on its errors.
func TestReaderWhoGoesAwayIsNoError(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	site, err := web.New(web.Deps{Store: openEmbedded(t), Now: func() time.Time { return readAt }, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if p := recover(); p != http.ErrAbortHandler || strings.Contains(log.String(), "level=ERROR") || !strings.Contains(log.String(), "the reader went away") {
			t.Errorf("%v: %s", p, log.String())
		}
	}()
	site.Handler().ServeHTTP(gone{httptest.NewRecorder()}, httptest.NewRequest("GET", "/overlay.csv", nil))
}

func TestPaceOfOneClient(t *testing.T) {
	t.Parallel()
	site, err := web.New(web.Deps{Store: openEmbedded(t), Now: func() time.Time { return readAt }, Log: slog.New(slog.DiscardHandler),
		Pace: web.Pace{PerMinute: 3, Burst: 3}, Proxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(path, client string) int { return get(t, site, path, "X-Forwarded-For", client).Code } // httptest asks from 192.0.2.1
	for i, want := range []int{200, 200, 200, 429, 429} {
		if got := ask("/events.csv", "203.0.113.7"); got != want {
			t.Errorf("file %d: %d, want %d", i, got, want)
		}
	}
	w := get(t, site, "/events.csv", "X-Forwarded-For", "1.2.3.4, 203.0.113.7") // made up by the client, before what the proxy added
	if w.Code != 429 || w.Header().Get("Retry-After") != "20" {
		t.Errorf("behind a made-up address: %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	if a, b := ask("/events.csv", "203.0.113.8"), ask("/", "203.0.113.7"); a != 200 || b != 200 {
		t.Errorf("another client %d, a page %d", a, b)
	}
	for range 3 {
		ask("/events.csv", "2001:db8:1:2::1")
	}
	if got := ask("/events.csv", "2001:db8:1:2:ffff::9"); got != 429 {
		t.Errorf("another address of one household: %d", got)
	}
}

// Nothing goes on running when a server with open streams is shut down, and shutting down does not wait for them.
func TestShutdownLeavesNothingBehind(t *testing.T) {
	before := goleak.IgnoreCurrent()
	site, err := web.New(web.Deps{Store: openEmbedded(t), Now: time.Now, Log: slog.New(slog.DiscardHandler)}) // files move their deadline on by the clock
	if err != nil {
		t.Fatal(err)
	}
	server, address := serveFor(t, site)
	client := &http.Client{Transport: &http.Transport{}}
	var streams []io.Closer
	for range 5 {
		r, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+address+"/live", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", "text/event-stream")
		answer, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		streams = append(streams, answer.Body)
	}
	for _, path := range []string{"/", "/study?placebo=10", "/events.csv"} {
		answer, err := client.Get("http://" + address + path)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, answer.Body) // what counts is what is left running
		answer.Body.Close()
	}
	ending, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	began := time.Now()
	if err := server.Shutdown(ending); err != nil || time.Since(began) > 5*time.Second {
		t.Errorf("%v after %s", err, time.Since(began))
	}
	for _, s := range streams {
		s.Close()
	}
	client.CloseIdleConnections()
	goleak.VerifyNone(t, before, goleak.IgnoreAnyFunction("database/sql.(*DB).connectionOpener"), goleak.IgnoreAnyFunction("modernc.org/sqlite.newConn"))
}
