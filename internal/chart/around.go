package chart

import (
	"github.com/go-echarts/go-echarts/v2/opts"

	"detente/internal/civil"
)

// AroundInput is what both pairs did around one event, fixing by fixing.
type AroundInput struct {
	Caption  Caption
	USD, EUR []AroundPoint // ascending by Tau
}

// AroundPoint is a fixing: Change is in percent since the last fixing before the event.
type AroundPoint struct {
	Tau    int // fixings from day 0
	Change float64
	Set    civil.Date
	Value  float64 // as published
}

// Around draws both lines with zero and day 0 marked. A row of data.points is [tau, change, set day since 1970, value]. It
// fails where the caption lacks a title or unit.
func Around(in AroundInput) (Chart, error) {
	points := map[string][]row{}
	usd, eur := line("usd", "USD", usdColour, "solid"), line("eur", "EUR", eurColour, "dashed")
	var all []series
	for _, one := range []struct {
		line   series
		points []AroundPoint
	}{{usd, in.USD}, {eur, in.EUR}} {
		if len(one.points) == 0 {
			continue
		}
		one.line.ShowSymbol = opts.Bool(true)
		all = append(all, directLabel(one.line))
		for _, p := range one.points {
			points[one.line.Id] = append(points[one.line.Id], row{float64(p.Tau), p.Change, float64(p.Set.Unix() / 86400), p.Value})
		}
	}
	all = append(all, marks(zeroLine(), upright{}))
	return study{id: "around", caption: in.Caption, points: points, unit: "%", layout: plot(in.Caption, numberAxis(), all)}.chart()
}
