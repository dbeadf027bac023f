package main

import (
	"bufio"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"detente/assets"
	"detente/internal/testkit/browser"
)

// TestStoryInTheBrowser starts the real program as a user does and opens 7 February 2022 in a real browser. What the page
// can do beyond that is driven in internal/web.
func TestStoryInTheBrowser(t *testing.T) {
	t.Parallel()
	if _, err := assets.Load(); err != nil {
		t.Skip(err)
	}
	p := browser.Open(t, serveForTest(t))
	p.Size(1440, 900)
	p.Open("/?from=2022-02-01&to=2022-02-10")
	text := browser.Value[string](p, `document.body.innerText`)
	for _, want := range []string{"75.6806", "86.5181", "Macron and Putin hold five-hour talks in the Kremlin", "8 Feb 2022", "64.7", "30.0"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	p.Until(`Number(document.querySelector('[data-chart]').dataset.eventsShown) > 0`)
	drawn := browser.Value[string](p, `document.querySelector('[data-chart]').dataset.eventsShown`)
	if listed := browser.Value[string](p, `document.querySelector('[data-region="table"]').dataset.events`); drawn != listed {
		t.Errorf("the lane shows %q events, the table %q", drawn, listed)
	}
	p.ExpectNoFaults()
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
