package web

import (
	"encoding/json"
	"fmt"

	"detente/internal/chart"
)

// figureView is a chart with what is printed around it.
type figureView struct {
	Chart  chart.Chart
	Foot   string
	Height int // pixels that the chart asks for; zero leaves it to the style sheet
}

// drawn is a chart or why there is none: what the functions of package chart return.
type drawn struct {
	chart chart.Chart
	err   error
}

func chartOf(c chart.Chart, err error) drawn { return drawn{c, err} }

func newFigure(d drawn, foot string) (*figureView, error) {
	if d.err != nil {
		return nil, d.err
	}
	var sized struct{ Height int }
	if err := json.Unmarshal(d.chart.Data, &sized); err != nil {
		return nil, fmt.Errorf("web: figures of %s: %w", d.chart.ID, err)
	}
	return &figureView{d.chart, foot, sized.Height}, nil
}
