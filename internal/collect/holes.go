package collect

import (
	"context"
	"slices"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/source"
)

const (
	// mostHoles bounds the stretches that are asked again in one run.
	mostHoles = 4
	// partWait is how long a day that has a part of its minutes is left alone after it was asked again: a whole one is three requests,
	// and what the exchange does not tell twice it does not tell in the next hour.
	partWait = 20 * time.Hour
)

// partOfDay is a day of a series that has a part of its minutes.
type partOfDay struct {
	id  fx.SeriesID
	day civil.Date
}

// holes are the windows of days before from that lack minutes, each with the day before it, which an answer that ended too soon may
// have left half. The exchange's service gives incomplete answers without a sign of it. Days before the span's floor are not looked at.
func (c *Collector) holes(ctx context.Context, src Source, id fx.SeriesID, span source.Span, from civil.Date) (windows []source.Window, err error) {
	if !strings.HasSuffix(string(id), ":1m") || !span.Floor.Before(from) {
		return nil, nil
	}
	zone := fx.CalendarOf(id).Zone
	short, err := c.store.ShortDays(ctx, id, span.Floor.At(0, 0, zone), from.At(0, 0, zone))
	if err != nil {
		return nil, err
	}
	short = slices.DeleteFunc(short, func(d fx.ShortDay) bool { return c.rests(id, d) })
	for n := 0; len(short) > 0 && n < mostHoles; n++ {
		end := 1
		for end < len(short) && short[end].Day.DaysSince(short[end-1].Day) <= weekend {
			end++
		}
		windows = append(windows, src.Windows(id, later(short[0].Day.AddDays(-1), span.Floor), short[end-1].Day)...)
		c.asked(id, short[:end])
		short = short[end:]
	}
	return windows, nil
}

// weekend is how far days of one stretch may lie apart.
const weekend = 3

// rests tells whether a part of a day was asked again so lately that this run does not.
func (c *Collector) rests(id fx.SeriesID, d fx.ShortDay) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	since := c.opts.Now().Sub(c.parts[partOfDay{id, d.Day}])
	return d.Count > 0 && since >= 0 && since < partWait
}

func (c *Collector) asked(id fx.SeriesID, days []fx.ShortDay) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, d := range days {
		c.parts[partOfDay{id, d.Day}] = c.opts.Now()
	}
}
