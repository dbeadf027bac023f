package arch

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"detente/internal/testkit"
)

// mostBytes is what the stripped program may have on linux/amd64, with its bundle and embedded set.
const mostBytes = 30_000_000

// A function that calls a method by a name that is known only as it runs, as a template's executor does, makes the linker keep
// every exported method of every type: some eight megabytes, of which nothing is used.
func TestTheProgramStaysSmall(t *testing.T) {
	if testkit.Racing {
		t.Skip("links the program: once is enough")
	}
	t.Parallel()
	path := filepath.Join(t.TempDir(), "detente")
	args := slices.Concat([]string{"build"}, testkit.BuildFlags(t), []string{"-ldflags=-s -dumpdep", "-o", path, "detente/cmd/detente"})
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0")
	reached, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %.2000s", err, reached)
	}
	if !strings.Contains(string(reached), "main.main -> ") {
		t.Fatalf("the linker does not say what is reached: %.500s", reached)
	}
	var callers []string
	for line := range strings.Lines(string(reached)) {
		if from, _, _ := strings.Cut(line, " -> "); strings.Contains(from, "<ReflectMethod>") {
			callers = append(callers, from)
		}
	}
	slices.Sort(callers)
	for _, from := range slices.Compact(callers) {
		t.Errorf("methods are called by name in %s", from)
	}
	about, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if amd64 := runtime.GOOS == "linux" && runtime.GOARCH == "amd64"; amd64 && about.Size() > mostBytes {
		t.Errorf("the program has %d bytes: want at most %d", about.Size(), mostBytes)
	}
}
