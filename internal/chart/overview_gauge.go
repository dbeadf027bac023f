package chart

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-echarts/go-echarts/v2/opts"

	"detente/internal/event"
)

// Gauge is a daily line that others publish, drawn over the tension index on an axis of its own. It is no part of the
// index. Without a name nothing is drawn.
type Gauge struct {
	Line event.GaugeLine
	Days []event.Gauge // ascending by day; a day that is left out is a hole
}

func (g Gauge) drawn() bool { return g.Line.Name != "" }

// axisName names the axis: what is measured and in what.
func (g Gauge) axisName() string { return g.Line.Short + ", " + g.Line.Unit }

// append writes {"name","short","title","unit","days":[...],"v":[...]}, null where nothing is drawn.
func (g Gauge) append(dst []byte) []byte {
	if !g.drawn() {
		return append(dst, "null"...)
	}
	for _, word := range []struct{ key, text string }{
		{`{"name":`, g.Line.Name}, {`,"short":`, g.Line.Short}, {`,"title":`, g.Line.Title}, {`,"unit":`, g.Line.Unit},
	} {
		dst = appendString(append(dst, word.key...), word.text)
	}
	dst = appendColumn(append(dst, `,"days":`...), g.Days, func(dst []byte, x event.Gauge) []byte { return appendDay(dst, x.Day) })
	dst = appendColumn(append(dst, `,"v":`...), g.Days, func(dst []byte, x event.Gauge) []byte {
		return strconv.AppendFloat(dst, x.Value, 'f', -1, 64)
	})
	return append(dst, '}')
}

// gaugeAxis is on the right of the tension panel and has no lines across it: those of the index are read there.
func gaugeAxis() yAxis {
	axis := valueAxis("gauge", holeGauge)
	axis.GridIndex, axis.SplitNumber = 2, 2
	axis.Position, axis.Offset = "right", gutter
	axis.SplitLine.Show = opts.Bool(false)
	axis.NameTextStyle["align"] = "right"
	return axis
}

func gaugeLine(axis int) series {
	l := line("gauge", "comparison", muted, "solid")
	l.LineStyle.Width = 1
	l.XAxisIndex, l.YAxisIndex = 2, axis
	return directLabel(l)
}

// capital begins a text with a capital letter.
func capital(s string) string {
	if s == "" {
		return s
	}
	_, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:size]) + s[size:]
}
