package web_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"
)

// said reads the next message of a stream that is not a heartbeat: its event and its id.
func said(t *testing.T, lines *bufio.Scanner) (name, id string) {
	t.Helper()
	for lines.Scan() {
		switch field, value, _ := strings.Cut(lines.Text(), ": "); field {
		case "event":
			name = value
		case "id":
			id = value
		case "data":
			if name != "beat" {
				return name, id
			}
		}
	}
	t.Fatalf("the stream ended: %v", lines.Err())
	return "", ""
}

func listen(t *testing.T, ctx context.Context, base, last string) *bufio.Scanner {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, "GET", base+"/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	if got := answer.Header.Get("Content-Type"); got != "text/event-stream" || answer.Header.Get("X-Accel-Buffering") != "no" {
		t.Fatalf("type %q, status %s", got, answer.Status)
	}
	return bufio.NewScanner(answer.Body)
}

func TestLiveTellsWhatWasStored(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	server := httptest.NewServer(newServer(t, db).Handler())
	t.Cleanup(server.Close)
	lines := listen(t, t.Context(), server.URL, "")
	name, first := said(t, lines)
	if name != "hello" {
		t.Fatalf("the first message is %q", name)
	}
	put(t, db, hostileEvent("one", "One"))
	name, second := said(t, lines)
	if name != "stored" || second == first {
		t.Errorf("after an event: %q with id %q, before it %q", name, second, first)
	}
	if name, id := said(t, listen(t, t.Context(), server.URL, first)); name != "stored" || id != second {
		t.Errorf("a reader who comes back with %q hears %q, %q", first, name, id)
	}
	if name, _ := said(t, listen(t, t.Context(), server.URL, second)); name != "hello" {
		t.Errorf("a reader who missed nothing hears %q", name)
	}
}

func TestLiveIsAskedWithoutAStream(t *testing.T) {
	t.Parallel()
	db := openEmpty(t)
	server := newServer(t, db)
	last := get(t, server, "/live").Header().Get("Detente-Last")
	put(t, db, hostileEvent("one", "One"))
	if body := get(t, server, "/live?last="+last).Body.String(); !strings.Contains(body, `"new_events":1`) {
		t.Errorf("since %s: %s", last, body)
	}
}

// Not parallel: it counts goroutines.
func TestLiveEndsWithItsReaders(t *testing.T) {
	web := newServer(t, openEmpty(t))
	server := httptest.NewUnstartedServer(nil)
	server.Config = web.HTTPServer("")
	server.Start()
	before := runtime.NumGoroutine()
	for range 20 {
		ctx, leave := context.WithCancel(t.Context())
		said(t, listen(t, ctx, server.URL, ""))
		leave()
	}
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before+4; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, there were %d", runtime.NumGoroutine(), before)
		}
	}
	said(t, listen(t, t.Context(), server.URL, ""))
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := server.Config.Shutdown(ctx); err != nil {
		t.Errorf("an open stream holds the server up: %v", err)
	}
}
