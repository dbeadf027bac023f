package collect

import (
	"context"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/source"
)

// mostHoles bounds the stretches that are asked again in one run.
const mostHoles = 4

// holes are the windows of days before from that have a daily candle and no candle of a minute, each with the day before it, which an
// answer that ended too soon may have left half. The exchange's service gives incomplete answers without a sign of it. Days
// before the span's floor are not looked at.
func (c *Collector) holes(ctx context.Context, src Source, id fx.SeriesID, span source.Span, from civil.Date) (windows []source.Window, err error) {
	pair, minutes := strings.CutSuffix(string(id), ":1m")
	if !minutes || !span.Floor.Before(from) {
		return nil, nil
	}
	zone := fx.CalendarOf(id).Zone
	traded, err := c.store.Candles(ctx, fx.SeriesID(pair+":1d"), span.Floor.At(0, 0, zone), from.At(0, 0, zone), time.Time{})
	if err != nil {
		return nil, err
	}
	var first, last civil.Date // of the stretch
	for i := range len(traded) + 1 {
		empty, day := false, civil.Date{}
		if i < len(traded) {
			day = civil.Of(traded[i].Start.In(zone))
			has, err := c.store.HasCandles(ctx, id, day.At(0, 0, zone), day.AddDays(1).At(0, 0, zone))
			if err != nil {
				return nil, err
			}
			empty = !has
		}
		switch {
		case empty && first.IsZero():
			first, last = day, day
		case empty:
			last = day
		case !first.IsZero() && len(windows) < mostHoles:
			windows = append(windows, src.Windows(id, later(first.AddDays(-1), span.Floor), last)...)
			first = civil.Date{}
		}
	}
	return windows, nil
}
