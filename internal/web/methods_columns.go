package web

import "detente/internal/export"

// columnView explains a column of the exports of studies and correlations; its anchor is col- and the name.
type columnView struct{ Name, Text string }

// columns are in the order of the tables. A missing number is an empty cell.
var columns = func() (all []columnView) {
	for _, c := range export.ResultColumns() {
		all = append(all, columnView{c.Name, c.About})
	}
	return all
}()
