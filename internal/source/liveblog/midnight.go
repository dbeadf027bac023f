package liveblog

import "time"

// jump is how far apart two stamps that follow each other lie at the least where midnight passed between them.
const jump = 12 * time.Hour

// unsureDay is said of what stands on a page beside another midnight.
const unsureDay = "the page runs past midnight and its times bear no date"

// pastMidnight returns the entries [from, to) of which it cannot be told whether they are of the page's day or of one beside it. The
// stamps of a page run one way, from the newest down or the oldest up. One jump against it is midnight, and the page's day is
// that of the larger part; of equal parts that of the one before midnight. None are returned of a page that does not jump, jumps
// twice, or dates its stamps.
func pastMidnight(list []entry) (from, to int) {
	last, down, up, wraps, cut := -1, 0, 0, 0, 0
	rises := false
	for i, e := range list {
		if e.stamp == nil || e.stamp.dated {
			continue
		}
		if last >= 0 {
			switch d := e.stamp.at.Sub(list[last].stamp.at); {
			case d > jump, d < -jump:
				wraps, cut, rises = wraps+1, i, d > 0
			case d > 0:
				up++
			case d < 0:
				down++
			}
		}
		last = i
	}
	// from the newest down a rise is midnight, from the oldest up a fall
	if wraps != 1 || (rises && (up > 0 || down == 0)) || (!rises && (down > 0 || up == 0)) {
		return 0, 0
	}
	if rest := len(list) - cut; cut < rest || (cut == rest && rises) {
		return 0, cut
	}
	return cut, len(list)
}
