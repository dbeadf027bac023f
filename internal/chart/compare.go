package chart

import (
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/opts"

	"detente/internal/fx"
)

// CompareInput is two stretches of the same pairs, each counted from its own day 0.
type CompareInput struct {
	Caption Caption // Y is not used: each panel names its own axis
	Panels  []ComparePanel
}

// ComparePanel is one pair: its values in both stretches. A stretch without values is not drawn.
type ComparePanel struct {
	Pair fx.Pair
	A, B CompareLine
}

// CompareLine is a pair in one stretch, ascending by Tau.
type CompareLine struct {
	Name   string // at its right end: the day it is counted from
	Points []fx.Aligned
}

// Heights of the panels in pixels; the lowest one has the axis' numbers and name under it.
const (
	panelHeight = 220
	panelTop    = 36
	panelFoot   = 52
)

// Compare draws a panel a pair, one under the other, with both stretches over the same count of fixings. A row of
// data.points is [tau, index, set day since 1970, value as published]. It fails where the caption lacks a title or the
// name of the x axis.
func Compare(in CompareInput) (Chart, error) {
	caption := in.Caption
	caption.Y = "index"
	s := study{id: "compare", caption: caption, points: map[string][]row{}, unit: "",
		height: len(in.Panels)*(panelHeight+panelTop) + panelFoot}
	s.layout.axisTooltip = true
	for i, p := range in.Panels {
		s.addPanel(i, p, i+1 == len(in.Panels))
	}
	return s.chart()
}

// addPanel appends the grid, the axes and the lines of one pair.
func (s *study) addPanel(i int, p ComparePanel, lowest bool) {
	pair := strings.ToLower(p.Pair.Base())
	top := panelTop + i*(panelHeight+panelTop)
	panel := opts.Grid{Left: "56", Right: "104", Top: strconv.Itoa(top), Height: strconv.Itoa(panelHeight)}
	if lowest {
		panel.Bottom = strconv.Itoa(panelFoot)
	}
	s.layout.grids = append(s.layout.grids, grid{panel, pair})
	x := numberAxis()
	x.ID, x.GridIndex = "x-"+pair, i
	if lowest {
		x.Name, x.NameTextStyle = s.caption.X, map[string]any{"color": muted, "fontSize": textSize}
		x.NameLocation, x.NameGap = "middle", 30
	} else {
		x.AxisLabel.Show = opts.Bool(false)
	}
	y := valueAxis("y-"+pair, p.Pair.String()+", day 0 = 100"+weaker)
	y.GridIndex, y.Scale = i, opts.Bool(true)
	s.layout.xs, s.layout.ys = append(s.layout.xs, x), append(s.layout.ys, y)
	s.addLine("a-"+pair, p.A, tokenOf(p.Pair), "solid", i)
	s.addLine("b-"+pair, p.B, muted, "dashed", i)
	mark := marks(level{YAxis: 100, LineStyle: zeroLine().LineStyle}, upright{})
	mark.Id, mark.XAxisIndex, mark.YAxisIndex = "marks-"+pair, i, i
	s.layout.series = append(s.layout.series, mark)
}

// tokenOf is the colour of a pair.
func tokenOf(p fx.Pair) string {
	if p == fx.EURRUB {
		return eurColour
	}
	return usdColour
}

func (s *study) addLine(id string, l CompareLine, colour, dash string, panel int) {
	if len(l.Points) == 0 {
		return
	}
	drawn := line(id, l.Name, colour, dash)
	drawn.XAxisIndex, drawn.YAxisIndex = panel, panel
	s.layout.series = append(s.layout.series, directLabel(drawn))
	for _, p := range l.Points {
		s.points[id] = append(s.points[id], row{float64(p.Tau), p.Index, float64(epochDay(p.Set)), p.Value.Float()})
	}
}
