// Package browser opens pages in Chromium for tests: one process for the tests of a package, and for each Tab a window with
// storage and cookies of its own, so that tests run beside each other. It drives a page as a reader does, with real keys and a
// real mouse, and finds what no page may do: say something on the console, ask another host, jump, hide its focus, scroll
// sideways. What a page should say is the tests' to judge. No program imports it.
package browser

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// Path returns the Chromium to use, or skips the test with the way to get one. The variable CHROMIUM names another.
func Path(t testing.TB) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	t.Skip("no Chromium: install it with apt-get install chromium, or name it in CHROMIUM")
	return ""
}

// process is the one Chromium of a test program. It runs while a tab is open.
type process struct {
	mu   sync.Mutex
	tabs int
	ctx  context.Context
	stop func()
}

var shared process

// open returns the context that tabs are opened in; close must follow.
func (p *process) open(t testing.TB) context.Context {
	t.Helper()
	path := Path(t)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tabs == 0 {
		p.start(t, path)
	}
	p.tabs++
	return p.ctx
}

func (p *process) start(t testing.TB, path string) {
	t.Helper()
	profile, err := os.MkdirTemp("", "detente-browser-")
	if err != nil {
		t.Fatal(err)
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(profile), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	// It outlives the test that happens to be the first.
	allocator, stop := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, leave := chromedp.NewContext(allocator)
	p.stop = func() {
		leave()
		stop()
		os.RemoveAll(profile)
	}
	if err := chromedp.Do(ctx); err != nil {
		p.stop()
		t.Fatalf("start Chromium: %v", err)
	}
	p.ctx = ctx
}

// close ends the process with its last tab.
func (p *process) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tabs--; p.tabs == 0 {
		p.stop()
	}
}
