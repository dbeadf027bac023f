package collect

import (
	"slices"

	"detente/internal/civil"
	"detente/internal/fx"
)

// measured is the first year that the bounds were measured on: inflation and the crisis of 1998 went beyond them.
const measured = 1999

// Doubt says why the row at Index of a list cannot be believed.
type Doubt struct {
	Index  int
	Reason error
}

// Doubts returns the rows of one series, in any order, that lie outside what its pair can show or too far from the
// rate before them, stored or in rows; where nothing stands before them, also from the stored rate after them. A row that
// is stored as it is, or of a day before 1999, is never doubted. stored is ascending; the result is by date.
func Doubts(stored, rows []fx.Fixing) (out []Doubt) {
	known := map[civil.Date]fx.Fixing{}
	for _, f := range stored {
		known[f.Effective] = f
	}
	order := make([]int, len(rows))
	for i := range rows {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rows[a].Effective.Compare(rows[b].Effective) })
	first := make([]point, 0, len(rows))
	for _, i := range order {
		first = append(first, pointOf(rows[i]))
	}
	prev, next := point{}, 0
	for _, i := range order {
		f := rows[i]
		for ; next < len(stored) && stored[next].Effective.Before(f.Effective); next++ {
			if p := pointOf(stored[next]); prev.day.Before(p.day) {
				prev = p
			}
		}
		if before, have := known[f.Effective]; f.Effective.UTC().Year() < measured || (have && samePrice(before, f)) {
			prev = pointOf(f)
			continue
		}
		against := prev
		if against.rate == 0 {
			if against = typical(first); next < len(stored) {
				against = pointOf(stored[next])
			}
		}
		if err := believable(f.Series.Pair(), against, f.Effective, f.Rate()); err != nil {
			out = append(out, Doubt{i, err})
			continue
		}
		prev = pointOf(f)
	}
	return out
}
