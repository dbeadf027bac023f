package main

import (
	"bytes"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"detente/internal/store"
)

func TestServingBeyondThisMachineNeedsAToken(t *testing.T) {
	t.Parallel()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "detente.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	expose := func(addr string) (string, error) {
		t.Helper()
		listener, err := net.Listen("tcp", addr)
		if err != nil {
			t.Skipf("cannot listen on %s: %v", addr, err)
		}
		defer listener.Close()
		var out bytes.Buffer
		err = (&program{ctx: t.Context(), stderr: &out}).expose(db, listener)
		return out.String(), err
	}
	var wrong misuse
	if _, err := expose(":0"); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "detente token create") {
		t.Errorf("every address, no token: %v", err)
	}
	if out, err := expose("127.0.0.1:0"); err != nil || !strings.Contains(out, "detente token create NAME") {
		t.Errorf("this machine, no token: %q %v", out, err)
	}
	if _, _, err := db.CreateToken(t.Context(), "Anna", time.Now()); err != nil {
		t.Fatal(err)
	}
	for _, addr := range []string{":0", "127.0.0.1:0"} {
		if out, err := expose(addr); err != nil || out != "" {
			t.Errorf("%s with a token: %q %v", addr, out, err)
		}
	}
}
