package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestLitestream replicates a database while it is written to, as the README says, kills the replication and restores. It
// runs where litestream is installed.
func TestLitestream(t *testing.T) {
	t.Parallel()
	litestream, err := exec.LookPath("litestream")
	if err != nil {
		t.Skip("litestream is not installed: go install github.com/benbjohnson/litestream/cmd/litestream@latest")
	}
	folder := t.TempDir()
	path, replica := filepath.Join(folder, "detente.db"), "file://"+filepath.Join(folder, "replica")
	serving(t, path)
	replicate := exec.CommandContext(t.Context(), litestream, "replicate", path, replica)
	if err := replicate.Start(); err != nil {
		t.Fatal(err)
	}
	for n := range 20 {
		must(t, detente(t.Context(), path, "event", "add", "--author", "a", "--at", "2022-02-07", "--title", fmt.Sprintf("Replicated %d", n)))
	}
	time.Sleep(3 * time.Second)  // it copies once a second
	_ = replicate.Process.Kill() // as a lost machine would
	_ = replicate.Wait()
	restored := filepath.Join(folder, "restored.db")
	if out, err := exec.CommandContext(t.Context(), litestream, "restore", "-o", restored, replica).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if said := must(t, detente(t.Context(), restored, "check")); !strings.Contains(said, "integrity: sound") {
		t.Error(said)
	}
	for _, args := range [][]string{{"export", "events", "--text", "Replicated"}, {"export", "rates"}} {
		if want, got := must(t, detente(t.Context(), path, args...)), must(t, detente(t.Context(), restored, args...)); got != want || (args[1] == "events" && strings.Count(got, "Replicated") < 20) {
			t.Errorf("%v: the copy differs: %d and %d bytes", args, len(got), len(want))
		}
	}
	if _, err := os.Stat(restored); err != nil {
		t.Error(err)
	}
}
