package chart

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"detente/internal/civil"
	"detente/internal/fx"
)

// Market is the exchange's daily prices, drawn beside the official rates and never joined with them. A candle is compared
// with the fixing set on its own Moscow day; candles on other days are left out.
type Market struct {
	USD, EUR []fx.Candle // ascending
	Candles  bool        // all four prices; the close alone where false
}

func (m Market) empty() bool { return len(m.USD)+len(m.EUR) == 0 }

// market tells whether and how the exchange is drawn: not where the lines are in another unit.
func (in OverviewInput) marketKind() string {
	switch {
	case in.Market.empty() || in.inUnits():
		return ""
	case in.Market.Candles && in.Rebase.IsZero():
		return "candles"
	}
	return "close"
}

// appendMarket writes {"usd":[close...],"eur":[...],"candles":{"usd":[[open,close,low,high]...]}}, a place a row.
func (in OverviewInput) appendMarket(dst []byte, rows []rateRow) []byte {
	kind := in.marketKind()
	if kind == "" {
		return append(dst, "null"...)
	}
	column := func(dst []byte, candles []fx.Candle, cell func([]byte, fx.Candle) []byte) []byte {
		byDay := candlesByDay(candles)
		return appendColumn(dst, rows, func(dst []byte, r rateRow) []byte {
			if c, ok := byDay[r.set]; ok {
				return cell(dst, c)
			}
			return append(dst, "null"...)
		})
	}
	closing := func(dst []byte, c fx.Candle) []byte { return c.Close.Append(dst) }
	dst = column(append(dst, `{"usd":`...), in.Market.USD, closing)
	dst = column(append(dst, `,"eur":`...), in.Market.EUR, closing)
	if kind == "candles" {
		dst = column(append(dst, `,"candles":{"usd":`...), in.Market.USD, appendCandle)
		dst = append(column(append(dst, `,"eur":`...), in.Market.EUR, appendCandle), '}')
	}
	return append(dst, '}')
}

// appendCandle writes the prices in the order ECharts wants them.
func appendCandle(dst []byte, c fx.Candle) []byte {
	dst = c.Open.Append(append(dst, '['))
	dst = c.Close.Append(append(dst, ','))
	dst = c.Low.Append(append(dst, ','))
	return append(c.High.Append(append(dst, ',')), ']')
}

func candlesByDay(candles []fx.Candle) map[civil.Date]fx.Candle {
	zone := fx.CalendarOf(fx.MOEXUSDD).Zone
	days := make(map[civil.Date]fx.Candle, len(candles))
	for _, c := range candles {
		days[civil.Of(c.Start.In(zone))] = c
	}
	return days
}

// marketSeries are the exchange's prices of one pair.
func marketSeries(id, name, colour string, axis int, kind string) series {
	if kind == "candles" {
		s := series{SingleSeries: charts.SingleSeries{Id: id + "-candles", Name: name + " market", Type: "candlestick", YAxisIndex: axis}}
		s.ItemStyle = &opts.ItemStyle{Color: surface, Color0: colour, BorderColor: colour, BorderColor0: colour}
		return s
	}
	s := line(id+"-market", name+" market", colour, "dotted")
	s.YAxisIndex = axis
	s.LineStyle.Width = 1.25
	return s
}
