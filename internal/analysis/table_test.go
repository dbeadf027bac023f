package analysis

import (
	"encoding/json"
	"strconv"
	"testing"

	"detente/internal/analysis/stat"
)

// A column of a table holds what the field of that name holds in the JSON.
func TestColumnsHoldTheFieldsOfTheirNames(t *testing.T) {
	t.Parallel()
	var r CorrelateReport
	r.Granger.TensionToRate = GrangerRow{Lag: 2, F: stat.Some(3.5), DF1: 4, DF2: 5, P: stat.Some(0.25), Robust: stat.Some(0.5), Reason: "a"}
	r.Granger.RateToTension = GrangerRow{Lag: 3, F: stat.Some(4.5), DF1: 6, DF2: 7, P: stat.Some(0.125), Robust: stat.Some(0.75), Reason: "b"}
	r.Projection = []ProjectionRow{{H: 1, Beta: 0.25, SE: 0.5, Lo90: stat.Some(-1), Hi90: stat.Some(1.5), Lo95: stat.Some(-2), Hi95: stat.Some(2.5), N: 9}}
	for _, tt := range []struct {
		table Table
		rows  []any
	}{
		{r.grangerTable(), []any{r.Granger.TensionToRate, r.Granger.RateToTension}},
		{r.projectionTable(), []any{r.Projection[0]}},
	} {
		if len(tt.table.Rows) != len(tt.rows) {
			t.Fatalf("%s has %d rows", tt.table.Name, len(tt.table.Rows))
		}
		for i, row := range tt.rows {
			text, err := json.Marshal(row)
			fields := map[string]any{}
			if err != nil || json.Unmarshal(text, &fields) != nil {
				t.Fatal(err)
			}
			for at, column := range tt.table.Columns {
				want, ok := fields[column]
				if number, is := want.(float64); is {
					want = strconv.FormatFloat(number, 'g', -1, 64)
				}
				if ok && tt.table.Rows[i][at] != want {
					t.Errorf("%s, row %d, %s: %s, want %v", tt.table.Name, i, column, tt.table.Rows[i][at], want)
				}
			}
		}
	}
}
