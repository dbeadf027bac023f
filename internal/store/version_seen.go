package store

import (
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// walHead is the head of the index of the write-ahead log, which all connections of a database share in memory, those of other
// programs too. Every commit changes it before it is acknowledged, so that what was read with a head stands as long as the head
// does. Reference: https://www.sqlite.org/walformat.html, 2.1: two copies of 48 bytes, of which a reader takes the first first.
type walHead [6]uint64

// walIndex is where that head is; zero where it cannot be looked at.
type walIndex uintptr

const (
	firstRegion = 32 << 10 // bytes of the index that SQLite maps at once
	sharing     = 2        // the version of a file's methods that brought shared memory
)

// walIndexOf finds the index of a connection that has read, by way of the methods of its file. It is there as long as the
// connection is.
func walIndexOf(d *direct) walIndex {
	const word = int(unsafe.Sizeof(uintptr(0)))
	slot := d.tls.Alloc(word)
	defer d.tls.Free(word)
	if rc := lib.Xsqlite3_file_control(d.tls, d.db, 0, lib.SQLITE_FCNTL_FILE_POINTER, slot); rc != lib.SQLITE_OK {
		return 0
	}
	file := libc.AtomicLoadNUintptr(slot, 0)
	if file == 0 {
		return 0
	}
	methods := libc.AtomicLoadNUintptr(file+unsafe.Offsetof(lib.Tsqlite3_file{}.FpMethods), 0)
	if methods == 0 || libc.AtomicLoadNInt32(methods+unsafe.Offsetof(lib.Tsqlite3_io_methods{}.FiVersion), 0) < sharing {
		return 0
	}
	find := libc.AtomicLoadNUintptr(methods+unsafe.Offsetof(lib.Tsqlite3_io_methods{}.FxShmMap), 0)
	if find == 0 {
		return 0
	}
	call := *(*func(tls *libc.TLS, file uintptr, region, size, extend int32, to uintptr) int32)(unsafe.Pointer(&struct{ uintptr }{find}))
	if rc := call(d.tls, file, 0, firstRegion, 0, slot); rc != lib.SQLITE_OK {
		return 0
	}
	return walIndex(libc.AtomicLoadNUintptr(slot, 0))
}

// head reads the head; ok is false while somebody writes it, and where there is none.
func (at walIndex) head() (h walHead, ok bool) {
	if at == 0 {
		return h, false
	}
	for i := range h {
		h[i] = libc.AtomicLoadNUint64(uintptr(at)+uintptr(8*i), 0)
	}
	for i := range h {
		if h[i] != libc.AtomicLoadNUint64(uintptr(at)+uintptr(8*(len(h)+i)), 0) {
			return h, false
		}
	}
	return h, true
}
