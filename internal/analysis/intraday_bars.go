package analysis

import (
	"math"
	"slices"
	"sort"
	"time"

	"detente/internal/analysis/stat"
	"detente/internal/civil"
)

// Bar is a candle with float prices; Start is its first instant.
type Bar struct {
	Start       time.Time
	Open, Close float64
}

// Bars are candles of one length in ascending order of Start.
type Bars struct {
	Bars   []Bar
	Length time.Duration
	Zone   *time.Location // of the exchange: "the same clock time" is on its clocks
}

func (b Bars) end(i int) time.Time { return b.Bars[i].Start.Add(b.Length) }

// lastEnded is the index of the last bar that has ended by u, or -1.
func (b Bars) lastEnded(u time.Time) int {
	return sort.Search(len(b.Bars), func(i int) bool { return b.end(i).After(u) }) - 1
}

// closedAt tells whether at lies in a pause longer than closedGap after bar i, and which bar opens the next session.
func (b Bars) closedAt(i int, at time.Time) (next int, closed bool) {
	next = i + 1
	if next < len(b.Bars) && !b.Bars[next].Start.After(at) {
		return next, false
	}
	if next == len(b.Bars) {
		return next, at.Sub(b.end(i)) > closedGap
	}
	return next, b.Bars[next].Start.Sub(b.end(i)) > closedGap
}

// sessionEnd is the end of the last bar before the first pause longer than closedGap after u. A bar that begins at u is of the session
// that u opens.
func (b Bars) sessionEnd(u time.Time) time.Time { return b.end(b.sessionLast(u)) }

func (b Bars) sessionLast(u time.Time) int {
	i := max(sort.Search(len(b.Bars), func(i int) bool { return b.Bars[i].Start.After(u) })-1, 0)
	for i+1 < len(b.Bars) && b.Bars[i+1].Start.Sub(b.end(i)) <= closedGap {
		i++
	}
	return i
}

// endKnown tells whether the session that holds u has ended: a later one is stored, or its bars reach as late on the clock as those of
// the middle one of the earlier sessions, less what a thin market leaves out.
func (b Bars) endKnown(u time.Time, earlier []time.Time) bool {
	last := b.sessionLast(u)
	if last < len(b.Bars)-1 {
		return true
	}
	var ends []time.Duration
	for _, e := range earlier {
		ends = append(ends, b.clock(b.sessionEnd(e)))
	}
	slices.Sort(ends)
	return len(ends) > 0 && b.clock(b.end(last)) >= ends[len(ends)/2]-staleAfter
}

// clock is the time of day on the exchange's clocks.
func (b Bars) clock(u time.Time) time.Duration {
	local := u.In(b.Zone)
	return time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute + time.Duration(local.Second())*time.Second
}

func (b Bars) priceAt(u time.Time) float64 { return b.Bars[b.lastEnded(u)].Close }

// covers tells whether the data reach u: a bar ends at or after it.
func (b Bars) covers(u time.Time) bool { return !b.end(len(b.Bars) - 1).Before(u) }

// placeboTimes are the same clock time on every earlier session, where the market was open and no other event is near.
func (b Bars) placeboTimes(at time.Time, others []time.Time) []time.Time {
	horizons := Horizons()
	reach := horizons[len(horizons)-1]
	local := at.In(b.Zone)
	var out []time.Time
	for d := civil.Of(b.Bars[0].Start.In(b.Zone)); d.Before(civil.Of(local)); d = d.AddDays(1) {
		u := d.At(local.Hour(), local.Minute(), b.Zone).Add(time.Duration(local.Second()) * time.Second)
		i := b.lastEnded(u)
		opened := i < 0 && b.Bars[0].Start.Equal(u)
		if opened || i < 0 || nearAny(u, others, reach) {
			continue
		}
		if _, closed := b.closedAt(i, u); !closed {
			out = append(out, u)
		}
	}
	return out
}

// opens are the first instants of the sessions before at, where no other event is near.
func (b Bars) opens(at time.Time, others []time.Time) []time.Time {
	horizons := Horizons()
	var out []time.Time
	for i := 1; i < len(b.Bars) && b.Bars[i].Start.Before(at); i++ {
		u := b.Bars[i].Start
		if u.Sub(b.end(i-1)) > closedGap && !nearAny(u, others, horizons[len(horizons)-1]) {
			out = append(out, u)
		}
	}
	return out
}

func nearAny(u time.Time, others []time.Time, reach time.Duration) bool {
	for _, o := range others {
		if d := u.Sub(o); d >= -reach && d <= reach {
			return true
		}
	}
	return false
}

// restless compares the returns from bar to bar in the 24 hours that end with bar i with those before; a pause has no return.
func (b Bars) restless(i int) stat.Maybe {
	j := b.lastEnded(b.end(i).Add(-24 * time.Hour))
	usual, n := b.spread(1, j)
	recent, m := b.spread(j+1, i)
	if min(n, m) < fewSessions || usual == 0 {
		return stat.None("too few bars before the event")
	}
	return stat.Some(recent / usual)
}

// spread is the root mean square of the returns of bars from..to, and their number.
func (b Bars) spread(from, to int) (rms float64, n int) {
	var squares float64
	for i := max(from, 1); i <= to; i++ {
		if b.Bars[i].Start.Sub(b.end(i-1)) > closedGap {
			continue
		}
		r := logPCT(b.Bars[i].Close, b.Bars[i-1].Close)
		squares, n = squares+r*r, n+1
	}
	return math.Sqrt(squares / float64(max(n, 1))), n
}
