package web

import (
	"testing"
	"time"
)

// A reader of a table has half a minute for each piece, and two minutes and a second for each 8 kB for all of them.
func TestATableIsNotReadForEver(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		waited  time.Duration
		written int64
		want    time.Duration
	}{
		{0, 0, 30 * time.Second},
		{100 * time.Second, 0, 20 * time.Second},
		{100 * time.Second, 80 << 10, 30 * time.Second},
		{time.Hour, 100 << 20, 30 * time.Second},
		{249 * time.Second, 1 << 20, -time.Second}, // 128 seconds of reading, and two minutes
	} {
		w := steadyWriter{waited: c.waited, written: c.written}
		if got := w.patience(); got != c.want {
			t.Errorf("after %s and %d bytes: %s, want %s", c.waited, c.written, got, c.want)
		}
	}
}
