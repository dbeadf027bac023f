//go:build unix && !solaris && !aix

package store

import (
	"errors"
	"os"
	"syscall"
)

// lockFile locks the file at path without waiting. The system gives the lock back when its last holder dies.
func lockFile(path string) (release func(), ok bool, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, false, err
	}
	switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
	case err == nil:
		return func() { _ = f.Close() }, true, nil // closing gives the lock back
	case errors.Is(err, syscall.EWOULDBLOCK):
		return nil, false, f.Close()
	case errors.Is(err, syscall.ENOLCK):
		return nil, false, errors.Join(errors.ErrUnsupported, err, f.Close())
	default:
		return nil, false, errors.Join(err, f.Close())
	}
}
