package web

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// Throttle slows down whoever guesses at secrets: after so many failures from one address within a span, it is told to
// wait until the span is over. It is safe for concurrent use and forgets everything when the program ends.
type Throttle struct {
	failures int
	span     time.Duration
	mu       sync.Mutex
	seen     map[string]attempts
}

// attempts are the failures of one address within the span that began at since.
type attempts struct {
	since time.Time
	n     int
}

// maxAddresses bounds the memory; beyond it those are forgotten whose span began first.
const maxAddresses = 10_000

// NewThrottle allows so many failures from an address within a span: ten in 15 minutes is enough for any person.
func NewThrottle(failures int, span time.Duration) *Throttle {
	return &Throttle{failures: failures, span: span, seen: map[string]attempts{}}
}

// Wait returns how long an address must wait before it may try again, zero where it may now.
func (t *Throttle) Wait(address string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	a, ok := t.seen[address]
	over := a.since.Add(t.span)
	if !ok || a.n < t.failures || !now.Before(over) {
		return 0
	}
	return over.Sub(now)
}

// Fail counts a failure of an address.
func (t *Throttle) Fail(address string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := t.seen[address]
	if !now.Before(a.since.Add(t.span)) {
		a = attempts{since: now}
	}
	a.n++
	t.seen[address] = a
	if len(t.seen) > maxAddresses {
		t.forget(now)
	}
}

// forget drops every span that is over, and the older half where that is not enough.
func (t *Throttle) forget(now time.Time) {
	var open []string
	for address, a := range t.seen {
		if now.Before(a.since.Add(t.span)) {
			open = append(open, address)
			continue
		}
		delete(t.seen, address)
	}
	if len(open) < maxAddresses {
		return
	}
	slices.SortFunc(open, func(a, b string) int { return cmp.Or(t.seen[a].since.Compare(t.seen[b].since), cmp.Compare(a, b)) })
	for _, address := range open[:len(open)/2] {
		delete(t.seen, address)
	}
}
