package web

import (
	"fmt"

	"detente/internal/analysis"
)

// shownEpisodes are the used episodes that one page shows, in the chart and in the table alike: never a choice by size.
type shownEpisodes struct {
	rows        []int // places in the report's events
	First, Last int   // counted from one
	All         int
	Pages       []pageLink // empty where one page holds all
}

type pageLink struct {
	Label, URL string
	On         bool
}

// showEpisodes finds the episodes of the page that a state asks for; beyond the last page it is the last one.
func showEpisodes(r analysis.StudyReport, st studyState) shownEpisodes {
	var used []int
	for i, e := range r.Events {
		if e.Status == analysis.StatusUsed {
			used = append(used, i)
		}
	}
	pages := (len(used) + mostStudyRows - 1) / mostStudyRows
	page := max(0, min(st.Page, pages-1))
	first := page * mostStudyRows
	end := min(len(used), first+mostStudyRows)
	out := shownEpisodes{rows: used[first:end], First: first + 1, Last: end, All: len(used)}
	for n := range pages {
		if pages > 1 {
			label := fmt.Sprintf("%s–%s", count(n*mostStudyRows+1), count(min(len(used), (n+1)*mostStudyRows)))
			out.Pages = append(out.Pages, pageLink{label, st.with(func(s *studyState) { s.Page = n }).at("/study") + "#episodes-title", n == page})
		}
	}
	return out
}

// rowNoun is what a used row is: in a study of two series each episode is measured twice.
func rowNoun(r analysis.StudyReport, n int) string {
	if r.Pooled != "" {
		return plural(n, "measurement", "measurements")
	}
	return plural(n, "episode", "episodes")
}

// usedWords counts what an average is over.
func usedWords(r analysis.StudyReport) string {
	text := plural(r.NDays, "episode", "episodes")
	if r.Pooled != "" {
		text += " (" + rowNoun(r, r.NUsed) + ")"
	}
	return text
}

// studyBrief is what the result rests on, in a line.
func studyBrief(r analysis.StudyReport) string {
	series, model := pairText(r.Series), "constant mean"
	if r.Pooled != "" {
		series += " with " + pairText(r.Pooled)
	}
	if r.Model == analysis.ModelMarket {
		model = "market model on " + pairText(r.Control)
	}
	return fmt.Sprintf("%s · window %s · %s over %s · %s · seed %d", series, windowText(r.Window), model, windowText(r.Estimation), plural(r.Placebos, "placebo draw", "placebo draws"), r.Seed)
}
