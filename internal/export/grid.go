package export

import (
	"context"
	"io"
)

// Grid is a table as text, cell by cell as CSV holds it.
type Grid struct {
	Table Table
	Rows  [][]string
}

// ReadGrid reads what Write would write of the named table, for a page that shows it. Receipt is that of the CSV.
func ReadGrid(ctx context.Context, name string, from Source, q Query) (Grid, Receipt, error) {
	table, err := TableOf(name, q)
	if err != nil {
		return Grid{}, Receipt{}, err
	}
	grid := Grid{Table: table}
	o := Options{watch: func(cells []Cell) error {
		row := make([]string, len(cells))
		for i := range cells {
			row[i] = cells[i].String()
		}
		grid.Rows = append(grid.Rows, row)
		return nil
	}}
	receipt, err := Deliver(ctx, io.Discard, o, name, from, q)
	return grid, receipt, err
}

// String is the cell as CSV holds it, without quotes.
func (c Cell) String() string {
	if c.kind == text {
		return c.text
	}
	return string(plainCSV.cell(nil, &c))
}
