package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"detente/assets"
)

// TestStoryInTheBrowser starts the real program as a user does and opens 7 February 2022 in a real browser. What the page
// can do beyond that is driven in internal/web.
func TestStoryInTheBrowser(t *testing.T) {
	t.Parallel()
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no Chromium: install it with apt-get install chromium")
	}
	if _, err := assets.Load(); err != nil {
		t.Skip(err)
	}
	address := serveForTest(t)
	var console bytes.Buffer
	page := exec.CommandContext(t.Context(), browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+t.TempDir(),
		"--enable-logging=stderr", "--virtual-time-budget=10000", "--dump-dom", address+"/?from=2022-02-01&to=2022-02-10")
	page.Stderr = &console
	dom, err := page.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, console.String())
	}
	for line := range strings.Lines(console.String()) {
		if strings.Contains(line, "CONSOLE") {
			t.Error(line)
		}
	}
	for _, want := range []string{`data-state="ready"`, "75.6806", "86.5181", "Macron and Putin hold five-hour talks in the Kremlin", "8 Feb 2022", "64.7", "30.0"} {
		if !strings.Contains(string(dom), want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
	drawn, listed := attribute(dom, "data-events-shown"), attribute(dom, "data-events")
	if drawn == "" || drawn == "0" || drawn != listed {
		t.Errorf("the lane shows %q events, the table %q", drawn, listed)
	}
}

func attribute(dom []byte, name string) string {
	found := regexp.MustCompile(` ` + name + `="([0-9]+)"`).FindSubmatch(dom)
	if found == nil {
		return ""
	}
	return string(found[1])
}

// serveForTest starts "detente serve" on a free port with a database of its own and stops it, as an operator would, when
// the test ends.
func serveForTest(t *testing.T) (address string) {
	t.Helper()
	server := exec.Command("detente", "serve", "--db", t.TempDir()+"/detente.db", "--addr", "127.0.0.1:0", "--collect=false")
	server.Stderr = os.Stderr
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		if err := server.Wait(); err != nil {
			t.Errorf("the server did not stop cleanly: %v", err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	found := regexp.MustCompile(`http://[0-9.:]+`).FindString(line)
	if err != nil || found == "" {
		t.Fatalf("the server said %q: %v", line, err)
	}
	return found
}
