package export

import (
	"io"
	"maps"
	"slices"
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
		{"tension", "stock of tension on the set date", Number, "points"},
		{"diplomacy", "stock of diplomacy on the set date", Number, "points"},
		{"events", "number of events whose day 0 is this fixing", Integer, ""},
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
}

// overlayRow is one set date.
type overlayRow struct {
	set, effective civil.Date
	usd, eur       fx.Fixing
	titles         []string
}

// Overlay writes a row a set date on which either pair was fixed, ascending. An event stands in the row of its day 0, the
// first fixing whose cut-off lies after it; events after the last fixing have no row, and of those before the first
// fixing given only the ones of its own UTC day have. Returns are log returns from the fixing before, however long the gap.
func Overlay(w io.Writer, o Options, in OverlayInput) error {
	out, err := New(w, OverlayTable(in.lines()...), o)
	if err != nil {
		return err
	}
	rows := overlayRows(in)
	days := map[civil.Date]tension.Day{}
	for _, d := range in.Tension {
		days[d.Date] = d
	}
	var usd, eur fx.Fixing // the fixings before
	for _, r := range rows {
		cells := []Cell{Day(r.set), Day(r.effective), Rate(r.usd.Value), Rate(r.eur.Value), logReturn(&usd, r.usd), logReturn(&eur, r.eur)}
		cells = append(cells, indexOn(days, r.set)...)
		cells = append(cells, Int(int64(len(r.titles))), Text(strings.Join(r.titles, " | ")))
		for _, g := range in.Gauges {
			cells = append(cells, g.cell(r.set))
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
	at := map[civil.Date]*overlayRow{}
	rowOf := func(f fx.Fixing) *overlayRow {
		if at[f.Set] == nil {
			at[f.Set] = &overlayRow{set: f.Set, effective: f.Effective}
		}
		return at[f.Set]
	}
	for _, f := range in.USD {
		rowOf(f).usd = f
	}
	for _, f := range in.EUR {
		rowOf(f).eur = f
	}
	sets := slices.SortedFunc(maps.Keys(at), civil.Date.Compare)
	for _, e := range in.Events {
		if i, ok := in.Calendar.Day0(sets, e.OccurredAt); ok && (i > 0 || e.Day() == sets[0]) {
			at[sets[i]].titles = append(at[sets[i]].titles, e.Title)
		}
	}
	rows := make([]overlayRow, len(sets))
	for i, d := range sets {
		rows[i] = *at[d]
	}
	return rows
}

const returnDecimals = 6

// logReturn is the return from before to now in percent, and makes now the one before. A missing fixing leaves it.
func logReturn(before *fx.Fixing, now fx.Fixing) Cell {
	if now.Value.IsZero() {
		return Missing()
	}
	from := *before
	*before = now
	if from.Value.IsZero() {
		return Missing()
	}
	log, err := returns.Between(from.Rate(), now.Rate())
	if err != nil {
		return Missing() // a price that is not above zero has no return
	}
	return Fixed(100*log, returnDecimals)
}

func indexOn(days map[civil.Date]tension.Day, d civil.Date) []Cell {
	today, ok := days[d]
	if !ok {
		return []Cell{Missing(), Missing()}
	}
	return []Cell{Fixed(today.Tension, indexDecimals), Fixed(today.Diplomacy, indexDecimals)}
}
