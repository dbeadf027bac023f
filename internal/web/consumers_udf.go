package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
	"detente/internal/fx"
)

// The Universal Data Feed of TradingView's charting library.
//
// Reference: https://www.tradingview.com/charting-library-docs/latest/connecting_data/UDF/

func (s *Server) udfRoutes() []route {
	var routes []route
	for path, handle := range map[string]echo.HandlerFunc{
		"/udf/config": s.handleUDFConfig, "/udf/symbols": s.handleUDFSymbol, "/udf/search": s.handleUDFSearch, "/udf/history": s.handleUDFHistory,
		"/udf/marks": s.handleUDFMarks, "/udf/timescale_marks": s.handleUDFTimescaleMarks, "/udf/time": s.handleUDFTime,
	} {
		routes = append(routes, route{path, s.open(handle)})
	}
	return routes
}

func (s *Server) handleUDFConfig(c echo.Context) error {
	return c.JSON(http.StatusOK, object{
		"supported_resolutions": []string{"1", "1D"}, "supports_group_request": false, "supports_search": true, "supports_time": true,
		"supports_marks": true, "supports_timescale_marks": true,
		"exchanges": []object{{"value": "", "name": "All sources", "desc": ""}, {"value": "cbr", "name": "Bank of Russia", "desc": "Official rates"},
			{"value": "ecb", "name": "European Central Bank", "desc": "Reference rates"}, {"value": "moex", "name": "Moscow Exchange", "desc": "Candles"}},
		"symbols_types": []object{{"name": "All", "value": ""}, {"name": "Exchange rate", "value": "forex"}},
	})
}

// handleUDFTime gives the server's clock in seconds.
func (s *Server) handleUDFTime(c echo.Context) error {
	return c.String(http.StatusOK, strconv.FormatInt(s.Now().Unix(), 10))
}

// udfSeries is the series of a symbol; symbols are the ids of series.
func (s *Server) udfSeries(ctx context.Context, symbol string) (fx.Series, error) {
	stored, err := s.Store.Series(ctx)
	if err != nil {
		return fx.Series{}, err
	}
	for _, x := range stored {
		if strings.EqualFold(string(x.ID), symbol) && x.Kind != fx.KindPress {
			return x, nil
		}
	}
	return fx.Series{}, errNoSymbol
}

var errNoSymbol = &refusal{http.StatusNotFound, "unknown_symbol", "There is no series of that name."}

// udfError is how the feed says that something is wrong; anything else is an error of this side.
func udfError(c echo.Context, err error) error {
	var bad *badQuery
	if errors.Is(err, errNoSymbol) || errors.As(err, &bad) {
		text := "unknown_symbol"
		if bad != nil {
			text = bad.Error()
		}
		return c.JSON(http.StatusOK, object{"s": "error", "errmsg": text})
	}
	return err
}

func (s *Server) handleUDFSymbol(c echo.Context) error {
	x, err := s.udfSeries(c.Request().Context(), c.QueryParam("symbol"))
	if err != nil {
		return udfError(c, err)
	}
	return c.JSON(http.StatusOK, symbolOf(x))
}

// symbolOf describes a series. Its session is the whole week: a Saturday can be a day of the Bank of Russia.
func symbolOf(x fx.Series) object {
	minutes := x.ID.Interval() == "1m"
	resolution, status := udfResolution(x), "endofday"
	if minutes {
		status = "delayed_streaming"
	}
	return object{"name": x.ID, "ticker": x.ID, "description": x.Name + ", " + x.Unit, "type": "forex", "session": "24x7", "timezone": "Etc/UTC",
		"exchange": x.ID.Source(), "listed_exchange": x.ID.Source(), "format": "price", "minmov": 1, "pricescale": 10_000, "has_intraday": minutes,
		"intraday_multipliers": []string{"1"}, "has_daily": !minutes, "has_weekly_and_monthly": false, "supported_resolutions": []string{resolution},
		"data_status": status, "currency_code": x.ID.Pair().Quote(), "volume_precision": 0}
}

// udfResolution is the one length of bars that a series has.
func udfResolution(x fx.Series) string {
	if x.ID.Interval() == "1m" {
		return "1"
	}
	return "1D"
}

// udfResolves refuses bars of another length than the series has: they are not put together here. D is the library's older word.
func udfResolves(x fx.Series, asked string) error {
	if has := udfResolution(x); asked != "" && asked != has && "1"+asked != has {
		return &badQuery{"resolution", fmt.Sprintf("%q: %s has bars of %s", clip(asked), x.ID, has)}
	}
	return nil
}

func (s *Server) handleUDFSearch(c echo.Context) error {
	stored, err := s.Store.Series(c.Request().Context())
	if err != nil {
		return err
	}
	limit, err := strconv.Atoi(cmp.Or(c.QueryParam("limit"), "30"))
	if err != nil || limit < 0 {
		return &badQuery{"limit", "want a whole number"}
	}
	found := []object{}
	for _, x := range stored {
		named := strings.Contains(strings.ToUpper(string(x.ID)+" "+x.ID.Pair().String()+" "+x.Name), strings.ToUpper(c.QueryParam("query")))
		from := c.QueryParam("exchange")
		if named && x.Kind != fx.KindPress && (from == "" || from == x.ID.Source()) && len(found) < limit {
			found = append(found, object{"symbol": x.ID, "full_name": x.ID, "ticker": x.ID, "description": x.Name + ", " + x.Unit, "exchange": x.ID.Source(), "type": "forex"})
		}
	}
	return c.JSON(http.StatusOK, found)
}

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
