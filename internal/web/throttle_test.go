package web

import (
	"strconv"
	"testing"
	"time"
)

func TestThrottle(t *testing.T) {
	t.Parallel()
	now := time.Date(2022, 2, 7, 12, 0, 0, 0, time.UTC)
	th := NewThrottle(3, 15*time.Minute)
	for i := range 3 {
		if wait := th.Wait("a", now); wait != 0 {
			t.Errorf("after %d failures: wait %s", i, wait)
		}
		th.Fail("a", now.Add(time.Duration(i)*time.Minute))
	}
	if wait := th.Wait("a", now.Add(5*time.Minute)); wait != 10*time.Minute {
		t.Errorf("after three failures: wait %s, want 10m", wait)
	}
	if th.Wait("b", now) != 0 || th.Wait("a", now.Add(15*time.Minute)) != 0 {
		t.Error("another address, or the span over: want no wait")
	}
}

func TestThrottleIsBounded(t *testing.T) {
	t.Parallel()
	now := time.Date(2022, 2, 7, 12, 0, 0, 0, time.UTC)
	th := NewThrottle(1, time.Hour)
	for i := range 3 * maxAddresses {
		th.Fail(strconv.Itoa(i), now.Add(time.Duration(i)*time.Millisecond))
	}
	if len(th.seen) > maxAddresses {
		t.Errorf("%d addresses are remembered", len(th.seen))
	}
	if last := strconv.Itoa(3*maxAddresses - 1); th.Wait(last, now) == 0 {
		t.Error("the newest address is forgotten")
	}
}
