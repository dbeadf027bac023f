package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

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
