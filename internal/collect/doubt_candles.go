package collect

import (
	"errors"
	"time"

	"detente/internal/event"
	"detente/internal/fx"
)

// CandleDoubts judges candles one by one, in the order in which a file holds them. Stored reads the candles of a series
// that start in [from, to), ascending; of a series that is not stored its error wraps event.ErrUnknown.
type CandleDoubts struct {
	Stored func(id fx.SeriesID, from, to time.Time) ([]fx.Candle, error)

	latest fx.SeriesID
	prev   *fx.Candle
	before map[fx.SeriesID]*fx.Candle // the last one that was believed
}

// Doubt returns why c lies outside what its pair can show or too far from the close of the candle before it, which is the
// one before in the file or, of the first of a series, the one stored up to 15 days before. A candle that is stored
// with the same prices, or of a day before 1999, is never doubted; nil is no doubt.
func (d *CandleDoubts) Doubt(c fx.Candle) error {
	if err := d.follow(c); err != nil {
		return err
	}
	low, high := c.Low.Float(), c.High.Float()
	if last := d.prev.Close.Float(); last == 0 || low < last/maxMove || high > last*maxMove || !inBand(c.Series.Pair(), low, high) {
		if err := d.judge(c, low, high); err != nil {
			return err
		}
	}
	*d.prev = c
	return nil
}

func inBand(pair fx.Pair, low, high float64) bool {
	band, ok := bands[pair]
	return !ok || low >= band[0] && high <= band[1]
}

// follow makes d.prev the candle to compare c with.
func (d *CandleDoubts) follow(c fx.Candle) error {
	if d.prev != nil && d.latest == c.Series {
		return nil
	}
	if d.before == nil {
		d.before = map[fx.SeriesID]*fx.Candle{}
	}
	d.latest, d.prev = c.Series, d.before[c.Series]
	if d.prev != nil {
		return nil
	}
	d.prev = new(fx.Candle)
	d.before[c.Series] = d.prev
	near, err := d.stored(c.Series, c.Start.AddDate(0, 0, -nearDays), c.Start)
	if len(near) > 0 {
		*d.prev = near[len(near)-1]
	}
	return err
}

func (d *CandleDoubts) stored(id fx.SeriesID, from, to time.Time) ([]fx.Candle, error) {
	list, err := d.Stored(id, from, to)
	if errors.Is(err, event.ErrUnknown) {
		return nil, nil
	}
	return list, err
}

func (d *CandleDoubts) judge(c fx.Candle, low, high float64) error {
	if c.Start.UTC().Year() < measured {
		return nil
	}
	prev, pair, day := point{}, c.Series.Pair(), closeOf(c).day
	if !d.prev.Start.IsZero() {
		prev = closeOf(*d.prev)
	}
	doubt := believable(pair, prev, day, low)
	if doubt == nil {
		doubt = believable(pair, prev, day, high)
	}
	if doubt == nil {
		return nil
	}
	same, err := d.stored(c.Series, c.Start, c.Start.Add(time.Second))
	if err == nil && len(same) == 1 && sameBar(same[0], c) {
		return nil
	}
	return errors.Join(doubt, err)
}
