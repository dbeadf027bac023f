package web

import (
	"strings"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/tension"
)

// dayTable says what the chart shows: a row for each day of the window with a fixing or an event, newest first. A day
// without a fixing is not filled in.
type dayTable struct {
	Rows     []dayRow
	Days     int // rows there would be without the cap
	Fixings  int
	Events   int // in the window, also in rows that are cut off
	Listed   int // in the rows that are shown
	From, To string
	Clear    string
	Drawn    drawnColumns
	Gauge    event.GaugeLine // without a name where no comparison line is drawn
}

type dayRow struct {
	Set       string // of a day without a fixing: the day itself
	ISO       string
	day       civil.Date
	Fixed     bool
	Effective string
	Origin    string // address of where the rate comes from; empty without a fixing
	USD, EUR  string
	USDReturn string
	EURReturn string
	USDDrawn  string
	EURDrawn  string
	Tension   string
	Diplomacy string
	Events    []eventView
	Gauge     string
	Quotes    []string // of the press, with time and source
	Selected  bool
}

// maxRows keeps a page small: three years of working days. The CSV has all.
const maxRows = 800

func newDayTable(h history, events event.Timeline, index []tension.Day, w window, q query) dayTable {
	t := dayTable{From: w.From.Words(), To: w.To.Words(), Events: len(events)}
	byDay := map[civil.Date]event.Timeline{}
	for _, e := range events {
		byDay[e.Day()] = append(byDay[e.Day()], e)
	}
	quotes := h.quotesByDay()
	fixed := h.between(w.From, w.To)
	t.Fixings = len(fixed)
	at := len(fixed) - 1
	for d := w.To; !d.Before(w.From); d = d.AddDays(-1) {
		row := day{d, -1, -1}
		isFixed := at >= 0 && fixed[at].Set == d
		if isFixed {
			row = fixed[at]
			at--
		}
		if !isFixed && len(byDay[d]) == 0 && len(quotes[d]) == 0 {
			continue
		}
		t.Days++
		if len(t.Rows) < maxRows {
			shown := newDayRow(h, row, isFixed, byDay[d], index, q)
			shown.Quotes = quotes[d]
			t.Rows = append(t.Rows, shown)
			t.Listed += len(byDay[d])
		}
	}
	return t
}

// gauged is the table with a column for the comparison line.
func (t dayTable) gauged(c gaugeDrawn) dayTable {
	if t.Gauge = c.Line; !c.drawn() {
		return t
	}
	for i := range t.Rows {
		t.Rows[i].Gauge = c.on(t.Rows[i].day)
	}
	return t
}

// quotesByDay words the press quotes by UTC day, their time in the page's zone as that of the events beside them: "11:34 UTC, USD/RUB
// 75.44 (Al Jazeera)".
func (h history) quotesByDay() map[civil.Date][]string {
	out := map[civil.Date][]string{}
	for _, x := range h.Quotes {
		_, when, _ := strings.Cut(h.zone.tell(clock(x.At), x.At, true), ", ")
		if x.DayOnly {
			when = "day's " + string(x.Basis)
		}
		day := civil.Of(x.At.UTC())
		out[day] = append(out[day], when+", "+x.Series.Pair().String()+" "+x.Value.String()+" ("+x.SourceName+")")
	}
	return out
}

func newDayRow(h history, d day, fixed bool, events event.Timeline, index []tension.Day, q query) dayRow {
	row := dayRow{Set: d.Set.Words(), ISO: d.Set.String(), day: d.Set, Fixed: fixed, Origin: h.origin(d, q)}
	row.USD, row.USDReturn = h.USD.cell(d.USD)
	row.EUR, row.EURReturn = h.EUR.cell(d.EUR)
	switch {
	case d.USD >= 0:
		row.Effective = h.USD.Fixings[d.USD].Effective.Words()
	case d.EUR >= 0:
		row.Effective = h.EUR.Fixings[d.EUR].Effective.Words()
	}
	if t, ok := indexOn(index, d.Set); ok {
		row.Tension, row.Diplomacy = plain(t.Tension, 1), plain(t.Diplomacy, 1)
	}
	for _, e := range events {
		row.Selected = row.Selected || e.ID == q.Event
		row.Events = append(row.Events, h.view(e, q.with(func(q *query) { q.Event = e.ID }).at("/")))
	}
	return row
}

// cell is the rate as published and its log return since the fixing before, in percent.
func (p pair) cell(i int) (value, change string) {
	if i < 0 {
		return "", ""
	}
	f := p.Fixings[i]
	value = f.Value.String()
	if f.Nominal != 1 {
		value += " per " + count(int(f.Nominal))
	}
	if i > 0 {
		change = signed(logReturn(p.Fixings[i-1].Rate(), f.Rate()), 2)
	}
	return value, change
}

// indexOn returns the index of one day; index has every calendar day between its ends.
func indexOn(index []tension.Day, d civil.Date) (tension.Day, bool) {
	if len(index) == 0 {
		return tension.Day{}, false
	}
	i := d.DaysSince(index[0].Date)
	if i < 0 || i >= len(index) {
		return tension.Day{}, false
	}
	return index[i], true
}
