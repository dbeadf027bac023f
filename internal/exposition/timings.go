package exposition

import (
	"sync/atomic"
	"time"
)

// Timings counts durations by how long they were. Any number of goroutines may observe at once, and none waits for another.
type Timings struct {
	bounds []time.Duration
	counts []atomic.Uint64 // by the least bound that is not below; the last is of those above all
	sum    atomic.Int64    // nanoseconds: 292 years of answers
}

// NewTimings is told the bounds, ascending; a duration that equals one is within it.
func NewTimings(bounds []time.Duration) *Timings {
	return &Timings{bounds: bounds, counts: make([]atomic.Uint64, len(bounds)+1)}
}

// Observe counts one duration.
func (t *Timings) Observe(d time.Duration) {
	i := 0
	for i < len(t.bounds) && d > t.bounds[i] { // most are short
		i++
	}
	t.counts[i].Add(1)
	t.sum.Add(int64(d))
}

// read returns how many were within each bound, then how many there were in all, and the bounds and the sum in seconds. One
// that is counted meanwhile may be missing in the sum.
func (t *Timings) read() (within []uint64, bounds []float64, sum float64) {
	sum = time.Duration(t.sum.Load()).Seconds()
	total := uint64(0)
	for i := range t.counts {
		total += t.counts[i].Load()
		within = append(within, total)
	}
	for _, b := range t.bounds {
		bounds = append(bounds, b.Seconds())
	}
	return within, bounds, sum
}
