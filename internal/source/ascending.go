package source

import (
	"fmt"

	"detente/internal/civil"
	"detente/internal/fx"
)

// Ascending puts a fixing list through the rules that every daily answer must keep: days ascend, a day stands once.
// A day that is repeated with the same value is kept once and the repetition rejected; with different values both are
// rejected. Days out of order refuse the whole answer, since which of the dates is wrong cannot be told.
func (a *Answer) Ascending(rows []fx.Fixing) error {
	conflict := map[civil.Date]bool{}
	kept := map[civil.Date]fx.Fixing{}
	for i, f := range rows {
		if i > 0 && f.Effective.Before(rows[i-1].Effective) {
			return fmt.Errorf("rows are out of order: %s comes after %s, so that none of the dates can be trusted", f.Effective, rows[i-1].Effective)
		}
		earlier, again := kept[f.Effective]
		switch {
		case !again:
			kept[f.Effective] = f
		case earlier.Value.Equal(f.Value) && earlier.Nominal == f.Nominal:
			a.Reject(f.Series, f.Effective.String()+" "+f.Value.String(), "the row is repeated; it is taken once")
		default:
			conflict[f.Effective] = true
			a.Reject(f.Series, f.Effective.String()+" "+f.Value.String(), fmt.Sprintf("the day stands twice, with %s and %s; neither is taken", earlier.Value, f.Value))
		}
	}
	for i, f := range rows {
		repeated := i > 0 && rows[i-1].Effective == f.Effective
		if !repeated && !conflict[f.Effective] {
			a.Fixings = append(a.Fixings, f)
		}
	}
	return nil
}
