package export

import (
	"io"
	"strings"

	"detente/internal/analysis/returns"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/tension"
)

// OverlayTable is the table of everything the overview draws, with a column behind for each comparison line.
func OverlayTable(lines ...event.GaugeLine) Table {
	t := Table{"overlay", []Column{
		{"set_date", "day on which the rates were set", Date, ""},
		{"effective_date", "day from which they are in force", Date, ""},
		{"usd_rub", "roubles per US dollar, as published", Number, "roubles per US dollar"},
		{"eur_rub", "roubles per euro, as published", Number, "roubles per euro"},
		{"usd_log_return_pct", "100 ln(rate / rate before) of the dollar; plus is a weaker rouble", Number, "percent"},
		{"eur_log_return_pct", "the same of the euro", Number, "percent"},
		{"tension", "stock of tension on the set date; empty before the first event", Number, "points"},
		{"diplomacy", "stock of diplomacy on the set date", Number, "points"},
		{"events", "number of events whose day 0 is this fixing, the first whose cut-off lies after them; pages list events on their own UTC day", Integer, ""},
		{"event_titles", "their titles, separated by a bar", Plain, ""},
	}, []string{"set_date"}, "Official rouble rates with tension index and events"}
	for _, l := range lines {
		t.Columns = append(t.Columns, Column{l.Column(), l.Caption() + "; value of the set date, as published", Number, l.Unit})
	}
	return t
}

// OverlayInput is what the overlay puts side by side. Fixings, events and days are ascending.
type OverlayInput struct {
	USD, EUR []fx.Fixing
	Calendar fx.Calendar // of the fixings: tells the day 0 of an event
	Events   event.Timeline
	Tension  []tension.Day
	From     civil.Date // first set date to write; earlier fixings are what the first returns start from. Zero writes all
	Gauges   []GaugeColumn
	Drawn    []DrawnColumn // the last columns
}

// overlayRow is one set date. A pair that was not fixed on it is nil.
type overlayRow struct {
	set, effective civil.Date
	usd, eur       *fx.Fixing
	titles         []string
}

// Overlay writes a row a set date on which either pair was fixed, ascending. An event stands in the row of its day 0, the
// first fixing whose cut-off lies after it; events after the last fixing have no row, and of those before the first
// fixing given only the ones of its own UTC day have. Returns are log returns from the fixing before, however long the gap.
func Overlay(w io.Writer, o Options, in OverlayInput) error {
	table := OverlayTable(in.lines()...)
	for _, c := range in.Drawn {
		table.Columns = append(table.Columns, c.Column)
	}
	out, err := New(w, table, o)
	if err != nil {
		return err
	}
	days := in.Tension
	cells := make([]Cell, 0, len(out.table.Columns))
	var usd, eur *fx.Fixing // the fixings before
	for _, r := range overlayRows(in) {
		cells = append(cells[:0], Day(r.set), Day(r.effective), fixed(r.usd), fixed(r.eur), logReturn(&usd, r.usd), logReturn(&eur, r.eur))
		for len(days) > 0 && days[0].Date.Before(r.set) {
			days = days[1:]
		}
		cells = append(indexOn(cells, days, r.set), Int(int64(len(r.titles))), Text(strings.Join(r.titles, " | ")))
		for _, g := range in.Gauges {
			cells = append(cells, g.cell(r.set))
		}
		for _, c := range in.Drawn {
			cells = append(cells, c.cell(r.set))
		}
		if r.set.Before(in.From) {
			continue
		}
		if err := out.Row(cells...); err != nil {
			return err
		}
	}
	return out.Close()
}

// overlayRows joins the two pairs by set date and gives each event to its fixing.
func overlayRows(in OverlayInput) []overlayRow {
	rows := make([]overlayRow, 0, max(len(in.USD), len(in.EUR)))
	sets := make([]civil.Date, 0, cap(rows))
	for usd, eur := in.USD, in.EUR; len(usd)+len(eur) > 0; {
		r := overlayRow{set: firstSet(usd, eur)}
		usd, eur = r.join(&r.usd, usd), r.join(&r.eur, eur)
		rows, sets = append(rows, r), append(sets, r.set)
	}
	for _, e := range in.Events {
		if i, ok := in.Calendar.Day0(sets, e.OccurredAt); ok && (i > 0 || e.Day() == sets[0]) {
			rows[i].titles = append(rows[i].titles, e.Title)
		}
	}
	return rows
}

// firstSet is the set date that comes first; one of the lists is not empty.
func firstSet(a, b []fx.Fixing) civil.Date {
	if len(b) == 0 || (len(a) > 0 && a[0].Set.Before(b[0].Set)) {
		return a[0].Set
	}
	return b[0].Set
}

// join takes the fixings of the row's set date off a list, and returns the rest. Of several the last counts, as it is in
// force from the latest day.
func (r *overlayRow) join(of **fx.Fixing, list []fx.Fixing) []fx.Fixing {
	for len(list) > 0 && list[0].Set == r.set {
		if *of = &list[0]; r.effective.IsZero() {
			r.effective = list[0].Effective
		}
		list = list[1:]
	}
	return list
}

func fixed(f *fx.Fixing) Cell {
	if f == nil {
		return Missing()
	}
	return Rate(f.Value)
}

const returnDecimals = 6

// logReturn is the return from before to now in percent, and makes now the one before. A missing fixing leaves it.
func logReturn(before **fx.Fixing, now *fx.Fixing) Cell {
	if now == nil || now.Value.IsZero() {
		return Missing()
	}
	from := *before
	*before = now
	if from == nil {
		return Missing()
	}
	log, err := returns.Between(from.Rate(), now.Rate())
	if err != nil {
		return Missing() // a price that is not above zero has no return
	}
	return Fixed(100*log, returnDecimals)
}

// indexOn appends the index of a day; days begin at it or after it.
func indexOn(cells []Cell, days []tension.Day, d civil.Date) []Cell {
	if len(days) == 0 || days[0].Date != d {
		return append(cells, Missing(), Missing())
	}
	return append(cells, Fixed(days[0].Tension, indexDecimals), Fixed(days[0].Diplomacy, indexDecimals))
}
