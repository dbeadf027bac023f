package collect

import (
	"context"
	"errors"
	"fmt"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source"
)

// siftCandles is siftFixings for bars: each is compared with the close before it.
func (c *Collector) siftCandles(ctx context.Context, w source.Window, rows []fx.Candle) (keep []fx.Candle, out []runlog.Rejection, err error) {
	zone := fx.CalendarOf(w.Series).Zone
	from, to := w.From.At(0, 0, zone), w.To.AddDays(1).At(0, 0, zone)
	stored, err := c.store.Candles(ctx, w.Series, w.From.AddDays(-nearDays).At(0, 0, zone), to, time.Time{})
	if err != nil {
		return nil, nil, err
	}
	keep, out = believeCandles(from, stored, rows)
	return keep, append(out, missingCandles(w.Series, from, stored, rows)...), nil
}

func believeCandles(from time.Time, stored, rows []fx.Candle) (keep []fx.Candle, out []runlog.Rejection) {
	known, prev := map[int64]fx.Candle{}, point{}
	for _, k := range stored {
		known[k.Start.Unix()] = k
		if k.Start.Before(from) {
			prev = closeOf(k)
		}
	}
	if prev.rate == 0 {
		points := make([]point, len(rows))
		for i, k := range rows {
			points[i] = closeOf(k)
		}
		prev = typical(points)
	}
	for _, k := range rows {
		before, have := known[k.Start.Unix()]
		if have && sameBar(before, k) {
			keep, prev = append(keep, k), closeOf(k)
			continue
		}
		day := closeOf(k).day
		if err := errors.Join(believable(k.Series.Pair(), prev, day, k.Low.Float()), believable(k.Series.Pair(), prev, day, k.High.Float())); err != nil {
			out = append(out, runlog.Rejection{Series: k.Series, Row: barText(k), Reason: err.Error()})
			if have {
				prev = closeOf(before)
			}
			continue
		}
		keep, prev = append(keep, k), closeOf(k)
	}
	return keep, out
}

// missingCandles says in one line how many stored bars from from on the answer does not hold. They stay stored.
func missingCandles(id fx.SeriesID, from time.Time, stored, rows []fx.Candle) []runlog.Rejection {
	answered := map[int64]bool{}
	for _, k := range rows {
		answered[k.Start.Unix()] = true
	}
	var lacking []fx.Candle
	for _, k := range stored {
		if !k.Start.Before(from) && !answered[k.Start.Unix()] {
			lacking = append(lacking, k)
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	reason := "stored, but missing from the answer; it stays stored"
	if n := len(lacking); n > 1 {
		reason = fmt.Sprintf("%d bars from here on are stored, but missing from the answer; they stay stored", n)
	}
	return []runlog.Rejection{{Series: id, Row: barText(lacking[0]), Reason: reason}}
}

func sameBar(a, b fx.Candle) bool {
	return a.Open.Equal(b.Open) && a.High.Equal(b.High) && a.Low.Equal(b.Low) && a.Close.Equal(b.Close)
}

func closeOf(k fx.Candle) point { return point{civil.Of(k.Start), k.Close.Float()} }

func barText(k fx.Candle) string {
	return fmt.Sprintf("%s open %s high %s low %s close %s", k.Start.UTC().Format(time.RFC3339), k.Open, k.High, k.Low, k.Close)
}
