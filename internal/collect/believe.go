package collect

import (
	"fmt"
	"slices"

	"detente/internal/civil"
	"detente/internal/fx"
)

// Bounds of a believable move against the row before it. The largest between two official rates since 1999 is 25 per
// cent (ECB, EUR/RUB, 28 February 2022), the largest of a day's high over the close before it 32 per cent (Moscow
// Exchange, the same day), and 11 October 1994 had 39. A lost decimal sign, a wrong nominal or another currency's row moves
// by far more. A true move beyond the bound is accepted by a person: import the row, and the collector follows.
const (
	maxMove     = 1.4
	maxLongMove = 2.5 // over a gap of more than nearDays
	nearDays    = 15  // holidays leave holes of up to 13 days
)

// bands are the rates that a series can show at all, wide enough for a crisis and far from a wrong unit.
var bands = map[fx.Pair][2]float64{fx.USDRUB: {3, 1000}, fx.EURRUB: {3, 1000}, fx.EURUSD: {0.5, 2}}

// point is a rate that is believed, to compare the next with.
type point struct {
	day  civil.Date
	rate float64
}

// believable returns why rate on day cannot be true after prev, or nil. Without a prev only the band counts.
func believable(pair fx.Pair, prev point, day civil.Date, rate float64) error {
	if band, ok := bands[pair]; ok && !(rate >= band[0] && rate <= band[1]) {
		return fmt.Errorf("%.6g lies outside %g to %g, where %s must lie", rate, band[0], band[1], pair)
	}
	if prev.rate == 0 {
		return nil
	}
	limit := maxMove
	if day.DaysSince(prev.day) > nearDays || prev.day.DaysSince(day) > nearDays {
		limit = maxLongMove
	}
	if ratio := rate / prev.rate; ratio > limit || ratio < 1/limit {
		return fmt.Errorf("%.6g is %.3g times the %.6g of %s, more than a factor of %g; if it is true, import it with --accept-large-moves", rate, ratio, prev.rate, prev.day, limit)
	}
	return nil
}

// typical is the median of the first seven points: what to compare with where nothing is stored before them.
func typical(points []point) point {
	if len(points) == 0 {
		return point{}
	}
	head := slices.Clone(points[:min(len(points), 7)])
	slices.SortFunc(head, func(a, b point) int {
		if a.rate < b.rate {
			return -1
		}
		return 1
	})
	return point{day: points[0].day, rate: head[(len(head)-1)/2].rate}
}
