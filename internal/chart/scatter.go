package chart

import (
	"fmt"
	"math"

	"github.com/go-echarts/go-echarts/v2/opts"

	"detente/internal/civil"
)

// ScatterInput is one mark a pair of X and Y; a pair with a missing half is not drawn.
type ScatterInput struct {
	Caption Caption
	X, Y    []float64
	Days    []civil.Date // of the pairs, for the tooltip; nil where they have none
	Fit     *Fit         // the regression line, nil for none
}

// Fit is the line y = Intercept + Slope x, drawn over the range of the data and no further.
type Fit struct{ Intercept, Slope float64 }

// Scatter draws the pairs with both zero lines. A row of data.points.pairs is [x, y, i], i being the pair's position in
// the input, and with days [x, y, i, day], counted from 1970. It fails where the lengths differ or the caption lacks a title or unit.
func Scatter(in ScatterInput) (Chart, error) {
	if err := sameLength("scatter", len(in.X), map[string][]float64{"Y": in.Y}); err != nil {
		return Chart{}, err
	}
	if len(in.Days) > 0 && len(in.Days) != len(in.X) {
		return Chart{}, fmt.Errorf("chart: scatter: %d days for %d pairs", len(in.Days), len(in.X))
	}
	points := map[string][]row{}
	low, high := math.Inf(1), math.Inf(-1)
	for i, x := range in.X {
		if finite(x) && finite(in.Y[i]) {
			pair := row{x, in.Y[i], float64(i)}
			if len(in.Days) > 0 {
				pair = append(pair, float64(in.Days[i].Unix()/86400))
			}
			points["pairs"] = append(points["pairs"], pair)
			low, high = min(low, x), max(high, x)
		}
	}
	pairs := dots("pairs", "days", usdColour, "circle", 6)
	pairs.ItemStyle.Opacity = opts.Float(0.6)
	all := []series{pairs}
	if in.Fit != nil && low < high {
		fit := line("fit", "least squares", ink, "dashed")
		fit.Symbol, fit.Silent = "none", true
		all = append(all, fit)
		points["fit"] = []row{{low, in.Fit.Intercept + in.Fit.Slope*low}, {high, in.Fit.Intercept + in.Fit.Slope*high}}
	}
	l := plot(in.Caption, numberAxis(), append(all, marks(zeroLine(), upright{LineStyle: zeroLine().LineStyle})))
	l.axisTooltip = false
	return study{id: "scatter", caption: in.Caption, points: points, layout: l}.chart()
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
