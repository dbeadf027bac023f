package collect

import (
	"context"
	"fmt"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/source"
)

// Ask narrows a collection to days of one's own, both included. Zero is open: from the last stored day less the
// source's overlap, through the last day worth asking.
type Ask struct{ Since, Until civil.Date }

// plan lists the windows to ask, series by series, each ascending and with the holes before them last: one that fails ends its series.
func (c *Collector) plan(ctx context.Context, src Source, ask Ask, now time.Time) ([]source.Window, error) {
	if !ask.Since.IsZero() && !ask.Until.IsZero() && ask.Until.Before(ask.Since) {
		return nil, fmt.Errorf("collect: until %s is before since %s", ask.Until, ask.Since)
	}
	ids := src.Series()
	if len(ids) == 0 {
		ids = []fx.SeriesID{""}
	}
	var windows []source.Window
	for _, id := range ids {
		span := src.Span(id, now)
		from, err := c.from(ctx, id, ask, span)
		if err != nil {
			return nil, err
		}
		to := span.Last
		if !ask.Until.IsZero() && ask.Until.Before(to) {
			to = ask.Until
		}
		windows = append(windows, src.Windows(id, from, to)...)
		if ask != (Ask{}) {
			continue
		}
		holes, err := c.holes(ctx, src, id, span, from)
		if err != nil {
			return nil, err
		}
		windows = append(windows, holes...)
	}
	return windows, nil
}

// from is the first day to ask of a series; for a closed series that is stored whole it lies after the last.
func (c *Collector) from(ctx context.Context, id fx.SeriesID, ask Ask, span source.Span) (civil.Date, error) {
	if !ask.Since.IsZero() {
		return later(ask.Since, span.First), nil
	}
	newest, err := c.newest(ctx, id, span)
	if err != nil {
		return civil.Date{}, err
	}
	switch {
	case newest.IsZero():
		return span.Floor, nil
	case span.Ended && !newest.Before(span.Last):
		return span.Last.AddDays(1), nil
	}
	from := newest.AddDays(-span.Overlap)
	if from.Before(span.Floor) {
		c.opts.Log.WarnContext(ctx, "days are left out; fill them with --since", "series", id, "stored_through", newest, "asking_from", span.Floor)
	}
	return later(from, span.Floor), nil
}

func later(a, b civil.Date) civil.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// newest is the newest stored day of a series: effective for fixings, of the venue's zone for candles; no day where
// nothing is stored.
func (c *Collector) newest(ctx context.Context, id fx.SeriesID, span source.Span) (civil.Date, error) {
	if id == "" {
		return civil.Date{}, nil
	}
	if id.Interval() != "" {
		return c.newestCandle(ctx, id, span)
	}
	last, ok, err := c.store.LastFixing(ctx, id, time.Time{})
	if err != nil || !ok {
		return civil.Date{}, err
	}
	return last.Effective, nil
}

// newestCandle looks back from the end in stretches that double, so that a series collected yesterday costs little.
func (c *Collector) newestCandle(ctx context.Context, id fx.SeriesID, span source.Span) (civil.Date, error) {
	zone := fx.CalendarOf(id).Zone
	end := span.Last.AddDays(1)
	for days := 4; end.After(span.First); days *= 2 {
		start := later(end.AddDays(-days), span.First)
		found, err := c.store.Candles(ctx, id, start.At(0, 0, zone), end.At(0, 0, zone), time.Time{})
		if err != nil {
			return civil.Date{}, err
		}
		if n := len(found); n > 0 {
			return civil.Of(found[n-1].Start.In(zone)), nil
		}
		end = start
	}
	return civil.Date{}, nil
}
