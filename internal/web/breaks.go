package web

import (
	"slices"
	"strings"

	"detente/internal/fx"
)

// breakView is a numbered line of the chart and what it stands for.
type breakView struct {
	Number int
	Day    string
	What   string
}

// breaksIn numbers the days with a break in the window from left to right, as the chart does.
func breaksIn(breaks []fx.Break, w window) []breakView {
	sorted := slices.Clone(breaks)
	slices.SortStableFunc(sorted, func(a, b fx.Break) int { return a.Date.Compare(b.Date) })
	var views []breakView
	for _, b := range sorted {
		if b.Date.Before(w.From) || b.Date.After(w.To) {
			continue
		}
		day := b.Date.Words()
		if n := len(views); n > 0 && views[n-1].Day == day {
			if !strings.Contains(views[n-1].What, b.What) {
				views[n-1].What += "; " + b.What
			}
			continue
		}
		views = append(views, breakView{len(views) + 1, day, b.What})
	}
	return views
}
