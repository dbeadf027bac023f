package chart

import (
	"github.com/go-echarts/go-echarts/v2/opts"
)

// LocalProjectionInput is an impulse response by horizon, in percent a unit of the shock. Horizon is in trading days, ascending.
type LocalProjectionInput struct {
	Caption     Caption
	Horizon     []float64
	Beta        []float64
	Inner, Wide Band // pointwise, usually 90% and 95%
}

// LocalProjection draws the response with both bands and the zero line. It fails where the lengths differ or the
// caption lacks a title or unit.
func LocalProjection(in LocalProjectionInput) (Chart, error) {
	const id = "local-projection"
	n := len(in.Horizon)
	if err := sameLength(id, n, map[string][]float64{"Beta": in.Beta}); err != nil {
		return Chart{}, err
	}
	if err := bandLengths(id, n, in.Inner, in.Wide); err != nil {
		return Chart{}, err
	}
	points := map[string][]row{"beta": pairUp(in.Horizon, in.Beta)}
	bandPoints(points, "wide", in.Horizon, in.Wide)
	bandPoints(points, "inner", in.Horizon, in.Inner)
	beta := line("beta", "response", usdColour, "solid")
	beta.ShowSymbol = opts.Bool(true)
	all := append(bandSeries("wide", in.Wide, usdColour, 0.12), bandSeries("inner", in.Inner, usdColour, 0.2)...)
	all = append(all, beta, marks(zeroLine()))
	return study{id: id, caption: in.Caption, points: points, unit: "%", layout: plot(in.Caption, numberAxis(), all)}.chart()
}
