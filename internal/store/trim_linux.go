package store

import (
	"sync"
	_ "unsafe" // for go:linkname

	"modernc.org/memory"
)

// allocator and its lock are those of modernc.org/libc, which SQLite and the engine of the pictures take their memory from. What
// they give back it keeps for the next who asks, up to as much as was ever in use, and has no function of its own for letting it
// go. A version of libc without these names would leave the two here unused, which TestTrimGivesBack tells.
//
//go:linkname allocator modernc.org/libc.allocator
var allocator memory.Allocator

//go:linkname allocatorMu modernc.org/libc.allocatorMu
var allocatorMu sync.Mutex

// trim gives the system what nobody uses of the memory of C libraries.
func trim() {
	allocatorMu.Lock()
	defer allocatorMu.Unlock()
	_ = allocator.Trim() // what cannot be given back stays
}
