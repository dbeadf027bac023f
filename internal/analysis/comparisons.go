package analysis

import (
	"math"

	"detente/internal/analysis/stat"
)

// farOut is the percentile above which fewer than one date in twenty moved further.
const farOut = 95

// Comparisons are the two readings of one event at the 5 percent level: against the days of its estimation window, and among the
// dates that could stand for it. They may differ: after wild days a large move is nothing new, and after calm ones a small move is.
type Comparisons struct {
	Days, Dates bool // the move is larger than lets expect
	Both        bool // both could be made
}

// Differ tells that one comparison finds the move unusual and the other does not.
func (c Comparisons) Differ() bool { return c.Both && c.Days != c.Dates }

// Comparisons reads the p and the percentile of the event.
func (e EventRow) Comparisons() Comparisons {
	return Comparisons{Days: below(e.P), Dates: e.Percentile.OK && e.Percentile.Value > farOut, Both: e.P.OK && e.Percentile.OK}
}

// FormatPercentile prints a percentile without decimals: "97"; close to 100 with as many as keep it below, since 100 says that no
// date moved further: "99.98".
func FormatPercentile(v stat.Maybe) string {
	for decimals := range 6 {
		if !v.OK || v.Value >= 100 || math.Round(v.Value*math.Pow10(decimals)) < 100*math.Pow10(decimals) {
			return plain(v, decimals)
		}
	}
	return plain(v, 6)
}
