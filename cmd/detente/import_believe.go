package main

import (
	"fmt"
	"time"

	"detente/internal/collect"
	"detente/internal/fx"
)

// doubtCandles says of each candle of a file why it cannot be taken: that it is yet to come or, unless the caller vouches
// for such moves, that it moved beyond belief.
func (j *importJob) doubtCandles() func(fx.Candle) error {
	now := j.now()
	doubts := collect.CandleDoubts{Stored: func(id fx.SeriesID, from, to time.Time) ([]fx.Candle, error) {
		return j.db.Candles(j.ctx, id, from, to, time.Time{})
	}}
	return func(c fx.Candle) error {
		if c.Start.After(now) {
			return fmt.Errorf("the candle of %s starts at %s, after now: no price can be known that early", c.Series, c.Start.Format(time.RFC3339))
		}
		if j.rules.largeMoves {
			return nil
		}
		if err := doubts.Doubt(c); err != nil {
			return fmt.Errorf("%s at %s: %w", c.Series, c.Start.Format(time.RFC3339), err)
		}
		return nil
	}
}
