package perf

import "testing"

// listed is how many events both sides hold.
const listed = 10_000

// lists pairs a list of 100 events, read from the database each time, with PocketBase's, at 16 connections. Neither
// compresses: PocketBase does not.
func (b *bench) lists(t *testing.T) []row {
	if b.peer == "" {
		t.Skip("PocketBase could not be built")
	}
	fillAt(t, b.in("lists.db"), Size{Events: listed})
	ours := b.detenteAt(t, b.in("lists.db"))
	defer ours.stop()
	theirs := b.pocketbaseAt(t, b.in("pb-lists"), listed)
	defer theirs.stop()
	rate, p99 := paired(
		func() load { return press(t, ours.addr, "/api/v1/events?limit=100", "identity", 16, pressFor) },
		func() load {
			return press(t, theirs.addr, "/api/collections/events/records?perPage=100&skipTotal=1&sort=occurred_at,id", "identity", 16, pressFor)
		})
	return []row{
		against("100 of 10,000 events as JSON, uncached, 16 connections", "PocketBase 0.39", rate[0], rate[1], 4, "/s", true),
		against("the same, p99", "PocketBase 0.39", p99[0], p99[1], 1, "ms", false),
	}
}
