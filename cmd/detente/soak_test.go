package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// soakPaths are what readers ask; some are made anew each time, as the server has not seen their parameters.
var soakPaths = []string{"/", "/?from=2022-01-%02d&to=2022-03-15", "/events?from=2022-01-%02d", "/rates.csv", "/overlay.xlsx?from=2022-01-%02d&to=2022-03-01", "/overlay.svg?from=2022-01-%02d&to=2022-03-01",
	"/study?category=sanctions&placebo=50&seed=%d", "/correlation?from=2021-01-%02d&permutations=50", "/api/v1/events?limit=100", "/calendar", "/sources", "/metrics", "/no/such/page", "/?from=bad"}

// TestSoak serves for as long as $DETENTE_SOAK says, such as 10m, while eight readers ask, and wants flat memory. It takes
// too long for every day.
func TestSoak(t *testing.T) {
	span, err := time.ParseDuration(os.Getenv("DETENTE_SOAK"))
	if err != nil {
		t.Skip("DETENTE_SOAK says for how long, such as 10m")
	}
	server, address := serving(t, filepath.Join(t.TempDir(), "detente.db"))
	var asked, failed atomic.Int64
	var all sync.WaitGroup
	end := time.Now().Add(span)
	for reader := range 8 {
		all.Go(func() {
			for n := reader; time.Now().Before(end); n++ {
				path := soakPaths[n%len(soakPaths)]
				if strings.Contains(path, "%") {
					path = fmt.Sprintf(path, 1+n%28)
				}
				answer, err := http.Get(address + path)
				asked.Add(1)
				if err == nil {
					_, err = io.Copy(io.Discard, answer.Body)
					answer.Body.Close()
				}
				if err != nil || answer.StatusCode >= 500 && answer.StatusCode != http.StatusServiceUnavailable {
					failed.Add(1)
					t.Logf("%s: %v", path, err)
				}
			}
		})
	}
	var curve []int
	for time.Now().Before(end) {
		time.Sleep(span / 20)
		curve = append(curve, resident(t, server.Process.Pid))
	}
	all.Wait()
	t.Logf("%d answers in %s, %d failed; resident MB: %v", asked.Load(), span, failed.Load(), curve)
	if failed.Load() > 0 || curve[len(curve)-1] > curve[len(curve)/2]*5/4 {
		t.Errorf("%d failed, %d MB half-way, %d at the end", failed.Load(), curve[len(curve)/2], curve[len(curve)-1])
	}
}

// serving starts the program on a free port and stops it when the test ends.
func serving(t *testing.T, path string, args ...string) (server *exec.Cmd, address string) {
	t.Helper()
	return servingBy(t, os.Args[0], path, args...)
}

// servingBy starts a copy of the program.
func servingBy(t *testing.T, program, path string, args ...string) (server *exec.Cmd, address string) {
	t.Helper()
	server = detente(t.Context(), path, append([]string{"serve", "--addr", "127.0.0.1:0", "--collect=false"}, args...)...)
	server.Path = program
	out, err := server.StdoutPipe()
	if err == nil {
		err = server.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Signal(os.Interrupt) // it may have ended
		_ = server.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	_, rest, ok := strings.Cut(line, " is at ")
	if err != nil || !ok {
		t.Fatalf("%q %v", line, err)
	}
	address, _, _ = strings.Cut(rest, " ")
	return server, address
}

// resident is the memory that a program holds, in MB.
func resident(t *testing.T, pid int) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	kb, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kb / 1024
}
