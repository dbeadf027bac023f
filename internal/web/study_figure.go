package web

import (
	"encoding/json"
	"fmt"
	"strings"

	"detente/internal/analysis"
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

// pathFigure draws the average path before the cloud of placebo paths.
func pathFigure(r analysis.StudyReport) (*figureView, error) {
	in := chart.CAARInput{Placebo: r.Cloud.Paths, Band: chart.Band{Name: "95 % interval"}}
	for _, d := range r.Path {
		in.Tau = append(in.Tau, float64(d.Tau))
		in.CAAR = append(in.CAAR, orNaN(d.CAAR))
		in.Band.Low, in.Band.High = append(in.Band.Low, orNaN(d.Lo)), append(in.Band.High, orNaN(d.Hi))
	}
	n := usedWords(r)
	in.Caption = chart.Caption{Title: "Average path around " + n, Note: "window " + windowText(r.Window), X: "fixings from day 0",
		Y: "CAAR, % (" + typeset(r.Direction) + ")"}
	foot := "Line: average cumulated abnormal return. Band: 95 % by Student’s t, pointwise."
	if len(r.Overlaps) > 0 {
		foot = strings.TrimSuffix(foot, ".") + ", widened for overlap."
	}
	if len(r.Cloud.Paths) > 0 {
		foot += fmt.Sprintf(" Grey: %d averages of as many dates drawn at random.", len(r.Cloud.Paths))
	}
	return newFigure(chartOf(chart.CAARPath(in)), foot+" "+sourceOf(r))
}

// forestFigure draws the moves of the episodes of a page with their intervals, in order of time, and below them the mean of all.
func forestFigure(r analysis.StudyReport, shown shownEpisodes) (*figureView, error) {
	title := "Each of the " + rowNoun(r, shown.All)
	if len(shown.Pages) > 0 {
		format := "Episodes %s to %s of %s, in order of time"
		if r.Pooled != "" {
			format = "Measurements %s to %s of %s, in order of time"
		}
		title = fmt.Sprintf(format, count(shown.First), count(shown.Last), count(shown.All))
	}
	in := chart.ForestInput{Caption: chart.Caption{Title: title, Note: "window " + windowText(r.Window), X: "CAR, % (" + priceSign(r) + ")", Y: "episode, by set date"}}
	for _, i := range shown.rows {
		e := r.Events[i]
		label := e.SetDate.Words() + "  "
		if r.Pooled != "" {
			label += e.Series.Pair().String() + "  "
		}
		in.Rows = append(in.Rows, chart.ForestRow{Label: label + e.Title, CAR: e.CAR.Value, Low: orNaN(e.CI[0]), High: orNaN(e.CI[1])})
	}
	if r.NUsed > 1 {
		name := "mean of all used"
		if r.Signed {
			name = "signed mean of all used"
		}
		in.Rows = append(in.Rows, chart.ForestRow{Label: name, CAR: orNaN(r.CAAR), Low: orNaN(r.Interval()[0]), High: orNaN(r.Interval()[1]), Mean: true})
	}
	return newFigure(chartOf(chart.Forest(in)), "Stroke: 95 % interval of one episode, from the variance of its own estimation window. "+sourceOf(r))
}

// priceSign says what the sign of a single episode's figures means: signs are applied to averages only.
func priceSign(r analysis.StudyReport) string {
	if r.Series.Pair().Quote() == "RUB" {
		return "+ = rouble weaker"
	}
	return "+ = higher price"
}

func sourceOf(r analysis.StudyReport) string {
	return "Source: " + pairText(r.Series) + ", newest value set " + r.SeriesTo.Words() + "."
}
