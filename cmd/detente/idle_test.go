package main

import (
	"runtime/debug"
	"testing"
)

// A server gives its memory back once after it has worked and is asked no more, and lets its heap grow as far as it is pressed.
func TestMemoryIsKeptSmall(t *testing.T) {
	before := debug.SetGCPercent(calmGrowth)
	defer debug.SetGCPercent(before)
	rests := 0
	k := keeper{rest: func() { rests++ }, started: true, growth: calmGrowth}
	done, live := uint64(30<<20), uint64(200<<20)
	look := func(work uint64, times int) {
		for range times {
			done += work
			k.look(done, live)
		}
	}
	look(quietMost, 5)
	if rests != 0 {
		t.Error("it gave back while it worked")
	}
	look(0, 20)
	if rests != 1 {
		t.Errorf("after it started: gave back %d times, want once", rests)
	}
	look(idleWork/2, 1)
	look(0, 20)
	if rests != 1 {
		t.Error("it gave back after too little work")
	}
	look(idleWork, 1)
	look(0, quietFor-1)
	if rests != 1 {
		t.Error("it gave back before it was idle")
	}
	look(0, 1)
	if rests != 2 {
		t.Error("it did not give back after work")
	}
	look(busyWork+1, 1)
	if k.growth != pressedGrowth {
		t.Errorf("pressed: growth %d", k.growth)
	}
	for inUse, want := range map[uint64]int{24 << 20: 200, 1 << 20: smallGrowth, 0: smallGrowth} {
		live = inUse
		if look(busyWork+1, 1); k.growth != want {
			t.Errorf("pressed with %d bytes in use: growth %d, want %d", live, k.growth, want)
		}
	}
	live = 0
	if look(0, quietFor-1); k.growth == calmGrowth {
		t.Error("a moment without work made it calm")
	}
	if look(0, 1); k.growth != calmGrowth {
		t.Errorf("calm: growth %d", k.growth)
	}
	if look(longWork+1, longLooks-1); k.growth != calmGrowth {
		t.Error("some work is taken for pressing")
	}
	look(quietMost, 1)
	if look(longWork+1, 1); k.growth != smallGrowth {
		t.Errorf("pressed for long: growth %d", k.growth)
	}
	k.growth = 0
	look(busyWork+1, 1)
	if k.growth != 0 {
		t.Error("it changed what the operator has set")
	}
}
