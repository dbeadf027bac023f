package chart

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// ForestRow is one event's cumulative abnormal return in percent with its interval; NaN is missing.
type ForestRow struct {
	Label          string // "7 Feb 2022 Macron in Moscow"
	CAR, Low, High float64
	Mean           bool // the mean of the others: drawn stronger
}

// ForestInput lists the rows from top to bottom.
type ForestInput struct {
	Caption Caption // X is the CAR's axis, Y says what a row is
	Rows    []ForestRow
}

const (
	forestRow   = 24 // pixels a row, a target that a finger can hit
	forestRoom  = 96 // pixels above and below the rows
	forestLabel = 260
)

// Forest draws one row an event: the interval as a stroke, the value as a mark, zero as a line. Its height grows with
// the rows. The i-th row of data.points.car is [CAR, i, low, high]. It fails where the caption lacks a title or unit.
func Forest(in ForestInput) (Chart, error) {
	points := map[string][]row{}
	labels := make([]string, len(in.Rows))
	for i, r := range in.Rows {
		y := float64(i)
		labels[i] = r.Label
		points["interval"] = append(points["interval"], row{r.Low, y}, row{r.High, y}, gap)
		id := "car"
		if r.Mean {
			id = "mean"
		}
		if !math.IsNaN(r.CAR) {
			points[id] = append(points[id], row{r.CAR, y, r.Low, r.High})
		}
	}
	interval := line("interval", "interval", muted, "solid")
	interval.Symbol, interval.Silent = "none", true
	zero := marks(upright{LineStyle: zeroLine().LineStyle})
	l := plot(in.Caption, numberAxis(), []series{interval, dots("car", "CAR", usdColour, "circle", 9), dots("mean", "mean", ink, "diamond", 14), zero})
	l.axisTooltip = false
	l.ys = []yAxis{labelAxis(in.Caption.Y, labels)}
	l.grids[0].Left, l.grids[0].Right = "272", "24"
	return study{id: "forest", caption: in.Caption, points: points, unit: "%", layout: l,
		height: forestRoom + forestRow*len(in.Rows)}.chart()
}

// labelAxis is a y axis of texts, the first on top.
func labelAxis(name string, labels []string) yAxis {
	axis := valueAxis("y", name)
	axis.Type, axis.Inverse, axis.NameLocation = "category", opts.Bool(true), "start"
	axis.Data = labels
	axis.NameTextStyle["align"] = "right"
	axis.AxisLabel.Width, axis.AxisLabel.Overflow = forestLabel, "truncate"
	axis.AxisLabel.Interval, axis.AxisLabel.HideOverlap = "0", nil
	axis.SplitLine.Show = opts.Bool(false)
	return axis
}

// dots is a scatter of one mark.
func dots(id, name, colour, symbol string, size int) series {
	s := series{SingleSeries: charts.SingleSeries{Id: id, Name: name, Type: "scatter", Symbol: symbol, SymbolSize: size}}
	s.ItemStyle = &opts.ItemStyle{Color: colour}
	return s
}
