package regression

import "fmt"

// EventDays is a calendar-time regression on event days: y on a constant, the controls and a dummy of the days inside event windows.
// Coefficients are in that order, so the last is the effect of one event day; Days counts the rows where the dummy is not zero.
type EventDays struct {
	N, Days      int
	Lag          int
	Coefficients []Coefficient
}

// Effect returns the coefficient of the dummy.
func (e EventDays) Effect() Coefficient { return e.Coefficients[len(e.Coefficients)-1] }

// Dummy returns a column of n rows that is 1 on the rows day+from..day+to of any of the days (zero-based, both ends included), or with
// count the number of windows a row lies in. Events on the same day count once. Rows outside the sample are ignored; the error names
// an empty window.
func Dummy(n int, days []int, window [2]int, count bool) ([]float64, error) {
	if window[0] > window[1] {
		return nil, fmt.Errorf("regression: event window [%d,%d] is empty", window[0], window[1])
	}
	column := make([]float64, n)
	seen := map[int]bool{}
	for _, day := range days {
		if seen[day] {
			continue
		}
		seen[day] = true
		for t := max(0, day+window[0]); t <= min(n-1, day+window[1]); t++ {
			column[t]++
			if !count {
				column[t] = 1
			}
		}
	}
	return column, nil
}

// OnEventDays regresses y on a constant, the controls and the dummy with Newey-West errors of the given lag. Errors as New; a dummy
// that is nowhere or everywhere one is refused.
func OnEventDays(y []float64, controls [][]float64, dummy []float64, lag int) (EventDays, error) {
	columns := append([][]float64{Ones(len(y))}, controls...)
	e := EventDays{N: len(y), Lag: lag}
	for _, d := range dummy {
		if d != 0 {
			e.Days++
		}
	}
	if e.Days == 0 || e.Days == len(dummy) {
		return EventDays{}, fmt.Errorf("regression: %d of %d rows are event days: there is nothing to compare", e.Days, len(dummy))
	}
	fit, err := New(append(columns, dummy), y)
	if err != nil {
		return EventDays{}, err
	}
	e.Coefficients = fit.NeweyWest(lag)
	return e, nil
}
