package perf

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"detente/internal/testkit"
)

// bench is the program under measurement and where it works.
type bench struct {
	folder  string
	detente string
	peer    string // PocketBase; empty where it could not be built
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{folder: t.TempDir()}
	b.detente, b.peer = b.in("detente"), b.in("pocketbase")
	command(t, "", "go", slices.Concat([]string{"build", "-o", b.detente}, testkit.BuildFlags(t), []string{"detente/cmd/detente"})...)
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", b.peer, ".")
	build.Dir = filepath.Join("peer", "pocketbase")
	if out, err := build.CombinedOutput(); err != nil {
		t.Logf("PocketBase is left out: %v\n%s", err, out)
		b.peer = ""
	}
	return b
}

func (b *bench) in(name string) string { return filepath.Join(b.folder, name) }

// took is what a command needed.
type took struct{ wall, cpu, kilobytes float64 }

// command does a command to its end.
func command(t *testing.T, stdin, name string, args ...string) took {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Stdin = strings.NewReader(stdin)
	start := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return took{time.Since(start).Seconds(), (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), float64(maxRSS(cmd.ProcessState))}
}

// service is a server that runs as a process of its own.
type service struct {
	cmd  *exec.Cmd
	addr string
	cold time.Duration // from the start to the first page
}

// freePort is one that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// serve starts a server on a free port and waits until it has answered with the page at path.
func serve(t *testing.T, path string, env []string, name string, args ...string) *service {
	t.Helper()
	return serveOn(t, freePort(t), path, env, name, args...)
}

// serveOn starts a server at an address.
func serveOn(t *testing.T, addr, path string, env []string, name string, args ...string) *service {
	t.Helper()
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "ADDR", addr)
	}
	cmd := exec.CommandContext(t.Context(), name, args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.Env = &out, &out, append(os.Environ(), append(env, "PERF_ADDR="+addr)...)
	start := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s := &service{cmd: cmd, addr: addr}
	for time.Since(start) < 2*time.Minute {
		if answer, err := http.Get("http://" + addr + path); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				s.cold = time.Since(start)
				return s
			}
		}
		time.Sleep(time.Millisecond)
	}
	s.stop()
	t.Fatalf("%s does not answer at %s%s:\n%s", name, addr, path, out.String())
	return nil
}

func (s *service) stop() {
	_ = s.cmd.Process.Signal(os.Interrupt)
	_ = s.cmd.Wait() // however it ends
}

// pss is the proportional set size of a server, in megabytes of a million bytes.
func (s *service) pss(t *testing.T) float64 {
	t.Helper()
	f, err := os.Open(fmt.Sprintf("/proc/%d/smaps_rollup", s.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if fields := strings.Fields(lines.Text()); len(fields) > 1 && fields[0] == "Pss:" {
			n, err := strconv.ParseFloat(fields[1], 64)
			if err != nil {
				t.Fatal(err)
			}
			return n * 1024 / 1e6
		}
	}
	t.Fatal("smaps_rollup says no Pss")
	return 0
}

// detenteAt serves a database.
func (b *bench) detenteAt(t *testing.T, db string) *service { return b.detenteOn(t, freePort(t), db) }

// detenteOn serves it at an address.
func (b *bench) detenteOn(t *testing.T, addr, db string) *service {
	return serveOn(t, addr, "/", nil, b.detente, "--db", db, "serve", "--collect=false", "--addr", "ADDR", "--pace", "1000000")
}

// pocketbaseAt serves a folder with so many events.
func (b *bench) pocketbaseAt(t *testing.T, folder string, events int) *service {
	return serve(t, "/api/health", []string{"PEER_EVENTS=" + strconv.Itoa(events)}, b.peer, "serve", "--dir", folder, "--http", "ADDR")
}
