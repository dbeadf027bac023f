package export

import (
	"fmt"
	"io"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// GaugesTable is the table of comparison lines, which others publish and nothing here computes.
func GaugesTable() Table {
	return Table{"gauges", []Column{
		{"gauge", "comparison line, such as gpr:GPRD", Plain, ""},
		{"date", "day that the value is of, as the publisher dates it", Date, ""},
		{"value", "value as published; a day without one has no row", Number, "of the line"},
		{"title", "what the line measures", Plain, ""},
		{"unit", "unit of the value", Plain, ""},
		{"publisher", "who publishes it", Plain, ""},
		{"published", "when a day's value is out", Plain, ""},
	}, []string{"gauge", "date"}, "Comparison lines of others"}
}

// Gauges writes the values in the order given.
func Gauges(w io.Writer, o Options, gauges []event.Gauge) error {
	out, err := New(w, GaugesTable(), o)
	if err != nil {
		return err
	}
	var line event.GaugeLine
	for _, g := range gauges {
		if line.Name != g.Name {
			line = event.LineOf(g.Name)
		}
		err := out.Row(Text(g.Name), Day(g.Day), Shortest(g.Value), Text(line.Title), Text(line.Unit), Text(line.Publisher), Text(line.Published))
		if err != nil {
			return err
		}
	}
	return out.Close()
}

// GaugeColumn is a comparison line beside other rows.
type GaugeColumn struct {
	Line   event.GaugeLine
	Values map[civil.Date]float64
}

func (g GaugeColumn) cell(d civil.Date) Cell {
	v, ok := g.Values[d]
	if !ok {
		return Missing()
	}
	return Shortest(v)
}

func (in OverlayInput) lines() []event.GaugeLine {
	var lines []event.GaugeLine
	for _, g := range in.Gauges {
		lines = append(lines, g.Line)
	}
	return lines
}

// fitsGauges refuses comparison lines where the table has no place for them, and a table of them that names none.
func (q Query) fitsGauges(name string) error {
	switch {
	case name == "gauges" && len(q.Gauges) == 0:
		return fmt.Errorf("export: %w: the table gauges needs the name of a comparison line, such as gpr:GPRD", ErrInvalid)
	case name != "gauges" && name != "overlay" && len(q.Gauges) > 0:
		return fmt.Errorf("export: %w: comparison %s: only the tables overlay and gauges hold comparison lines", ErrInvalid, list(q.Gauges))
	}
	for _, g := range q.Gauges {
		if !event.IsGaugeName(g) {
			return fmt.Errorf("export: %w: comparison %q: want a source, a colon and what it measures, such as gpr:GPRD", ErrInvalid, g)
		}
	}
	return nil
}

// gauges reads the lines that are asked for, each once.
func (t taker) gauges() error {
	var all []event.Gauge
	for _, l := range event.GaugeLinesOf(t.query.Gauges) {
		values, err := t.gauge(l.Name)
		if err != nil {
			return err
		}
		all = append(all, values...)
	}
	return Gauges(t.out, t.options, all)
}

func (t taker) gauge(name string) ([]event.Gauge, error) {
	f := t.query.Filter
	return t.from.Gauge(t.ctx, name, fx.Range{From: f.From, To: f.To, AsOf: f.AsOf})
}

// columns are the lines as columns of the overlay.
func (t taker) columns() ([]GaugeColumn, error) {
	var all []GaugeColumn
	for _, l := range event.GaugeLinesOf(t.query.Gauges) {
		values, err := t.gauge(l.Name)
		if err != nil {
			return nil, err
		}
		column := GaugeColumn{l, make(map[civil.Date]float64, len(values))}
		for _, g := range values {
			column.Values[g.Day] = g.Value
		}
		all = append(all, column)
	}
	return all, nil
}
