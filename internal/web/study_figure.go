package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"

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
	n := plural(r.NUsed, "episode", "episodes")
	in.Caption = chart.Caption{Title: "Average path around " + n, Note: n + ", window " + windowText(r.Window), X: "fixings from day 0",
		Y: "CAAR, % (" + typeset(r.Direction) + ")"}
	foot := "Line: average cumulated abnormal return. Band: 95 % by Student’s t, pointwise."
	if len(r.Cloud.Paths) > 0 {
		foot += fmt.Sprintf(" Grey: %d averages of as many dates drawn at random.", len(r.Cloud.Paths))
	}
	return newFigure(chartOf(chart.CAARPath(in)), foot+" "+sourceOf(r))
}

// forestFigure draws the events' moves with their intervals, in order of time; of many only the largest by |t|.
func forestFigure(r analysis.StudyReport) (*figureView, error) {
	var used []int
	for i, e := range r.Events {
		if e.Status == analysis.StatusUsed && e.CAR.OK {
			used = append(used, i)
		}
	}
	title := fmt.Sprintf("Each of the %s", plural(len(used), "episode", "episodes"))
	if len(used) > mostForest {
		title = fmt.Sprintf("The %d largest of %s episodes by |t|, large by selection", mostForest, count(len(used)))
		slices.SortStableFunc(used, func(a, b int) int { return cmp.Compare(math.Abs(r.Events[b].T.Value), math.Abs(r.Events[a].T.Value)) })
		used = used[:mostForest]
		slices.Sort(used)
	}
	in := chart.ForestInput{Caption: chart.Caption{Title: title, Note: "window " + windowText(r.Window), X: "CAR, % (" + priceSign(r) + ")", Y: "episode, by set date"}}
	for _, i := range used {
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
		in.Rows = append(in.Rows, chart.ForestRow{Label: name, CAR: orNaN(r.CAAR), Low: orNaN(r.CAARCI[0]), High: orNaN(r.CAARCI[1]), Mean: true})
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
