package store

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
)

// wholeDays remembers the days of minutes that were found whole: nothing is deleted, so that they stay it while their day's candle does.
type wholeDays struct {
	sync.Mutex
	days map[fx.SeriesID]map[int64]dayFigures
}

// dayFigures are the prices and the volume of a day's candle.
type dayFigures [5]int64

func figuresOf(c fx.Candle) dayFigures {
	return dayFigures{c.Open.Unscaled, c.High.Unscaled, c.Low.Unscaled, c.Close.Unscaled, c.Volume.Unscaled}
}

func (w *wholeDays) has(id fx.SeriesID, day fx.Candle) bool {
	w.Lock()
	defer w.Unlock()
	return w.days[id][day.Start.Unix()] == figuresOf(day)
}

func (w *wholeDays) add(id fx.SeriesID, day fx.Candle) {
	w.Lock()
	defer w.Unlock()
	if w.days == nil {
		w.days = map[fx.SeriesID]map[int64]dayFigures{}
	}
	if w.days[id] == nil {
		w.days[id] = map[int64]dayFigures{}
	}
	w.days[id][day.Start.Unix()] = figuresOf(day)
}

// ShortDays returns the days of trade in [from, to) that have a candle of the day and not all of their minutes, ascending; a zero end is
// open. fx.Minutes says what all are. A series of another interval, or without candles of the day beside it, has none. The first reading
// goes through all minutes, the next ones through those of new days and of short ones.
func (db *DB) ShortDays(ctx context.Context, id fx.SeriesID, from, to time.Time) (list []fx.ShortDay, err error) {
	pair, minutes := strings.CutSuffix(string(id), ":1m")
	if !minutes {
		return nil, nil
	}
	traded, err := db.Candles(ctx, fx.SeriesID(pair+":1d"), from, to, time.Time{})
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	zone := fx.CalendarOf(id).Zone
	for _, day := range traded {
		if db.whole.has(id, day) {
			continue
		}
		short := fx.ShortDay{Day: civil.Of(day.Start.In(zone))}
		err := db.EachCandle(ctx, id, day.Start, day.Start.Add(24*time.Hour), time.Time{}, func(c fx.Candle) error {
			short.Add(c)
			return nil
		})
		switch {
		case err != nil && !errors.Is(err, ErrNotFound):
			return nil, err
		case short.Short(day):
			list = append(list, short)
		default:
			db.whole.add(id, day)
		}
	}
	return list, err
}
