package fx

import (
	"sort"

	"detente/internal/civil"
)

// Aligned is a fixing counted from a day 0, with its price as an index.
type Aligned struct {
	Tau int // days of fixings from day 0
	Fixing
	Index float64 // 100 on day 0
}

// DayZero finds the first of days, which ascend, that is day or later. ok is false where there is none, and where day lies
// before all of them: what was before the first is not known.
func DayZero(days []civil.Date, day civil.Date) (zero int, ok bool) {
	zero = sort.Search(len(days), func(i int) bool { return !days[i].Before(day) })
	return zero, zero < len(days) && (zero > 0 || days[0] == day)
}

// Align counts fixings, which ascend by set date, along days: all set dates of the pairs that are compared, ascending. It
// returns the fixings of the window [from, to] around days[zero], both offsets included; a day without a fixing is left
// out, nothing is filled in. A pair without a price on day 0 has no index and gives none.
func Align(fixings []Fixing, days []civil.Date, zero, from, to int) []Aligned {
	first, last := max(0, zero+from), min(len(days)-1, zero+to)
	at := sort.Search(len(fixings), func(i int) bool { return !fixings[i].Set.Before(days[first]) })
	var list []Aligned
	base := 0.0
	for i := first; i <= last && at < len(fixings); i++ {
		if f := fixings[at]; f.Set == days[i] {
			list = append(list, Aligned{Tau: i - zero, Fixing: f})
			if i == zero && f.Value.Unscaled > 0 && f.Nominal > 0 {
				base = f.Rate()
			}
			at++
		}
	}
	if base == 0 {
		return nil
	}
	for i := range list {
		list[i].Index = 100 * list[i].Rate() / base
	}
	return list
}
