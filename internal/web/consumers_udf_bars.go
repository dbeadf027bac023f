package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
	"detente/internal/fx"
)

// udfRange is what a request for bars or marks asks: [from, to), or the last countback bars before to.
type udfRange struct {
	from, to  time.Time
	countback int
}

func udfAsked(c echo.Context) (r udfRange, err error) {
	for _, p := range []struct {
		name string
		into *time.Time
	}{{"from", &r.from}, {"to", &r.to}} {
		n, err := strconv.ParseInt(c.QueryParam(p.name), 10, 64)
		if err != nil || n < -5_000_000_000 || n > 7_000_000_000 {
			return r, &badQuery{p.name, "want seconds since 1970"}
		}
		*p.into = time.Unix(n, 0).UTC()
	}
	if r.to.Before(r.from) {
		return r, &badQuery{"to", "is before from"}
	}
	if v := c.QueryParam("countback"); v != "" {
		if r.countback, err = strconv.Atoi(v); err != nil || r.countback < 0 || r.countback > mostPoints {
			return r, &badQuery{"countback", fmt.Sprintf("want a whole number up to %d", mostPoints)}
		}
	}
	return r, nil
}

// udfBars are bars in columns. An official rate has no range of prices: its bars hold the close alone.
type udfBars struct {
	State string    `json:"s"`
	Next  *int64    `json:"nextTime,omitempty"`
	T     []int64   `json:"t"`
	C     []float64 `json:"c"`
	O     []float64 `json:"o,omitempty"`
	H     []float64 `json:"h,omitempty"`
	L     []float64 `json:"l,omitempty"`
	V     []float64 `json:"v,omitempty"`
}

func (s *Server) handleUDFHistory(c echo.Context) error {
	ctx := c.Request().Context()
	x, err := s.udfSeries(ctx, c.QueryParam("symbol"))
	if err != nil {
		return udfError(c, err)
	}
	r, err := udfAsked(c)
	if err == nil {
		err = udfResolves(x, c.QueryParam("resolution"))
	}
	if err != nil {
		return udfError(c, err)
	}
	bars, err := s.udfBarsOf(ctx, x, r)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, bars)
}

func (s *Server) udfBarsOf(ctx context.Context, x fx.Series, r udfRange) (udfBars, error) {
	if x.Kind.Official() {
		return s.udfFixings(ctx, x, r)
	}
	return s.udfCandles(ctx, x, r)
}

// udfFixings are bars of official rates at midnight UTC of the day they were set.
func (s *Server) udfFixings(ctx context.Context, x fx.Series, r udfRange) (udfBars, error) {
	fixings, err := s.Store.Fixings(ctx, x.ID, fx.Range{To: civil.Of(r.to)})
	if err != nil {
		return udfBars{}, err
	}
	all := udfBars{State: "ok", T: []int64{}, C: []float64{}}
	for _, f := range fixings {
		if f.Set.Unix() < r.to.Unix() {
			all.T, all.C = append(all.T, f.Set.Unix()), append(all.C, f.Rate())
		}
	}
	return all.last(r), nil
}

// begins is from when to read: a number of bars reaches back over nights, weekends and two weeks of holidays.
func (r udfRange) begins(x fx.Series) time.Time {
	bar := time.Minute
	if x.ID.Interval() == "1d" {
		bar = 24 * time.Hour
	}
	if back := r.to.Add(-time.Duration(r.countback)*bar*5 - 14*24*time.Hour); r.countback > 0 && back.Before(r.from) {
		return back
	}
	return r.from
}

func (s *Server) udfCandles(ctx context.Context, x fx.Series, r udfRange) (udfBars, error) {
	all := udfBars{State: "ok", T: []int64{}, C: []float64{}}
	begins, daily := r.begins(x), x.ID.Interval() == "1d"
	if daily { // a day of the exchange begins before midnight UTC, and its bar stands at midnight of its own day
		begins = begins.AddDate(0, 0, -1)
	}
	err := s.Store.EachCandle(ctx, x.ID, begins, r.to, time.Time{}, func(k fx.Candle) error {
		at := k.Start
		if daily {
			at = civil.Of(k.Start.In(fx.CalendarOf(x.ID).Zone)).UTC()
		}
		if !at.Before(r.to) {
			return nil
		}
		all.T = append(all.T, at.Unix())
		all.O, all.H = append(all.O, k.Open.Float()), append(all.H, k.High.Float())
		all.L, all.C, all.V = append(all.L, k.Low.Float()), append(all.C, k.Close.Float()), append(all.V, k.Volume.Float())
		return nil
	})
	return all.last(r), err
}

// last keeps the bars that were asked for; where there are none it says where the next older one is.
func (b udfBars) last(r udfRange) udfBars {
	first := 0
	for first < len(b.T) && b.T[first] < r.from.Unix() {
		first++
	}
	if r.countback > 0 {
		first = max(0, len(b.T)-r.countback)
	}
	if first == len(b.T) {
		none := udfBars{State: "no_data", T: []int64{}, C: []float64{}}
		if first > 0 {
			none.Next = &b.T[first-1]
		}
		return none
	}
	b.T, b.C = b.T[first:], b.C[first:]
	if b.O != nil {
		b.O, b.H, b.L, b.V = b.O[first:], b.H[first:], b.L[first:], b.V[first:]
	}
	return b
}
