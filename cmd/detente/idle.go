package main

import (
	"context"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	lookEvery = time.Second
	quietMost = 1 << 20  // bytes allocated between two looks by a server that nobody asks
	quietFor  = 3        // looks, after which it counts as idle
	idleWork  = 8 << 20  // bytes allocated since memory was given back, for it to be worth while again
	busyWork  = 96 << 20 // bytes allocated between two looks by a server that needs its processors
	longWork  = 16 << 20 // likewise, where it goes on for longLooks
	longLooks = 4        // that many looks since it was last idle
	mostFile  = 14 << 20 // bytes of the program's own file: answers alone use less, and what they use comes back in a millisecond
)

// The garbage collector may let the heap grow by so many percent of what is in use, and half as far where there is little to
// do: time is dear to a server that is pressed, memory to one that is not. One whose heap is small may go further, since it
// would be collected every few dozen answers: by pressedBytes, but not by more than smallGrowth percent.
const (
	pressedGrowth = 100
	calmGrowth    = 50
	smallGrowth   = 400
	startGrowth   = 800 // until the first look: starting and a page need no collection then, and the memory comes back soon after
	pressedBytes  = 48 << 20
)

// keeper watches how much a server works, and keeps its memory small meanwhile.
type keeper struct {
	rest        func() // lets go of what others hold
	last, given uint64 // bytes allocated at the last look, and when memory was given back
	started     bool   // starting is work too, whose pages nobody needs again
	quiet       int    // looks in a row at which there was little work
	pressed     int    // looks at which there was much, since it was last idle
	growth      int    // 0 where the operator has set GOGC
}

// keepSmall returns memory to the system whenever the server has worked and nobody asks it any more, until ctx ends: by
// itself the runtime does so after minutes. rest is called then.
func keepSmall(ctx context.Context, rest func()) {
	k := keeper{rest: rest, started: true, growth: startGrowth}
	if !growFreely() {
		k.growth = 0
	}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			k.look(allocated(), live())
		}
	}
}

// growFreely lets the heap grow for the start; false where the operator has set GOGC, which stays.
func growFreely() bool {
	chosen := debug.SetGCPercent(startGrowth)
	if chosen == pressedGrowth || chosen == startGrowth { // the former is what nobody has chosen, the latter what was done before
		return true
	}
	debug.SetGCPercent(chosen)
	return false
}

// look is told how many bytes were ever allocated, and how many were in use when that was last found out.
func (k *keeper) look(now, live uint64) {
	work := now - k.last
	k.last = now
	if k.quiet++; work >= quietMost {
		k.quiet = 0
	}
	switch {
	case work > busyWork:
		k.pressed = longLooks
	case work > longWork:
		k.pressed++
	case k.quiet >= quietFor:
		k.pressed = 0
	}
	k.grow(live)
	switch {
	case k.quiet >= quietFor && (k.started || now-k.given > idleWork):
		k.rest()
		runtime.GC() // what is pooled for the next who needs it outlives one collection, and not two
		debug.FreeOSMemory()
		giveBackPages()
		k.given, k.started = now, false
	case (k.quiet == 0 || k.quiet >= quietFor) && filePages() > mostFile:
		giveBackPages()
	}
}

func (k *keeper) grow(live uint64) {
	if k.growth == 0 {
		return
	}
	growth := calmGrowth
	if k.pressed >= longLooks {
		growth = min(max(int(pressedBytes*100/max(live, 1)), pressedGrowth), smallGrowth)
	}
	if growth != k.growth {
		k.growth = growth
		debug.SetGCPercent(growth)
	}
}

// live is how many bytes of the heap were in use at the end of the last collection.
func live() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// allocated is how many bytes the program has asked for since it started.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
