package main

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	idleLook = 3 * time.Second
	idleMost = 1 << 20 // bytes allocated between two looks by a server that nobody asks
	idleWork = 8 << 20 // bytes allocated since memory was given back, for it to be worth while again
)

// giveBackWhenIdle returns memory to the system whenever the server has worked and nobody asks it any more, until ctx
// ends: by itself the runtime does so after minutes.
func giveBackWhenIdle(ctx context.Context) {
	tick := time.NewTicker(idleLook)
	defer tick.Stop()
	var last, given uint64
	started := true // starting is work too, whose pages nobody needs again
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := allocated()
		if now-last < idleMost && (started || now-given > idleWork) {
			debug.FreeOSMemory()
			giveBackPages()
			given, started = now, false
		}
		last = now
	}
}

// allocated is how many bytes the program has asked for since it started.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
