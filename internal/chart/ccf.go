package chart

import (
	"math"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// CCFInput is a cross-correlation function. Lags ascend by one; lag k > 0: tension leads the rate by k days. White and
// Bartlett are the half-widths of the bounds around zero, NaN where there is none.
type CCFInput struct {
	Caption         Caption
	Lags            []int
	R               []float64
	White, Bartlett float64
}

// CCF draws a bar a lag between its bounds. A row of data.points.ccf is [position, r]; data of the x axis are the lags.
// It fails where the lengths differ or the caption lacks a title or unit.
func CCF(in CCFInput) (Chart, error) {
	if err := sameLength("ccf", len(in.Lags), map[string][]float64{"R": in.R}); err != nil {
		return Chart{}, err
	}
	bars := series{SingleSeries: charts.SingleSeries{Id: "ccf", Name: "correlation", Type: "bar", BarWidth: "55%"}}
	bars.ItemStyle = &opts.ItemStyle{Color: usdColour}
	lines := append([]any{zeroLine()}, bounds(in.White, "dotted")...)
	lines = append(lines, bounds(in.Bartlett, "dashed")...)
	points := map[string][]row{}
	labels := make([]string, len(in.Lags))
	for i, lag := range in.Lags {
		labels[i] = strings.Replace(strconv.Itoa(lag), "-", "−", 1)
		points["ccf"] = append(points["ccf"], row{float64(i), in.R[i]})
	}
	axis := numberAxis()
	axis.Type, axis.Scale, axis.Data = "category", nil, labels
	l := plot(in.Caption, axis, []series{bars, marks(lines...)})
	reach := in.reach()
	l.ys[0].Min, l.ys[0].Max = -reach, reach
	return study{id: "ccf", caption: in.Caption, points: points, layout: l}.chart()
}

// reach is the end of the y axis on both sides: a tenth, rounded up, that shows every bar and both bounds.
func (in CCFInput) reach() float64 {
	reach := 0.1
	for _, x := range append([]float64{in.White, in.Bartlett}, in.R...) {
		if finite(x) {
			reach = max(reach, math.Ceil(math.Abs(x)*10+0.1)/10)
		}
	}
	return min(reach, 1)
}

// bounds are the lines at plus and minus half, none where half is no number.
func bounds(half float64, dash string) []any {
	if math.IsNaN(half) || math.IsInf(half, 0) || half <= 0 {
		return nil
	}
	style := &opts.LineStyle{Color: muted, Width: 1, Type: dash}
	return []any{level{YAxis: half, LineStyle: style}, level{YAxis: -half, LineStyle: style}}
}
