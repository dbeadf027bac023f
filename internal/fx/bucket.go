package fx

import (
	"math/bits"
	"time"
)

// Bucket is the candles of a stretch of time in four prices: the first, the highest, the lowest and the last, each with
// the start of the candle it comes from; of equal extremes the earliest. Drawing the four in the order of their times
// shows every extreme of the stretch.
type Bucket struct {
	Open, High, Low, Close         Rate
	OpenAt, HighAt, LowAt, CloseAt time.Time
	Count                          int // of candles, at least 1
}

// Compare is negative where r is the smaller price, positive where it is the larger, and 0 where they are the same number,
// however they are printed. Neither may be below zero.
func (r Rate) Compare(o Rate) int {
	if r.Scale == o.Scale {
		return compareWide(0, uint64(r.Unscaled), 0, uint64(o.Unscaled))
	}
	if r.Scale > o.Scale {
		return -o.Compare(r)
	}
	high, low := bits.Mul64(uint64(r.Unscaled), uint64(pow10(o.Scale-r.Scale)))
	return compareWide(high, low, 0, uint64(o.Unscaled))
}

func compareWide(ah, al, bh, bl uint64) int {
	switch {
	case ah < bh || ah == bh && al < bl:
		return -1
	case ah == bh && al == bl:
		return 0
	}
	return 1
}
