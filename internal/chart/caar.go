package chart

import (
	"github.com/go-echarts/go-echarts/v2/opts"
)

// CAARInput is the mean path of an event study. CAAR is in percent, one value a Tau; Tau is in trading days, ascending.
type CAARInput struct {
	Caption Caption
	Tau     []float64
	CAAR    []float64
	Band    Band        // empty where there is none
	Placebo [][]float64 // paths of the same length around dates without events, drawn grey behind
}

// CAARPath draws the cumulated mean abnormal return with its band before a cloud of placebo paths, zero and day 0 marked.
// NaN is a hole. It fails where lengths differ or the caption lacks a title or unit.
func CAARPath(in CAARInput) (Chart, error) {
	const id = "caar"
	n := len(in.Tau)
	if err := sameLength(id, n, map[string][]float64{"CAAR": in.CAAR}); err != nil {
		return Chart{}, err
	}
	points := map[string][]row{"caar": pairUp(in.Tau, in.CAAR)}
	for _, path := range in.Placebo {
		if err := sameLength(id, n, map[string][]float64{"a placebo path": path}); err != nil {
			return Chart{}, err
		}
		points["placebo"] = append(append(points["placebo"], pairUp(in.Tau, path)...), gap)
	}
	cloud := line("placebo", "placebo dates", neutral, "solid")
	cloud.LineStyle.Width, cloud.LineStyle.Opacity, cloud.Silent = 1, opts.Float(0.18), true
	all := []series{cloud}
	if len(in.Band.Low) > 0 {
		if err := bandLengths(id, n, in.Band); err != nil {
			return Chart{}, err
		}
		all = append(all, bandSeries("band", in.Band, usdColour, 0.2)...)
		bandPoints(points, "band", in.Tau, in.Band)
	}
	path := line("caar", "CAAR", usdColour, "solid")
	path.ShowSymbol = opts.Bool(true)
	all = append(all, directLabel(path), marks(zeroLine(), upright{}))
	return study{id: id, caption: in.Caption, points: points, unit: "%", layout: plot(in.Caption, numberAxis(), all)}.chart()
}
