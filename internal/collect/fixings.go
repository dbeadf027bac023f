package collect

import (
	"context"
	"fmt"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source"
)

// back is how many days before a window are read to find the row that its first is compared with.
const back = 60

// siftFixings splits an answer's fixings into those to store and those to keep out, and names stored days the answer lacks.
func (c *Collector) siftFixings(ctx context.Context, w source.Window, rows []fx.Fixing) (keep []fx.Fixing, out []runlog.Rejection, err error) {
	stored, err := c.store.Fixings(ctx, w.Series, fx.Range{From: w.From.AddDays(-back), To: w.To})
	if err != nil {
		return nil, nil, err
	}
	keep, out = believeFixings(w, stored, rows)
	keep, shifted := refuseMassRevision(stored, keep)
	out = append(out, shifted...)
	return keep, append(out, missingFixings(w, stored, rows)...), nil
}

func believeFixings(w source.Window, stored, rows []fx.Fixing) (keep []fx.Fixing, out []runlog.Rejection) {
	known, prev := map[civil.Date]fx.Fixing{}, point{}
	for _, f := range stored {
		known[f.Effective] = f
		if f.Effective.Before(w.From) {
			prev = pointOf(f)
		}
	}
	if prev.rate == 0 {
		points := make([]point, len(rows))
		for i, f := range rows {
			points[i] = pointOf(f)
		}
		prev = typical(points)
	}
	for _, f := range rows {
		before, have := known[f.Effective]
		if have && samePrice(before, f) {
			keep, prev = append(keep, f), pointOf(f)
			continue
		}
		if err := believable(f.Series.Pair(), prev, f.Effective, f.Rate()); err != nil {
			out = append(out, rejection(f, err.Error()))
			if have {
				prev = pointOf(before)
			}
			continue
		}
		keep, prev = append(keep, f), pointOf(f)
	}
	return keep, out
}

// refuseMassRevision keeps out an answer's changes where they would rewrite more than two stored days and more than a
// quarter of those it holds: central banks correct a single rate at most, while shifted dates change every row. Where it is what is
// stored that slipped, the answer sets it right.
func refuseMassRevision(stored, rows []fx.Fixing) (keep []fx.Fixing, out []runlog.Rejection) {
	known := map[civil.Date]fx.Fixing{}
	for _, f := range stored {
		known[f.Effective] = f
	}
	both, changed := 0, 0
	for _, f := range rows {
		if before, ok := known[f.Effective]; ok {
			both++
			if !samePrice(before, f) {
				changed++
			}
		}
	}
	if changed <= 2 || changed*4 <= both || stale(known, rows) {
		return rows, nil
	}
	for _, f := range rows {
		before, ok := known[f.Effective]
		if !ok || samePrice(before, f) {
			keep = append(keep, f)
			continue
		}
		out = append(out, rejection(f, fmt.Sprintf("stored is %s; the answer would change %d of %d stored days at once, so none is changed", before.Value, changed, both)))
	}
	return keep, out
}

// stale tells whether each day that the answer changes is stored with the rate of the day before it, by the answer or by what is stored,
// as where a publisher gave old rates under new dates. Of a shifted answer the first changed day is not: its day before would be shifted
// too, or stored with another rate.
func stale(stored map[civil.Date]fx.Fixing, rows []fx.Fixing) bool {
	for i, f := range rows {
		was, ok := stored[f.Effective]
		if !ok || samePrice(was, f) {
			continue
		}
		if i == 0 {
			return false
		}
		before, ok := stored[rows[i-1].Effective]
		if !samePrice(was, rows[i-1]) && (!ok || !samePrice(was, before)) {
			return false
		}
	}
	return true
}

// missingFixings names the stored days of the window that the answer does not hold. They stay stored.
func missingFixings(w source.Window, stored, rows []fx.Fixing) (out []runlog.Rejection) {
	answered := map[civil.Date]bool{}
	for _, f := range rows {
		answered[f.Effective] = true
	}
	for _, f := range stored {
		if w.Contains(f.Effective) && !answered[f.Effective] {
			out = append(out, rejection(f, "stored, but missing from the answer; it stays stored"))
		}
	}
	return out
}

func samePrice(a, b fx.Fixing) bool { return a.Value.Equal(b.Value) && a.Nominal == b.Nominal }

func pointOf(f fx.Fixing) point { return point{f.Effective, f.Rate()} }

func rejection(f fx.Fixing, reason string) runlog.Rejection {
	row := fmt.Sprintf("%s %s for %d", f.Effective, f.Value, f.Nominal)
	return runlog.Rejection{Series: f.Series, Row: row, Reason: reason}
}
