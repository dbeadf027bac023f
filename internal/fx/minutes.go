package fx

import (
	"time"

	"detente/internal/civil"
)

// Minutes is what the candles of a minute of one day of trade add up to. The zero Minutes holds none.
type Minutes struct {
	Count       int
	First, Last time.Time // starts of the first and the last; zero where Count is
	open, high  Rate
	low, close  Rate
	volume      float64
}

// Add takes one more candle, by ascending start.
func (m *Minutes) Add(c Candle) {
	if m.Count == 0 {
		m.First, m.open, m.high, m.low = c.Start, c.Open, c.High, c.Low
	}
	if c.High.Compare(m.high) > 0 {
		m.high = c.High
	}
	if c.Low.Compare(m.low) < 0 {
		m.low = c.Low
	}
	m.Count, m.Last, m.close = m.Count+1, c.Start, c.Close
	m.volume += c.Volume.Float()
}

// leastShare of a day's volume must be in its minutes, whatever their prices: a lost page in the middle of a day moves none of them.
const leastShare = 0.9

// Short tells whether minutes of the day are missing, by the day's own candle, so that neither a short session nor a thin pair is taken
// for a part of a day: there are none at all; or they hold less than nine tenths of its volume; or less than all of it, and open or close
// at another price or do not reach its high and low. Where one of the two tells no volume the prices decide.
func (m Minutes) Short(day Candle) bool {
	whole := day.Volume.Float()
	told := whole > 0 && m.volume > 0
	switch {
	case m.Count == 0 || told && m.volume < leastShare*whole:
		return true
	case told && m.volume > whole*(1-1e-9): // a sum of decimal fractions is not exact
		return false
	}
	return !m.open.Equal(day.Open) || !m.close.Equal(day.Close) || m.high.Compare(day.High) < 0 || m.low.Compare(day.Low) > 0
}

// ShortDay is a day of trade of which minutes are missing, and those that are there.
type ShortDay struct {
	Day civil.Date
	Minutes
}
