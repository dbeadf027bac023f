package main

import (
	"errors"
	"fmt"
	"net"

	"detente/internal/store"
)

// expose says how to make the first token, and refuses to serve beyond this machine before there is one: whoever reaches
// the pages first could otherwise be the one to set them up.
func (p *program) expose(db *store.DB, listener net.Listener) error {
	has, err := db.HasToken(p.ctx)
	if err != nil || has {
		return err
	}
	if at, ok := listener.Addr().(*net.TCPAddr); !ok || !at.IP.IsLoopback() {
		return misuse{errors.New("--addr " + listener.Addr().String() + " can be reached from other machines and nobody has a token yet: " +
			"run detente token create NAME first, or listen on 127.0.0.1")}
	}
	fmt.Fprintln(p.stderr, "Reading is open. To change events through the pages make a token: detente token create NAME")
	return nil
}
