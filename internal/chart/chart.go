package chart

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Chart is one chart, ready to be put on a page. It marshals as {"id", "option", "data"}.
type Chart struct {
	ID     string          `json:"id"` // fixed for each chart, so that the bundle knows it
	Option json.RawMessage `json:"option"`
	Data   json.RawMessage `json:"data"`
	Title  string          `json:"-"` // what the chart shows, for the heading over it; plain text, not HTML
	Label  string          `json:"-"` // the same and the range, for aria-label; plain text, not HTML
}

// Append writes the chart's JSON to the end of dst. It equals json.Marshal of the chart, without copying through it.
func (c Chart) Append(dst []byte) []byte {
	dst = append(dst, `{"id":`...)
	dst = appendString(dst, c.ID)
	dst = append(dst, `,"option":`...)
	dst = append(dst, c.Option...)
	dst = append(dst, `,"data":`...)
	dst = append(dst, c.Data...)
	return append(dst, '}')
}

// The colours a chart may ask for, as the names of CSS custom properties.
const (
	ink          = "--ink"
	muted        = "--muted"
	hairline     = "--line"
	surface      = "--surface"
	usdColour    = "--usd"
	eurColour    = "--eur"
	escalation   = "--escalation"
	deEscalation = "--de-escalation"
	neutral      = "--neutral"
)

// Tokens lists the CSS custom properties that options name or the bundle needs for event glyphs.
func Tokens() []string {
	return []string{ink, muted, hairline, surface, usdColour, eurColour, escalation, deEscalation, neutral}
}

// textSize is the size of text in charts, in pixels: UX says 13 and never below 12.
const textSize = 13

// fonts are named outright: a canvas cannot inherit one.
const fonts = `system-ui, -apple-system, "Segoe UI", Roboto, sans-serif`

// The parts of an option that go-echarts has no field for are added by embedding its own types. Fields that replace one
// of go-echarts' stand here, one level above it: two of a name on the same level would both be left out of the JSON.
type (
	xAxis struct {
		opts.XAxis
		ID            string         `json:"id"`
		Name          any            `json:"name,omitempty"`
		NameTextStyle map[string]any `json:"nameTextStyle,omitempty"`
	}
	yAxis struct {
		opts.YAxis
		ID            string         `json:"id"`
		Name          any            `json:"name,omitempty"`
		NameTextStyle map[string]any `json:"nameTextStyle,omitempty"`
		Offset        int            `json:"offset,omitempty"`
		AxisLabel     *axisLabel     `json:"axisLabel,omitempty"`
		SplitLine     *splitLine     `json:"splitLine,omitempty"`
		AxisTick      *opts.AxisTick `json:"axisTick,omitempty"`
	}
	axisLabel struct {
		opts.AxisLabel
		CustomValues []float64 `json:"customValues,omitempty"`
	}
	splitLine struct {
		opts.SplitLine
		CustomValues []float64 `json:"customValues,omitempty"`
	}
	grid struct {
		opts.Grid
		ID string `json:"id"`
	}
	zoom struct {
		opts.DataZoom
		ID               string `json:"id"`
		StartValue       hole   `json:"startValue"`
		EndValue         hole   `json:"endValue"`
		ZoomOnMouseWheel string `json:"zoomOnMouseWheel,omitempty"`
		*sliderLook
	}
	sliderLook struct {
		Left            string         `json:"left"`
		Right           string         `json:"right"`
		Bottom          int            `json:"bottom"`
		Height          int            `json:"height"`
		BorderColor     string         `json:"borderColor"`
		FillerColor     string         `json:"fillerColor"`
		BackgroundColor string         `json:"backgroundColor"`
		TextStyle       map[string]any `json:"textStyle"`
	}
	tooltip struct {
		opts.Tooltip
		RenderMode string         `json:"renderMode"`
		Confine    bool           `json:"confine"`
		TextStyle  map[string]any `json:"textStyle"`
	}
	series struct {
		charts.SingleSeries
		EndLabel      map[string]any `json:"endLabel,omitempty"`
		StackStrategy string         `json:"stackStrategy,omitempty"`
		Silent        bool           `json:"silent,omitempty"`
		Z             int            `json:"z,omitempty"`
		MarkLine      *markLine      `json:"markLine,omitempty"`
	}
	markLine struct {
		Silent    bool            `json:"silent"`
		Animation bool            `json:"animation"`
		Symbol    string          `json:"symbol"`
		Label     map[string]any  `json:"label"`
		LineStyle *opts.LineStyle `json:"lineStyle"`
		Data      any             `json:"data"`
	}
)

// layout is an option in the making.
type layout struct {
	title       any // a string, or a hole
	grids       []grid
	xs          []xAxis
	ys          []yAxis
	zooms       []zoom
	series      []series
	axisTooltip bool
}

// option lays l over what go-echarts builds and marshals it.
func (l layout) option() (json.RawMessage, error) {
	base := charts.NewLine()
	base.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithAriaOpts(&opts.Aria{Enabled: opts.Bool(false)}),
	)
	base.Validate()
	option := base.JSON()
	delete(option, "toolbox")
	delete(option, "color")
	option["useUTC"] = true
	option["backgroundColor"] = "transparent"
	option["textStyle"] = map[string]any{"color": ink, "fontFamily": fonts, "fontSize": textSize}
	option["title"] = map[string]any{"show": false, "text": l.title, "left": 0, "top": 0,
		"textStyle": map[string]any{"color": ink, "fontSize": 16, "fontWeight": "normal"}}
	option["tooltip"] = l.tooltip()
	option["grid"], option["xAxis"], option["yAxis"], option["series"] = l.grids, l.xs, l.ys, l.series
	if len(l.zooms) > 0 {
		option["dataZoom"] = l.zooms
	}
	if len(l.grids) > 1 {
		option["axisPointer"] = map[string]any{"link": []any{map[string]any{"xAxisIndex": "all"}}}
	}
	return marshal(option)
}

func (l layout) tooltip() tooltip {
	trigger := "item"
	if l.axisTooltip {
		trigger = "axis"
	}
	return tooltip{
		Tooltip:    opts.Tooltip{Show: opts.Bool(true), Trigger: trigger, BackgroundColor: surface, BorderColor: hairline},
		RenderMode: "richText", Confine: true,
		TextStyle: map[string]any{"color": ink, "fontSize": textSize},
	}
}

// marshal is json.Marshal, which escapes what could end a script element, and which refuses NaN and infinities.
func marshal(v any) (json.RawMessage, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	return bytes.TrimSpace(raw), nil
}
