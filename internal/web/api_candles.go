package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"detente/internal/fx"
)

// candlesState asks for one series of candles: as they are, in stretches of equal length, or as few as a chart can show.
type candlesState struct {
	query
	paging
	Series     fx.SeriesID
	Resolution string
	MaxPoints  int
}

// resolutions are the lengths of a stretch, each beginning at a multiple of itself in UTC.
var resolutions = []struct {
	word  string
	width time.Duration
}{{"1m", time.Minute}, {"5m", 5 * time.Minute}, {"15m", 15 * time.Minute}, {"30m", 30 * time.Minute}, {"1h", time.Hour}, {"4h", 4 * time.Hour}, {"1d", 24 * time.Hour}}

func widthOf(word string) (time.Duration, error) {
	var words []string
	for _, r := range resolutions {
		if r.word == word {
			return r.width, nil
		}
		words = append(words, r.word)
	}
	return 0, fmt.Errorf("%q: want one of %s", clip(word), strings.Join(words, ", "))
}

const mostPoints = 20_000

var candlesReaders = carrying(func(c *candlesState) *query { return &c.query },
	paged(func(c *candlesState) *paging { return &c.paging }, readers[candlesState]{
		"series": func(c *candlesState, v string) (err error) { c.Series, err = readSeries(v); return err },
		"resolution": func(c *candlesState, v string) error {
			c.Resolution = v
			_, err := widthOf(v)
			return err
		},
		"max_points": func(c *candlesState, v string) (err error) {
			if c.MaxPoints, err = strconv.Atoi(v); err != nil || c.MaxPoints < 4 || c.MaxPoints > mostPoints {
				return fmt.Errorf("%q: want a whole number from 4 to %d", clip(v), mostPoints)
			}
			return nil
		},
	}), "from", "to", "as-of")

// apiCandles lists candles of a market series.
func (s *Server) apiCandles(ctx context.Context, c candlesState) (reply, error) {
	switch {
	case c.Series == "":
		return reply{}, needed("series", string(fx.MOEXUSDD))
	case c.MaxPoints > 0 && c.Resolution != "":
		return reply{}, &badQuery{"max_points", "chooses its own resolution: leave out one of the two"}
	}
	if err := s.checkSeries(ctx, "candles", c.Series); err != nil {
		return reply{}, err
	}
	if c.MaxPoints > 0 {
		from, to := c.Series.Span(c.From, c.To)
		if !c.AsOf.IsZero() { // what is kept put together is of now
			buckets, err := s.zoomPast(ctx, c, from, to)
			return c.reply(bucketRows(buckets), "", err)
		}
		buckets, err := s.Store.Zoom(ctx, c.Series, from, to, c.MaxPoints)
		return c.reply(bucketRows(buckets), "", err)
	}
	return s.listCandles(ctx, c)
}

// zoomPast is Store.Zoom as of an instant: the candles are read twice, to find how long a stretch is and to put them
// together.
func (s *Server) zoomPast(ctx context.Context, c candlesState, from, to time.Time) ([]fx.Bucket, error) {
	var first, last time.Time
	err := s.Store.EachCandle(ctx, c.Series, from, to, c.AsOf, func(x fx.Candle) error {
		if first.IsZero() {
			first = x.Start
		}
		last = x.Start
		return nil
	})
	if err != nil || first.IsZero() {
		return nil, err
	}
	most := int64(c.MaxPoints / 4) // a stretch is four points of a chart
	width := (last.Unix()-first.Unix())/most + 1
	var list []fx.Bucket
	at := int64(-1)
	err = s.Store.EachCandle(ctx, c.Series, from, to, c.AsOf, func(x fx.Candle) error {
		if k := (x.Start.Unix() - first.Unix()) / width; k != at {
			at = k
			list = append(list, fx.Bucket{Open: x.Open, OpenAt: x.Start, High: x.High, HighAt: x.Start, Low: x.Low, LowAt: x.Start})
		}
		into := &list[len(list)-1]
		if x.High.Compare(into.High) > 0 {
			into.High, into.HighAt = x.High, x.Start
		}
		if x.Low.Compare(into.Low) < 0 {
			into.Low, into.LowAt = x.Low, x.Start
		}
		into.Close, into.CloseAt = x.Close, x.Start
		into.Count++
		return nil
	})
	return list, err
}

// listCandles reads one page of candles, put together by resolution where one is given.
func (s *Server) listCandles(ctx context.Context, c candlesState) (reply, error) {
	from, to := c.Series.Span(c.From, c.To)
	width, _ := widthOf(c.Resolution)
	if c.Series.Interval() == "1d" { // no stretch is longer, and one that began in UTC would carry the day before
		width = 0
	}
	if c.cursor != "" {
		last, err := strconv.ParseInt(c.cursor, 10, 64)
		if err != nil {
			return reply{}, &badQuery{"cursor", errCursor.Error()}
		}
		from = time.Unix(last, 0).Add(max(width, time.Second)).UTC()
	}
	var read []candle
	err := s.Store.EachCandle(ctx, c.Series, from, to, c.AsOf, func(x fx.Candle) error {
		if n := len(read); n > 0 && read[n-1].joins(x, width) {
			return nil
		}
		if len(read) > c.rows() {
			return errEnough
		}
		read = append(read, newCandle(x, width))
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return reply{}, err
	}
	cut, next := page(read, c.paging, func(x candle) string { return strconv.FormatInt(x.start.Unix(), 10) })
	rows := make([]candleRow, len(cut))
	for i, x := range cut {
		rows[i] = x.row()
	}
	return c.reply(rows, next, nil)
}

// errEnough ends a reading that has what it needs.
var errEnough = errors.New("enough")

func (c candlesState) reply(rows []candleRow, next string, err error) (reply, error) {
	return reply{object{"series": c.Series, "as_of": c.asOfJSON(), "resolution": orNull(c.Resolution), "candles": rows}, next}, err
}

// candle is one candle, or those of a stretch of time put together.
type candle struct {
	start                  time.Time
	open, high, low, close fx.Rate
	volume                 fx.Rate
	n                      int
}

func newCandle(x fx.Candle, width time.Duration) candle {
	start := x.Start
	if width > 0 {
		start = start.Truncate(width)
	}
	return candle{start, x.Open, x.High, x.Low, x.Close, x.Volume, 1}
}

// joins takes x in where it starts in the same stretch. A volume is told of single candles only.
func (c *candle) joins(x fx.Candle, width time.Duration) bool {
	if width <= 0 || !x.Start.Truncate(width).Equal(c.start) {
		return false
	}
	if x.High.Compare(c.high) > 0 {
		c.high = x.High
	}
	if x.Low.Compare(c.low) < 0 {
		c.low = x.Low
	}
	c.close = x.Close
	c.n++
	return true
}

type candleRow struct {
	Start  string      `json:"start"`
	Open   json.Number `json:"open"`
	High   json.Number `json:"high"`
	Low    json.Number `json:"low"`
	Close  json.Number `json:"close"`
	Volume any         `json:"volume"`
	HighAt any         `json:"high_at,omitempty"`
	LowAt  any         `json:"low_at,omitempty"`
	N      int         `json:"n"`
}

func (c candle) row() candleRow {
	r := candleRow{Start: c.start.UTC().Format(time.RFC3339), Open: number(c.open), High: number(c.high), Low: number(c.low), Close: number(c.close), N: c.n}
	if c.n == 1 && !c.volume.IsZero() {
		r.Volume = number(c.volume)
	}
	return r
}

// bucketRows are candles with the times of their extremes, so that a chart can draw every extreme where it was.
func bucketRows(buckets []fx.Bucket) []candleRow {
	rows := make([]candleRow, 0, len(buckets))
	for _, b := range buckets {
		rows = append(rows, candleRow{Start: b.OpenAt.UTC().Format(time.RFC3339), Open: number(b.Open), High: number(b.High), Low: number(b.Low),
			Close: number(b.Close), HighAt: instant(b.HighAt), LowAt: instant(b.LowAt), N: b.Count})
	}
	return rows
}
