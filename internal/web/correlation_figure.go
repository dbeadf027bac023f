package web

import (
	"fmt"

	"detente/internal/analysis"
	"detente/internal/chart"
)

func (v *correlationView) figures(r analysis.CorrelateReport) (err error) {
	if v.Scatter, err = scatterFigure(r); err != nil {
		return err
	}
	if len(r.CCF) > 0 {
		if v.CCF, err = ccfFigure(r); err != nil {
			return err
		}
	}
	if len(r.Rolling) > 0 {
		if v.Rolling, err = rollingFigure(r); err != nil {
			return err
		}
	}
	if len(r.Projection) > 0 {
		v.Projection, err = projectionFigure(r)
	}
	return err
}

func foot(r analysis.CorrelateReport) string {
	return fmt.Sprintf("n = %s, %s. Source: %s.", count(r.N), sampleSpan(r), pairText(r.Series))
}

// targetAxis is the name of the target with its unit and the meaning of its sign.
func targetAxis(r analysis.CorrelateReport) string {
	up := "+ = higher price"
	if r.Series.Pair().Quote() == "RUB" {
		up = "+ = rouble weaker"
	}
	switch r.Target {
	case analysis.TargetAbsReturn:
		return "size of the daily move, %"
	case analysis.TargetVolatility:
		return "realised volatility, % a year"
	case analysis.TargetLevel:
		return "rate"
	}
	return "daily move, % (" + up + ")"
}

func tensionAxis(r analysis.CorrelateReport) string {
	if r.Tension == analysis.TensionStock {
		return "stock of tension, points (+ = escalation)"
	}
	return "flow of tension, points (+ = escalation)"
}

func scatterFigure(r analysis.CorrelateReport) (*figureView, error) {
	in := chart.ScatterInput{X: r.Scatter.Tension, Y: r.Scatter.Target, Days: r.Scatter.Dates,
		Caption: chart.Caption{Title: "Each fixing: tension and the rate", Note: "n = " + count(r.N), X: tensionAxis(r), Y: targetAxis(r)}}
	text := "Each dot is a fixing. "
	if len(r.OLS.Terms) >= 2 && r.Control == "" {
		in.Fit = &chart.Fit{Intercept: r.OLS.Terms[0].Coef, Slope: r.OLS.Terms[1].Coef}
		text += "Dashed: least squares. "
	}
	return newFigure(chartOf(chart.Scatter(in)), text+foot(r))
}

func ccfFigure(r analysis.CorrelateReport) (*figureView, error) {
	in := chart.CCFInput{White: orNaN(r.Bounds.White), Bartlett: orNaN(r.Bounds.Bartlett), Caption: chart.Caption{Title: "Correlation by lag",
		Note: "n = " + count(r.N), X: "lag k in fixings   (left: " + leads(-1, r) + " · right: " + leads(1, r) + ")", Y: "correlation"}}
	for _, l := range r.CCF {
		in.Lags, in.R = append(in.Lags, l.Lag), append(in.R, l.R)
	}
	return newFigure(chartOf(chart.CCF(in)), "Dotted: 95 % bounds of one lag for white noise; dashed: Bartlett’s. "+foot(r))
}

func rollingFigure(r analysis.CorrelateReport) (*figureView, error) {
	in := chart.RollingInput{Band: chart.Band{Name: "95 % interval"}, Caption: chart.Caption{Title: fmt.Sprintf("Correlation over the %d fixings before", r.Window),
		Note: "n = " + count(len(r.Rolling)) + " windows", X: "last set date of the window", Y: "correlation"}}
	for _, w := range r.Rolling {
		in.Days, in.Value = append(in.Days, w.Date), append(in.Value, orNaN(w.R))
		in.Band.Low, in.Band.High = append(in.Band.Low, orNaN(w.Lo)), append(in.Band.High, orNaN(w.Hi))
	}
	return newFigure(chartOf(chart.Rolling(in)), fmt.Sprintf("Band: pointwise, for independent days; neighbouring windows share %d of %d fixings. ", r.Window-1, r.Window)+foot(r))
}

func projectionFigure(r analysis.CorrelateReport) (*figureView, error) {
	unit := "cumulated move, % a point of tension"
	if r.Target != analysis.TargetReturn {
		unit = "change of the target a point of tension"
	}
	in := chart.LocalProjectionInput{Inner: chart.Band{Name: "90 %"}, Wide: chart.Band{Name: "95 %"}, Caption: chart.Caption{
		Title: "After one more point of tension", Note: "local projections", X: "fixings after", Y: unit}}
	for _, h := range r.Projection {
		in.Horizon, in.Beta = append(in.Horizon, float64(h.H)), append(in.Beta, h.Beta)
		in.Inner.Low, in.Inner.High = append(in.Inner.Low, orNaN(h.Lo90)), append(in.Inner.High, orNaN(h.Hi90))
		in.Wide.Low, in.Wide.High = append(in.Wide.Low, orNaN(h.Lo95)), append(in.Wide.High, orNaN(h.Hi95))
	}
	return newFigure(chartOf(chart.LocalProjection(in)), "Bands: 90 % and 95 %, Newey-West, each horizon by itself. "+foot(r))
}
