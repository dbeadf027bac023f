package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"detente/internal/event"
)

// Writers send events without a pause while the program is told to stop: it stops within ten seconds, and every event that was
// acknowledged is stored, once.
func TestStoppingLosesNoWrite(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "detente.db")
	token := tokenOf(must(t, detente(t.Context(), path, "token", "create", "desk")))
	server, address := serving(t, path)
	var mu sync.Mutex
	told := map[string]bool{}
	var all sync.WaitGroup
	for writer := range 4 {
		all.Go(func() {
			for n := 0; ; n++ {
				title := fmt.Sprintf("Stored while stopping %d %d", writer, n)
				if !acknowledged(t, address, token, title) {
					return
				}
				mu.Lock()
				told[title] = true
				mu.Unlock()
			}
		})
	}
	time.Sleep(time.Second)
	began := time.Now()
	if err := server.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	if err := server.Wait(); err != nil || time.Since(began) > 10*time.Second {
		t.Errorf("%v after %s", err, time.Since(began))
	}
	db := openFor(t, path)
	defer db.Close()
	list, err := db.Events(t.Context(), event.Filter{Text: "Stored while stopping"})
	times := map[string]int{}
	for _, e := range list {
		times[e.Title]++
	}
	for title := range told {
		if times[title] != 1 {
			t.Errorf("%q was acknowledged and is stored %d times", title, times[title])
		}
	}
	if err != nil || len(told) == 0 {
		t.Errorf("%d writes (%v)", len(told), err)
	}
	t.Logf("%d writes acknowledged, stopped in %s", len(told), time.Since(began).Round(time.Millisecond))
}

// One reader who does not read holds up the stop for its grace and no longer, and is no failure.
func TestStoppingCutsWhoDoesNotRead(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	reading, cut := make(chan bool), make(chan bool)
	ctx, stop := context.WithCancel(t.Context())
	server := &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(reading)
		<-r.Context().Done()
		close(cut)
	})}
	go func() {
		<-reading
		stop()
	}()
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if err := untilDone(ctx, server, listener, time.Millisecond); err != nil {
		t.Error(err)
	}
	<-cut
}

// A command that waits for its standard input sees no first interrupt: the second ends it.
func TestASecondInterruptEndsTheProgram(t *testing.T) {
	t.Parallel()
	waiting, stop := context.WithTimeout(t.Context(), 2*time.Minute) // a first start takes long where much runs beside it
	defer stop()
	program := detente(waiting, filepath.Join(t.TempDir(), "detente.db"), "import", "events", "-")
	_, err := program.StdinPipe()
	said, errs := program.StderrPipe()
	if err := errors.Join(err, errs, program.Start()); err != nil {
		t.Fatal(err)
	}
	if _, err := said.Read(make([]byte, 1)); err != nil { // the embedded set is stored: the input is next
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()
	for n := 0; ; n++ {
		select {
		case err := <-ended:
			if waiting.Err() != nil {
				t.Errorf("%d interrupts did not end it (%v)", n, err)
			}
			return
		case <-time.After(50 * time.Millisecond):
			_ = program.Process.Signal(os.Interrupt) // it may just have ended
		}
	}
}

// tokenOf finds the token in what its making prints.
func tokenOf(printed string) string {
	for _, word := range strings.Fields(printed) {
		if strings.HasPrefix(word, "detente_") {
			return word
		}
	}
	return ""
}

// acknowledged sends an event and tells whether the answer says that it is stored; false once the server is gone.
func acknowledged(t *testing.T, address, token, title string) bool {
	form := url.Values{"title": {title}, "occurred_at": {"2022-02-07"}, "category": {"talks"}, "importance": {"2"}, "status": {"confirmed"}, "precision": {"day"},
		"actors": {"RUS"}, "source_name": {"test"}, "source_url": {"https://example.org/"}, "anyway": {"yes"}}
	r, err := http.NewRequest("POST", address+"/events/new", strings.NewReader(form.Encode()))
	if err != nil {
		t.Error(err)
		return false
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return false // it has stopped
	}
	defer answer.Body.Close()
	said, _ := io.ReadAll(answer.Body) // a cut answer acknowledges nothing
	if answer.StatusCode != http.StatusOK || !strings.Contains(string(said), `"id"`) {
		t.Errorf("%s: %s", title, answer.Status+string(said))
		return false
	}
	return true
}
