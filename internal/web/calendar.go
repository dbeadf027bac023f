package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/export"
)

// calendarState is what a calendar's address says.
type calendarState struct {
	query
	Month civil.Date // its first day; zero is the list of what lies ahead
}

var calendarReaders = carrying(func(s *calendarState) *query { return &s.query }, readers[calendarState]{
	"month": func(s *calendarState, v string) error {
		t, err := time.Parse("2006-01", v)
		if err != nil {
			return fmt.Errorf("%q is no month: want 2026-12", clip(v))
		}
		s.Month, err = inCalendar(civil.Of(t))
		return err
	},
}, "as-of", "category", "actor")

// values returns the parameters of the calendar.
func (s calendarState) values() url.Values {
	v := s.query.values()
	if !s.Month.IsZero() {
		v.Set("month", s.Month.UTC().Format("2006-01"))
	}
	return v
}

//pagegen:template calendar.html
type calendarPage struct {
	frame
	Views                       []choiceLink
	Heading                     string
	Months                      []calendarMonth // of the list
	Days                        []string        // names of the days of a week
	Weeks                       [][]calendarDay // of the month
	Bare                        bool            // the month has no event
	Earlier, Later, Today       string
	Ahead, Meetings             int
	Passed                      []calendarEntry // scheduled, over, and neither confirmed nor rejected
	Review                      string
	NoneOfRussia                bool // no meeting of the Bank of Russia is among those ahead
	Subscribe, SubscribeAddress string
	Feed                        string
	New                         string
	Exports                     takes
}

type calendarMonth struct {
	Name string
	Rows []calendarEntry
}

type calendarEntry struct {
	eventView
	Who, Location, Source, SourceURL string
	Ends                             string
	Since                            string // when it began, on a later one of its days
	Meeting                          bool   // of a central bank
	In                               string
	Weekday                          string
}

type calendarDay struct {
	Date    string // for <time>
	N       int
	Name    string
	Outside bool // of the month
	Today   bool
	Events  []calendarEntry // in the order of time, as More
	More    []calendarEntry // folded away: the least important of a full day
}

// A day of the month shows so many events; it folds away the rest where they are more than one, so that a day of a crisis is no page long.
const entriesOfADay = 6

// fold leaves the most important events in sight, the earlier where two are as important.
func (d *calendarDay) fold() {
	if len(d.Events) <= entriesOfADay+1 {
		return
	}
	order := make([]int, len(d.Events))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return d.Events[b].Importance - d.Events[a].Importance })
	shown := order[:entriesOfADay]
	all := d.Events
	d.Events = nil
	for i, one := range all {
		if slices.Contains(shown, i) {
			d.Events = append(d.Events, one)
		} else {
			d.More = append(d.More, one)
		}
	}
}

// handleCalendar shows the scheduled events: a list of what lies ahead, or a month with everything in it.
func (s *Server) handleCalendar(c echo.Context) error {
	st, err := calendarReaders.read(c.QueryParams())
	if err != nil {
		return err
	}
	if err := st.check(); err != nil {
		return err
	}
	if done, err := s.answered(c, st, daily); done || err != nil {
		return err
	}
	page := calendarPage{frame: s.frame(c, "Calendar", "/calendar").asOf(st, st.query)}
	if err := s.fillCalendar(c.Request().Context(), &page, st); err != nil {
		return err
	}
	page.Exports = st.takes()
	page.Subscribe = st.subscription()
	page.SubscribeAddress = s.site(c) + page.Subscribe
	page.Feed = address("/calendar.atom", st.lasting())
	page.Alternates = []alternate{{"application/atom+xml", page.Feed, "Calendar"}, {"text/calendar", page.Subscribe, "Calendar"}}
	return s.render(c, http.StatusOK, page)
}

// subscription is the address of the calendar with the filters of the page; it is of no month and of no instant.
func (s calendarState) subscription() string {
	return address("/calendar.ics", s.lasting())
}

// lasting is the calendar with the filters of the page, of no month and of no instant.
func (s calendarState) lasting() calendarState {
	return calendarState{query: query{Categories: s.Categories, Actors: s.Actors}}
}

func (s *Server) fillCalendar(ctx context.Context, page *calendarPage, st calendarState) error {
	h, err := s.load(ctx, st.query)
	if err != nil {
		return err
	}
	today := s.calendarDay(st)
	month := firstOf(today)
	list := st
	list.Month = civil.Date{}
	grid := st
	grid.Month = month
	if !st.Month.IsZero() {
		grid.Month = st.Month
	}
	page.Views = []choiceLink{{"List", address("/calendar", list), st.Month.IsZero()}, {"Month", address("/calendar", grid), !st.Month.IsZero()}}
	events := h.where(st.filter(civil.Date{}, civil.Date{}))
	ahead := slices.DeleteFunc(slices.Clone(events), func(e event.Event) bool { return e.Status != event.StatusScheduled || e.LastDay().Before(today) })
	page.Ahead, page.NoneOfRussia = len(ahead), true
	for _, e := range ahead {
		if e.Category == event.MonetaryPolicy {
			page.Meetings++
			page.NoneOfRussia = page.NoneOfRussia && !slices.Contains(e.Actors, "RUS")
		}
	}
	if st.Month.IsZero() {
		page.Heading, page.Months = "What lies ahead", monthsOf(h, ahead, today)
		page.Review = address("/events", queue{Status: event.StatusScheduled})
		for _, e := range events {
			if e.Status == event.StatusScheduled && e.LastDay().Before(today) {
				page.Passed = append(page.Passed, h.entry(e, today))
			}
		}
		return nil
	}
	page.month(h, events, st, today)
	return nil
}

func firstOf(d civil.Date) civil.Date { return d.AddDays(1 - d.UTC().Day()) }

func (h history) entry(e event.Event, today civil.Date) calendarEntry {
	t := h.telling(e)
	one := calendarEntry{eventView: t.eventView, Who: t.Who, Location: t.Location, Source: t.Source, SourceURL: t.SourceURL,
		Meeting: e.Category == event.MonetaryPolicy, In: age(e.Day(), today), Weekday: e.Day().UTC().Format("Mon")}
	if last := e.LastDay(); last != e.Day() {
		one.Ends = last.Words()
	}
	return one
}

func monthsOf(h history, ahead event.Timeline, today civil.Date) []calendarMonth {
	var months []calendarMonth
	for _, e := range ahead {
		name := e.Day().UTC().Format("January 2006")
		if len(months) == 0 || months[len(months)-1].Name != name {
			months = append(months, calendarMonth{Name: name})
		}
		last := &months[len(months)-1]
		last.Rows = append(last.Rows, h.entry(e, today))
	}
	return months
}

// month fills in the weeks of a month, Monday first; an event of several days stands on each of them.
func (p *calendarPage) month(h history, events event.Timeline, st calendarState, today civil.Date) {
	first := st.Month
	p.Heading = first.UTC().Format("January 2006")
	at := func(d civil.Date) string { st.Month = d; return address("/calendar", st) }
	p.Earlier, p.Later, p.Today = at(first.AddMonths(-1)), at(first.AddMonths(1)), at(firstOf(today))
	p.Bare = true
	p.Days = []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
	monday := first.AddDays(-(int(first.UTC().Weekday()) + 6) % 7)
	events = slices.DeleteFunc(slices.Clone(events), func(e event.Event) bool { return !e.GoesOn(monday, first.AddMonths(1).AddDays(6)) })
	for d := monday; d.Before(first.AddMonths(1)); d = d.AddDays(7) {
		week := make([]calendarDay, 7)
		for i := range week {
			day := d.AddDays(i)
			week[i] = calendarDay{Date: day.String(), N: day.UTC().Day(), Name: day.Words(), Outside: firstOf(day) != first, Today: day == today}
			week[i].Events = h.entriesOf(events, day, today)
			week[i].fold()
			p.Bare = p.Bare && (week[i].Outside || len(week[i].Events) == 0)
		}
		p.Weeks = append(p.Weeks, week)
	}
}

// entriesOf are the events of one day of the month, those that go on among them.
func (h history) entriesOf(events event.Timeline, day, today civil.Date) (entries []calendarEntry) {
	for _, e := range events {
		if !e.GoesOn(day, day) {
			continue
		}
		one := h.entry(e, today)
		if day.After(e.Day()) {
			one.Since = e.Day().Words()
		}
		entries = append(entries, one)
	}
	return entries
}

// handleCalendarICS is the calendar for subscribers: what is scheduled, and what was announced before it took place. An
// event stays in it when it has happened, under the same UID, and as cancelled when it was rejected. Of a month it holds what
// the page of that month shows.
func (s *Server) handleCalendarICS(c echo.Context) error {
	_, events, done, err := s.awaitedOf(c)
	if done || err != nil {
		return err
	}
	var body bytes.Buffer
	if err := export.ICS(&body, events, s.site(c)); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, export.ICSContentType, body.Bytes())
}

// handleCalendarAtom is the same for readers of feeds, which know no cancelled entry: what was rejected is left out.
func (s *Server) handleCalendarAtom(c echo.Context) error {
	st, events, done, err := s.awaitedOf(c)
	if done || err != nil {
		return err
	}
	st.view = view{} // a feed is one whatever the language
	events = slices.DeleteFunc(events, func(e event.Event) bool { return e.Status == event.StatusRejected })
	return s.feed(c, events, export.Feed{Page: "/calendar", Query: encode(st)})
}

// awaitedOf reads the calendar of the address for a subscriber; done is true where the reader has it already.
func (s *Server) awaitedOf(c echo.Context) (st calendarState, events event.Timeline, done bool, err error) {
	if st, err = calendarReaders.read(c.QueryParams()); err == nil {
		err = st.check()
	}
	if err != nil {
		return st, nil, false, err
	}
	if done, err = s.unchanged(c); done || err != nil {
		return st, nil, done, err
	}
	events, err = s.subscribed(c.Request().Context(), st)
	return st, events, false, err
}

// subscribed are the events of the calendar that is subscribed to, or of a month.
func (s *Server) subscribed(ctx context.Context, st calendarState) (event.Timeline, error) {
	if !st.Month.IsZero() {
		h, err := s.load(ctx, st.query)
		if err != nil {
			return nil, err
		}
		rows := st.rows(h, s.calendarDay(st))
		return h.where(rows.filter(rows.From, rows.To)), nil
	}
	if err := s.checkEvents(ctx, st.query); err != nil {
		return nil, err
	}
	once, err := s.Store.OnceScheduled(ctx, st.AsOf)
	if err != nil {
		return nil, err
	}
	f := st.filter(civil.Date{}, civil.Date{})
	f.Statuses = []event.Status{event.StatusScheduled, event.StatusConfirmed, event.StatusRejected}
	events, err := s.Store.Events(ctx, f)
	return slices.DeleteFunc(events, func(e event.Event) bool { return !awaited(e, once) }), err
}

// awaited tells whether subscribers know of an event: it is scheduled, or was before it came to pass or was called off; an
// event that was told of before it took place is the same. once are the ids of those that were scheduled, sorted.
func awaited(e event.Event, once []string) bool {
	if e.Status == event.StatusScheduled {
		return true
	}
	if e.Status == event.StatusConfirmed && !e.AnnouncedAt.IsZero() && e.AnnouncedAt.Before(e.OccurredAt) {
		return true
	}
	_, was := slices.BinarySearch(once, e.ID)
	return was
}
