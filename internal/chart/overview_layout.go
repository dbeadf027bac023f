package chart

import (
	"math"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"detente/internal/fx"
	"detente/internal/tension"
)

// The holes of the overview's option.
const (
	holeTitle     hole = "title"
	holeMin       hole = "min"
	holeMax       hole = "max"
	holeFrom      hole = "from"
	holeTo        hole = "to"
	holeIndex     hole = "index"
	holeTension   hole = "tension"
	holeGauge     hole = "gauge"
	holeBreaks    hole = "breaks"
	holeHairlines hole = "hairlines"
)

// The overview's grids in pixels from the bottom: slider, tension, lane; the rates have what is left.
const (
	gutter      = 64 // for direct labels, between the plot and the right axis
	rightAxis   = 48 // for the right axis' own labels
	marginLeft  = "56"
	overviewTop = "28"
)

// overviewLayout draws rates, lane and tension over one another. The numbers of grids and axes are those of doc.go.
func overviewLayout(kind overviewKind) layout {
	ys := rateAxes(kind)
	lane, points := len(ys), len(ys)+1
	ys = append(ys, laneAxis(), tensionAxis())
	all := append(rateSeries(kind), overviewSeries(lane, points)...)
	if kind.gauge {
		ys, all = append(ys, gaugeAxis()), append(all, gaugeLine(points+1))
	}
	right := strconv.Itoa(kind.marginRight())
	return layout{
		title:       holeTitle,
		axisTooltip: true,
		grids: []grid{
			overviewGrid("rates", opts.Grid{Right: right, Top: overviewTop, Bottom: "232"}),
			overviewGrid("lane", opts.Grid{Right: right, Bottom: "164", Height: "56"}),
			overviewGrid("tension", opts.Grid{Right: right, Bottom: "64", Height: "72"}),
		},
		xs:     []xAxis{timeAxis("x-rates", 0, false), timeAxis("x-lane", 1, false), timeAxis("x-tension", 2, true)},
		ys:     ys,
		zooms:  []zoom{insideZoom(), sliderZoom(right)},
		series: all,
	}
}

func (kind overviewKind) marginRight() int {
	if kind.usd && kind.eur && !kind.rebased {
		return gutter + rightAxis
	}
	return gutter + 8
}

func overviewGrid(id string, g opts.Grid) grid {
	g.Left = marginLeft
	return grid{g, id}
}

// weaker is said on every axis of a rate.
const weaker = " (up = weaker rouble)"

// The names of the axes for a narrow screen.
const (
	narrowUSD = "₽ per $ (up = weaker ₽)"
	narrowEUR = "₽ per €"
)

// rateAxes are one axis a pair, dollars left, euros right, or one for both where they are an index.
func rateAxes(kind overviewKind) []yAxis {
	if kind.rebased {
		return []yAxis{rateAxis("index", holeIndex, kind, false)}
	}
	var axes []yAxis
	if kind.usd {
		axes = append(axes, rateAxis("usd", fx.USDRUB.Unit()+weaker, kind, false))
	}
	if kind.eur {
		name := fx.EURRUB.Unit()
		if !kind.usd {
			name += weaker
		}
		axes = append(axes, rateAxis("eur", name, kind, kind.usd))
	}
	if len(axes) == 0 {
		axes = append(axes, rateAxis("usd", "", kind, false))
	}
	return axes
}

// rateAxis never begins at zero unless the rate does: a rouble that halves is not twice the ink.
func rateAxis(id string, name any, kind overviewKind, right bool) yAxis {
	axis := valueAxis(id, name)
	axis.Scale = opts.Bool(!kind.units) // changes are read against zero
	if kind.log {
		axis.Type, axis.Min, axis.Max = "log", "dataMin", "dataMax"
		axis.AxisLabel.CustomValues, axis.SplitLine.CustomValues = roundRates(), roundRates()
	}
	if right {
		axis.Position, axis.Offset = "right", gutter
		axis.SplitLine.Show = opts.Bool(false)
		axis.NameTextStyle["align"] = "right"
	}
	return axis
}

// roundRates are the ticks of a logarithmic axis: powers of ten alone would leave most windows with one tick or none.
func roundRates() []float64 {
	var ticks []float64
	for decade := 1.0; decade <= 1000; decade *= 10 {
		for _, step := range []float64{1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9} {
			ticks = append(ticks, math.Round(decade*step*100)/100)
		}
	}
	return ticks
}

func laneAxis() yAxis {
	return yAxis{ID: "lane", YAxis: opts.YAxis{Type: "value", GridIndex: 1, Show: opts.Bool(false), Min: 0, Max: 1}}
}

func indexName(o tension.Options) string {
	return "tension and diplomacy, points (" + o.Caption() + ")"
}

func tensionAxis() yAxis {
	axis := valueAxis("tension", holeTension)
	axis.GridIndex, axis.Min, axis.SplitNumber = 2, 0, indexSteps
	return axis
}

// zoomOf covers all three x axes; weakFilter keeps the lane's one item while any of it is in the window.
func zoomOf(kind string) zoom {
	return zoom{ID: kind, StartValue: holeFrom, EndValue: holeTo,
		DataZoom: opts.DataZoom{Type: kind, XAxisIndex: []int{0, 1, 2}, FilterMode: "weakFilter", Throttle: 16}}
}

func insideZoom() zoom {
	z := zoomOf("inside")
	z.ZoomOnMouseWheel = "ctrl"
	return z
}

func sliderZoom(right string) zoom {
	z := zoomOf("slider")
	z.sliderLook = &sliderLook{
		Left: marginLeft, Right: right, Bottom: 14, Height: 22,
		BorderColor: hairline, FillerColor: hairline, BackgroundColor: "transparent",
		TextStyle: map[string]any{"color": muted, "fontSize": textSize},
	}
	return z
}

// rateSeries are the lines of the pairs, the quotes over them and the two carriers of vertical lines.
func rateSeries(kind overviewKind) []series {
	var all []series
	if kind.usd {
		all = append(all, rateSeriesOf("usd", "USD", usdColour, "solid", 0, kind)...)
	}
	if kind.eur {
		axis := 0
		if kind.usd && !kind.rebased {
			axis = 1
		}
		all = append(all, rateSeriesOf("eur", "EUR", eurColour, "dashed", axis, kind)...)
	}
	return append(all,
		carrier("breaks", holeBreaks, "dotted", true),
		carrier("hairlines", holeHairlines, "solid", false))
}

// rateSeriesOf are the official rates of a pair, what the press printed and, where it is asked for, the exchange's prices.
func rateSeriesOf(id, name, colour, dash string, axis int, kind overviewKind) []series {
	if kind.bars {
		bar := series{SingleSeries: charts.SingleSeries{Id: id, Name: name, Type: "bar", YAxisIndex: axis}}
		bar.ItemStyle = &opts.ItemStyle{Color: colour}
		// Bars have no end to be labelled at: an unseen line through their tops has.
		tops := line(id+"-name", name, colour, "solid")
		tops.YAxisIndex, tops.Symbol, tops.Silent = axis, "none", true
		tops.LineStyle.Opacity = opts.Float(0)
		return []series{bar, directLabel(tops)}
	}
	all := []series{rateLine(id, name, colour, dash, axis, kind)}
	if kind.units {
		return all // a press quote has no fixing before it to be compared with
	}
	press := "quotes"
	if id != "usd" {
		press += "-" + id
	}
	all = append(all, quotes(press, name+" in the press", colour, axis))
	if kind.market != "" {
		all = append(all, marketSeries(id, name, colour, axis, kind.market))
	}
	return all
}

func rateLine(id, name, colour, dash string, axis int, kind overviewKind) series {
	s := line(id, name, colour, dash)
	s.YAxisIndex = axis
	s.ShowSymbol = opts.Bool(kind.symbols)
	return directLabel(s)
}

func quotes(id, name, colour string, axis int) series {
	s := series{SingleSeries: charts.SingleSeries{Id: id, Name: name, Type: "scatter", YAxisIndex: axis, Symbol: "diamond", SymbolSize: 9}}
	s.ItemStyle = &opts.ItemStyle{Color: surface, BorderColor: colour, BorderWidth: 2}
	s.Z = 5
	return s
}

// carrier is a series without points that holds vertical lines: they stay when a pair is switched off.
func carrier(id string, lines hole, dash string, labelled bool) series {
	s := series{SingleSeries: charts.SingleSeries{Id: id, Type: "line", Data: []any{}}, Silent: true}
	s.MarkLine = &markLine{
		Silent: true, Symbol: "none", Data: lines,
		Label: map[string]any{"show": labelled, "formatter": "{b}", "position": "insideEndTop", "color": muted, "fontSize": 12,
			"width": 150, "overflow": "truncate"},
		LineStyle: &opts.LineStyle{Color: muted, Width: 1, Type: dash},
	}
	return s
}

// overviewSeries are the lane of events and the two lines of the index; lane and points are the y axes they use.
func overviewSeries(lane, points int) []series {
	events := series{SingleSeries: charts.SingleSeries{Id: "events", Name: "Events", Type: "custom", XAxisIndex: 1, YAxisIndex: lane}}
	events.Encode = &opts.Encode{X: []int{0, 1}, Y: 2}
	all := []series{events}
	for _, l := range []series{line("tension", "tension", escalation, "solid"), line("diplomacy", "diplomacy", deEscalation, "dashed")} {
		l.XAxisIndex, l.YAxisIndex = 2, points
		all = append(all, directLabel(l))
	}
	return all
}
