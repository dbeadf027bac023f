package export

import (
	"io"

	"detente/internal/tension"
)

// TensionTable is the table of the tension index.
func TensionTable() Table {
	return Table{"tension", []Column{
		{"date", "UTC calendar day, without an end to the last event; never one that lies ahead of the question", Date, ""},
		{"flow_tension", "sum of the day's escalating Goldstein values, as positive points", Number, "points"},
		{"flow_diplomacy", "sum of the day's de-escalating Goldstein values", Number, "points"},
		{"tension", "stock of tension: yesterday's, decayed, plus the day's flow; 0 before the first event, where the table overlay has an empty cell", Number, "points"},
		{"diplomacy", "stock of diplomacy, alike", Number, "points"},
	}, []string{"date"}, "Tension index"}
}

const indexDecimals = 4

// Tension writes a row a day in the order given, 4 decimals.
func Tension(w io.Writer, o Options, days []tension.Day) error {
	out, err := New(w, TensionTable(), o)
	if err != nil {
		return err
	}
	for _, d := range days {
		err := out.Row(Day(d.Date), Fixed(d.FlowTension, indexDecimals), Fixed(d.FlowDiplomacy, indexDecimals),
			Fixed(d.Tension, indexDecimals), Fixed(d.Diplomacy, indexDecimals))
		if err != nil {
			return err
		}
	}
	return out.Close()
}
