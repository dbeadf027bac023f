package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTokenIsMadeListedAndRevoked(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "detente.db")
	run := func(args ...string) (out string, status int) {
		t.Helper()
		var stdout, stderr bytes.Buffer
		p := &program{ctx: t.Context(), stdout: &stdout, stderr: &stderr, now: time.Now}
		status = p.run(append([]string{"--empty", "--db", path}, args...))
		return stdout.String(), status
	}
	secret, _ := run("token", "create", "Anna")
	id := strings.Split(secret, "_")[1]
	if list, _ := run("token", "list"); !strings.Contains(list, id) || strings.Contains(list, strings.TrimSpace(secret)[30:]) {
		t.Errorf("list: %s", list)
	}
	if out, status := run("token", "revoke", id); status != 0 || !strings.Contains(out, id+": revoked") {
		t.Errorf("revoke: %d %s", status, out)
	}
	if _, status := run("token", "revoke", id); status != 1 {
		t.Errorf("revoked twice: %d", status)
	}
}

// What lies ahead is told by the program's clock, as every other time is.
func TestAsOfIsComparedWithTheProgramsClock(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "detente.db")
	for _, tt := range []struct {
		year int
		want int
	}{{2031, 0}, {2029, 2}} {
		var out bytes.Buffer
		p := &program{ctx: t.Context(), stdout: &out, stderr: &out, now: func() time.Time { return time.Date(tt.year, 2, 7, 12, 0, 0, 0, time.UTC) }}
		status := p.run([]string{"--empty", "--db", path, "event", "list", "--as-of", "2030-01-01"})
		if status != tt.want || (status != 0 && !strings.Contains(out.String(), "--as-of: 2030-01-01T23:59:59Z lies ahead")) {
			t.Errorf("in %d: %d %s", tt.year, status, &out)
		}
	}
}
