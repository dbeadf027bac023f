package chart

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// The parts that several charts are put together from.

// timeAxis is an x axis of instants, in milliseconds UTC, between the holes of its option.
func timeAxis(id string, index int, labelled bool) xAxis {
	return xAxis{ID: id, XAxis: opts.XAxis{
		Type: "time", GridIndex: index, Min: holeMin, Max: holeMax,
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(labelled), Color: muted, FontSize: textSize, HideOverlap: opts.Bool(true)},
		AxisLine:  axisLine(),
		AxisTick:  &opts.AxisTick{Show: opts.Bool(labelled), LineStyle: &opts.LineStyle{Color: hairline}},
		SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
	}}
}

func axisLine() *opts.AxisLine {
	return &opts.AxisLine{Show: opts.Bool(true), OnZero: opts.Bool(false), LineStyle: &opts.LineStyle{Color: hairline}}
}

// valueAxis is a y axis of numbers with its name over it, beginning at the left edge of its labels.
func valueAxis(id string, name any) yAxis {
	return yAxis{
		ID: id, Name: name,
		NameTextStyle: map[string]any{"color": muted, "fontSize": textSize, "align": "left"},
		AxisLabel:     &axisLabel{AxisLabel: opts.AxisLabel{Color: muted, FontSize: textSize, HideOverlap: opts.Bool(true)}},
		SplitLine:     &splitLine{SplitLine: opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: hairline, Width: 1}}},
		AxisTick:      &opts.AxisTick{Show: opts.Bool(false)},
		YAxis: opts.YAxis{
			Type: "value", NameLocation: "end", NameGap: 10,
			AxisLine: &opts.AxisLine{Show: opts.Bool(false), OnZero: opts.Bool(false)},
		},
	}
}

// line joins its points by straight strokes and leaves a hole where one is missing.
func line(id, name, colour, dash string) series {
	s := series{SingleSeries: charts.SingleSeries{Id: id, Name: name, Type: "line",
		Symbol: "circle", SymbolSize: 5, ShowSymbol: opts.Bool(false), ConnectNulls: opts.Bool(false)}}
	s.LineStyle = &opts.LineStyle{Color: colour, Width: 1.75, Type: dash}
	s.ItemStyle = &opts.ItemStyle{Color: colour}
	return s
}

// directLabel puts the name of the series at the right end of its line, instead of a legend.
func directLabel(s series) series {
	s.EndLabel = map[string]any{"show": true, "formatter": "{a}", "color": s.ItemStyle.Color, "fontSize": textSize, "distance": 10}
	s.LabelLayout = &opts.LabelLayout{MoveOverlap: "shiftY"}
	return s
}
