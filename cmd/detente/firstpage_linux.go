package main

import (
	"os"
	"syscall"
)

// lookAt looks at a file. One whose file system tells whole seconds alone cannot be told from itself after a change.
func lookAt(path string) (look, error) {
	var s syscall.Stat_t
	if err := syscall.Stat(path, &s); err != nil {
		return look{}, &os.PathError{Op: "stat", Path: path, Err: err}
	}
	if s.Ctim.Nsec == 0 && s.Mtim.Nsec == 0 {
		return look{}, errCannotTell
	}
	return look{uint64(s.Dev), s.Ino, s.Size, s.Mtim.Nano(), s.Ctim.Nano()}, nil
}
