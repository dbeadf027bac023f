package store

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"modernc.org/libc"
)

func TestTrimGivesBack(t *testing.T) {
	tls := libc.NewTLS()
	defer tls.Close()
	const pieces, each = 4096, 4096
	var list [pieces]uintptr
	for i := range list {
		list[i] = libc.Xcalloc(tls, each, 1)
	}
	for _, p := range list {
		libc.Xfree(tls, p)
	}
	trim()
	before := mapped(t)
	for i := range list {
		list[i] = libc.Xcalloc(tls, each, 1)
	}
	held := mapped(t) - before
	for _, p := range list {
		libc.Xfree(tls, p)
	}
	trim()
	if left := mapped(t) - before; held < pieces*each/2 || left > held/8 {
		t.Errorf("%d bytes were mapped for %d, and %d still are", held, pieces*each, left)
	}
}

// mapped is how many bytes of address space the process has. Reference: proc_pid_statm(5).
func mapped(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := strconv.Atoi(strings.Fields(string(text))[0])
	if err != nil {
		t.Fatal(err)
	}
	return pages * os.Getpagesize()
}
