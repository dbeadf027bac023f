package chart

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Caption is what every study chart says about itself. Title and both axis names, with their units, are required.
type Caption struct {
	Title string // what is shown, with the series: "USD/RUB around 14 escalations"
	Note  string // n, window, model: the rest of the aria-label, and what the page prints below
	X, Y  string // the axes' names with units
}

// Band is an interval around a line; Low and High are as long as the line. Entries that are NaN are missing.
type Band struct {
	Name      string // "95% confidence"
	Low, High []float64
}

// study puts one plot together: grids, axes and series from the layout, rows from points.
type study struct {
	id      string
	caption Caption
	layout  layout
	points  map[string][]row
	unit    string
	height  int // pixels; zero leaves it to CSS
}

// row is one point of a series, as ECharts takes it: x, y and what the tooltip needs besides.
type row []float64

// gap ends a stroke.
var gap = row{math.NaN(), math.NaN()}

func (s study) chart() (Chart, error) {
	if s.caption.Title == "" || s.caption.X == "" || s.caption.Y == "" {
		return Chart{}, fmt.Errorf("chart: %s: title and both axis names are wanted, with their units", s.id)
	}
	s.layout.title = s.caption.Title
	option, err := s.layout.option()
	if err != nil {
		return Chart{}, err
	}
	label := s.caption.Title
	if s.caption.Note != "" {
		label += ": " + s.caption.Note
	}
	return Chart{ID: s.id, Option: option, Data: s.data(), Title: s.caption.Title, Label: label}, nil
}

// data writes {"points":{id:[[x,y],...]},"unit":...,"height":...}, series in the order of the layout.
func (s study) data() json.RawMessage {
	dst := []byte(`{"points":{`)
	for i, series := range s.layout.series {
		dst = append(appendString(comma(dst, i), series.Id), ':')
		dst = appendColumn(dst, s.points[series.Id], appendRow)
	}
	dst = appendString(append(dst, `},"unit":`...), s.unit)
	if s.height > 0 {
		dst = appendFloat(append(dst, `,"height":`...), float64(s.height), 0)
	}
	return append(dst, '}')
}

// studyDecimals is how many digits after the point a study chart is given: more than can be seen, fewer than noise.
const studyDecimals = 6

func appendRow(dst []byte, r row) []byte {
	return appendColumn(dst, r, func(dst []byte, x float64) []byte { return appendFloat(dst, x, studyDecimals) })
}

// plot is a layout of one grid, its x axis named below and its y axis above.
func plot(c Caption, x xAxis, all []series) layout {
	x.Name, x.NameTextStyle = c.X, map[string]any{"color": muted, "fontSize": textSize}
	x.NameLocation, x.NameGap = "middle", 30
	return layout{
		grids:       []grid{{opts.Grid{Left: "56", Right: "72", Top: "28", Bottom: "52"}, "plot"}},
		xs:          []xAxis{x},
		ys:          []yAxis{valueAxis("y", c.Y)},
		series:      all,
		axisTooltip: true,
	}
}

// numberAxis is an x axis of numbers.
func numberAxis() xAxis {
	return xAxis{ID: "x", XAxis: opts.XAxis{
		Type:      "value",
		Scale:     opts.Bool(true),
		AxisLabel: &opts.AxisLabel{Color: muted, FontSize: textSize, HideOverlap: opts.Bool(true)},
		AxisLine:  axisLine(),
		SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
	}}
}

// bandSeries are two stacked lines: an invisible one along Low and the shaded difference on top. Bands are drawn first.
func bandSeries(id string, b Band, colour string, opacity float32) []series {
	low, width := line(id+"-low", b.Name, colour, "solid"), line(id+"-width", b.Name, colour, "solid")
	for _, s := range []*series{&low, &width} {
		s.Symbol, s.Stack, s.StackStrategy, s.Silent = "none", id, "all", true
		s.LineStyle = &opts.LineStyle{Color: colour, Width: 1, Opacity: opts.Float(0)}
	}
	width.AreaStyle = &opts.AreaStyle{Color: colour, Opacity: opts.Float(opacity)}
	return []series{low, width}
}

// bandPoints fills the two series of a band; where either end is missing, both are.
func bandPoints(points map[string][]row, id string, x []float64, b Band) {
	for i := range x {
		low, width := b.Low[i], b.High[i]-b.Low[i]
		if math.IsNaN(width) || math.IsInf(width, 0) {
			low, width = math.NaN(), math.NaN()
		}
		points[id+"-low"] = append(points[id+"-low"], row{x[i], low})
		points[id+"-width"] = append(points[id+"-width"], row{x[i], width})
	}
}

// level is a mark line across the plot, at a y value.
type level struct {
	YAxis     float64         `json:"yAxis"`
	Name      string          `json:"name,omitempty"`
	LineStyle *opts.LineStyle `json:"lineStyle,omitempty"`
}

// upright is a mark line at an x value.
type upright struct {
	XAxis     float64         `json:"xAxis"`
	LineStyle *opts.LineStyle `json:"lineStyle,omitempty"`
}

// marks is a series without points that carries mark lines; the zero line is the first of them.
func marks(lines ...any) series {
	s := series{SingleSeries: charts.SingleSeries{Id: "marks", Type: "line", Data: []any{}}, Silent: true}
	s.MarkLine = &markLine{Silent: true, Symbol: "none", Label: map[string]any{"show": false},
		LineStyle: &opts.LineStyle{Color: muted, Width: 1, Type: "dashed"}, Data: lines}
	return s
}

// zeroLine is solid and in ink, other marks are dashed and grey.
func zeroLine() level {
	return level{LineStyle: &opts.LineStyle{Color: ink, Width: 1, Type: "solid"}}
}

// pairUp joins x and y to rows.
func pairUp(x, y []float64) []row {
	rows := make([]row, len(x))
	for i := range x {
		rows[i] = row{x[i], y[i]}
	}
	return rows
}

// sameLength fails where a list is not as long as the first of them.
func sameLength(id string, n int, lists map[string][]float64) error {
	for name, list := range lists {
		if len(list) != n {
			return fmt.Errorf("chart: %s: %s has %d values, want %d", id, name, len(list), n)
		}
	}
	return nil
}

// bandLengths is sameLength for a band that may be left out.
func bandLengths(id string, n int, bands ...Band) error {
	for _, b := range bands {
		if err := sameLength(id, n, map[string][]float64{"low end of " + b.Name: b.Low, "high end of " + b.Name: b.High}); err != nil {
			return err
		}
	}
	return nil
}
