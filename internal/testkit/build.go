package testkit

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// BuildFlags are those with which make builds the program.
func BuildFlags(t testing.TB) []string {
	t.Helper()
	_, self, _, _ := runtime.Caller(0)
	makefile, err := os.ReadFile(filepath.Join(filepath.Dir(self), "..", "..", "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(makefile)) {
		if flags, ok := strings.CutPrefix(line, "BUILD := "); ok {
			return strings.Fields(flags)
		}
	}
	t.Fatal("the Makefile has no line BUILD := with the flags of go build")
	return nil
}
