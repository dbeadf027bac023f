package chart

import (
	"detente/internal/civil"
)

// RollingInput is a statistic over a moving window, stamped with the window's last day. Days ascend.
type RollingInput struct {
	Caption Caption
	Days    []civil.Date
	Value   []float64
	Band    Band // pointwise: neighbouring windows share nearly all their days
}

// Rolling draws the statistic over time with its band and the zero line. It fails where the lengths differ or the
// caption lacks a title or unit.
func Rolling(in RollingInput) (Chart, error) {
	const id = "rolling"
	n := len(in.Days)
	if err := sameLength(id, n, map[string][]float64{"Value": in.Value}); err != nil {
		return Chart{}, err
	}
	at := make([]float64, n)
	for i, d := range in.Days {
		at[i] = float64(d.Unix() * 1000)
	}
	points := map[string][]row{"value": pairUp(at, in.Value)}
	var all []series
	if len(in.Band.Low) > 0 {
		if err := bandLengths(id, n, in.Band); err != nil {
			return Chart{}, err
		}
		all = bandSeries("band", in.Band, usdColour, 0.2)
		bandPoints(points, "band", at, in.Band)
	}
	all = append(all, line("value", in.Caption.Y, usdColour, "solid"), marks(zeroLine()))
	axis := timeAxis("x", 0, true)
	axis.Min, axis.Max = nil, nil
	if n > 0 {
		axis.Min, axis.Max = at[0], at[n-1]
	}
	return study{id: id, caption: in.Caption, points: points, layout: plot(in.Caption, axis, all)}.chart()
}
