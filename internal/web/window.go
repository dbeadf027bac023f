package web

import (
	"detente/internal/civil"
	"detente/internal/event"
)

// window is the stretch of days a page shows, both included, and all the days there are.
type window struct {
	From, To    civil.Date
	First, Last civil.Date // of the stored fixings and events; zero where there are none
}

// defaultMonths is how much of the newest data the overview opens with.
const defaultMonths = 12

// windowOf settles the window: as the URL says, its open end at the end of the data; the newest 12 months where it says
// nothing. Scheduled events lie in the future and do not move the end.
func windowOf(q query, h history, timeline event.Timeline, today civil.Date) window {
	w := window{}
	w.First, w.Last = h.span()
	for _, e := range timeline {
		d := e.Day()
		if w.First.IsZero() || d.Before(w.First) {
			w.First = d
		}
		if e.Status == event.StatusConfirmed && d.After(w.Last) && !d.After(today) {
			w.Last = d
		}
	}
	if w.First.IsZero() {
		w.First, w.Last = today.AddMonths(-defaultMonths).AddDays(1), today
	}
	w.From, w.To = q.From, q.To
	if w.To.IsZero() {
		w.To = later(w.Last, w.From)
	}
	if w.From.IsZero() {
		w.From = w.To.AddMonths(-defaultMonths).AddDays(1)
		if !q.To.IsZero() {
			w.From = earlier(w.First, w.To)
		}
	}
	return w
}

func later(a, b civil.Date) civil.Date {
	if b.After(a) {
		return b
	}
	return a
}

func earlier(a, b civil.Date) civil.Date {
	if b.Before(a) {
		return b
	}
	return a
}

// rangeButton is a link of the toolbar.
type rangeButton struct {
	Label, Title, URL string
	On                bool
}

// The story the page can open on: the talks of 7 February 2022, with what came before and after.
var (
	storyFrom  = civil.New(2021, 12, 1)
	storyTo    = civil.New(2022, 3, 15)
	storyDay   = civil.New(2022, 2, 7)
	storyLabel = "7 Feb 2022"

	invasionDay = civil.New(2022, 2, 24)
)

// ranges are the buttons of the toolbar; those that name a length end with the newest data.
func (w window) ranges(q query, story string) []rangeButton {
	var buttons []rangeButton
	add := func(label, title string, from, to civil.Date, set func(*query)) {
		buttons = append(buttons, rangeButton{label, title, q.with(set).at("/"), w.From == from && w.To == to})
	}
	for _, b := range []struct {
		label, title string
		months       int
	}{{"1M", "The newest month", 1}, {"3M", "The newest 3 months", 3}, {"1Y", "The newest year", 12}, {"5Y", "The newest 5 years", 60}} {
		from := w.Last.AddMonths(-b.months).AddDays(1)
		add(b.label, b.title, from, w.Last, func(q *query) {
			q.From, q.To = from, civil.Date{}
			if b.months == defaultMonths {
				q.From = civil.Date{}
			}
		})
	}
	add("Max", "Everything there is", w.First, w.Last, func(q *query) { q.From, q.To = w.First, civil.Date{} })
	add(storyLabel, "The story of 7 February 2022", storyFrom, storyTo, func(q *query) {
		*q = query{From: storyFrom, To: storyTo, Event: story, AsOf: q.AsOf, AsOfDay: q.AsOfDay, view: view{Lang: q.Lang, Zone: q.Zone}}
	})
	return buttons
}
