package analysis

import (
	"math"
	"slices"
	"time"

	"detente/internal/analysis/stat"
)

const (
	// closedGap is how long a pause between two bars must be to be a closed market and not a thin one.
	closedGap = time.Hour
	// staleAfter is how old the last bar may be in session before it is flagged.
	staleAfter = 15 * time.Minute
	// driftWindow is how far before the event the drift is taken.
	driftWindow = time.Hour
	// fewSessions is the number of earlier sessions below which the placebo says little: METHODS 10.
	fewSessions = 20
)

// Horizons are the default times after an event at which the response is read.
func Horizons() []time.Duration {
	return []time.Duration{5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour}
}

// Response is the cumulative log return at one horizon, in percent, with how unusual it is for that time of day.
type Response struct {
	Minutes int        `json:"minutes"` // 0 is the end of the session
	PCT     stat.Maybe `json:"response_pct"`
	Sigma   stat.Maybe `json:"sigma_pct"`
	Z       stat.Maybe `json:"z"`
	P       stat.Maybe `json:"p"`
	Greyed  bool       `json:"greyed"`        // the horizon is shorter than the uncertainty of the event's time
	Ended   bool       `json:"session_ended"` // the session ended before the horizon: the move is to its last price
}

// IntradayReport is the response of a price to one timed event.
type IntradayReport struct {
	Schema       int        `json:"schema"`
	At           time.Time  `json:"at"`
	Price        float64    `json:"price"`
	PriceAt      time.Time  `json:"price_at"` // end of the bar whose close the price is
	StaleSeconds float64    `json:"stale_seconds"`
	Closed       bool       `json:"closed"` // the market was closed: horizons count from NextOpen
	NextOpen     *time.Time `json:"next_open"`
	GapPCT       stat.Maybe `json:"gap_pct"` // next open against the last close
	DriftPCT     stat.Maybe `json:"drift_60_pct"`
	DriftZ       stat.Maybe `json:"drift_60_z"`
	PlaceboDays  int        `json:"placebo_days"`
	Restless     stat.Maybe `json:"volatility_ratio"` // root mean square of the bars' returns in the day before the event over that of the bars before
	Responses    []Response `json:"responses"`
	Warnings     []Warning  `json:"warnings"`
}

// Intraday measures the price's response to an event at the instant at. others are the instants of other events, whose
// neighbourhood is kept out of the placebo; uncertainty is how far the event's stamp may be off.
//
// The price at u is the close of the last bar that has ended by u, never of the bar that contains u. The placebo is the
// same clock time on earlier sessions only; of a response that counts from an open, the opens of earlier sessions, whose moves hold the
// night before as it does. ok is false where no bar ends by at.
// Reference: METHODS 10.
func Intraday(bars Bars, at time.Time, others []time.Time, uncertainty time.Duration) (report IntradayReport, ok bool) {
	i := bars.lastEnded(at)
	if i < 0 {
		return report, false
	}
	report = IntradayReport{Schema: Schema, At: at, Price: bars.Bars[i].Close, PriceAt: bars.end(i), Warnings: []Warning{}}
	report.StaleSeconds = at.Sub(report.PriceAt).Seconds()
	origin := at
	if next, closed := bars.closedAt(i, at); closed {
		report.Closed = true
		if next < len(bars.Bars) {
			open := bars.Bars[next]
			report.NextOpen, report.GapPCT = &open.Start, stat.Some(logPCT(open.Open, report.Price))
			origin = open.Start // the gap stays in the response: it is part of the reaction
		}
	}
	placebo := bars.placeboTimes(origin, others)
	if report.NextOpen != nil {
		placebo = bars.opens(origin, others)
	}
	report.PlaceboDays = len(placebo)
	for _, h := range append(Horizons(), 0) {
		report.Responses = append(report.Responses, bars.respond(origin, report.Price, h, placebo, uncertainty))
	}
	bars.drift(&report, at, placebo)
	report.Restless = bars.restless(i)
	report.warn(uncertainty)
	return report, true
}

func logPCT(now, before float64) float64 { return 100 * math.Log(now/before) }

// respond reads one horizon; 0 is the end of the session.
func (b Bars) respond(origin time.Time, base float64, h time.Duration, placebo []time.Time, uncertainty time.Duration) Response {
	out := Response{Minutes: int(h.Minutes()), Greyed: h > 0 && h < uncertainty}
	until, reason := b.horizon(origin, h, placebo)
	if reason != "" {
		none := stat.None(reason)
		out.PCT, out.Sigma, out.Z, out.P = none, none, none, none
		return out
	}
	out.Ended = h > 0 && until.After(b.sessionEnd(origin))
	moved := logPCT(b.priceAt(until), base)
	out.PCT = stat.Some(moved)
	var sizes []float64
	for _, u := range placebo {
		end := u.Add(h)
		if h == 0 {
			end = b.sessionEnd(u)
		}
		sizes = append(sizes, logPCT(b.priceAt(end), b.priceAt(u)))
	}
	out.Sigma, out.Z, out.P = unusual(moved, sizes)
	return out
}

// horizon is the instant at which a response is read, or the reason why there is none to read: prices of another instant are never
// passed off for it.
func (b Bars) horizon(origin time.Time, h time.Duration, placebo []time.Time) (until time.Time, reason string) {
	end := b.sessionEnd(origin)
	switch until = origin.Add(h); {
	case !end.After(origin):
		return end, "the bars end before this horizon"
	case h == 0 && !b.endKnown(origin, placebo):
		return end, "the bars end before the session does"
	case h == 0:
		return end, ""
	case !b.covers(until):
		return until, "the bars end before this horizon"
	}
	return until, ""
}

// unusual compares a move with those of the placebo: root mean square, z, and the share at least as large.
func unusual(moved float64, placebo []float64) (sigma, z, p stat.Maybe) {
	if len(placebo) == 0 {
		none := stat.None("no earlier session at this clock time")
		return none, none, none
	}
	var squares float64
	count := 0
	for _, x := range placebo {
		squares += x * x
		if math.Abs(x) >= math.Abs(moved) {
			count++
		}
	}
	s := math.Sqrt(squares / float64(len(placebo)))
	z = stat.None("the price did not move at this clock time on earlier sessions")
	if s > 0 {
		z = stat.Some(moved / s)
	}
	return stat.Some(s), z, stat.Some(float64(1+count) / float64(1+len(placebo)))
}

// drift is the move in the hour before the event, which news that was out before its stamp would show.
func (b Bars) drift(report *IntradayReport, at time.Time, placebo []time.Time) {
	before := b.lastEnded(at.Add(-driftWindow))
	if report.Closed {
		report.DriftPCT = stat.None("the market was closed")
		report.DriftZ = report.DriftPCT
		return
	}
	if before < 0 {
		report.DriftPCT = stat.None("the bars begin less than an hour before the event")
		report.DriftZ = report.DriftPCT
		return
	}
	moved := logPCT(report.Price, b.Bars[before].Close)
	var sizes []float64
	for _, u := range placebo {
		if i := b.lastEnded(u.Add(-driftWindow)); i >= 0 {
			sizes = append(sizes, logPCT(b.priceAt(u), b.Bars[i].Close))
		}
	}
	report.DriftPCT = stat.Some(moved)
	_, report.DriftZ, _ = unusual(moved, sizes)
}

// tooRestless is the ratio from which a small p may say no more than that the market was wild: of minutes drawn at random from the euro's
// five-minute bars of 28 January to 8 April 2022, 3 to 5 of 100 had p below 0.05 under it, 9 between it and 2, and 30 to 33 above.
const tooRestless = 1.5

func (r *IntradayReport) significant() bool {
	return slices.ContainsFunc(r.Responses, func(one Response) bool { return below(one.P) })
}

func (r *IntradayReport) warn(uncertainty time.Duration) {
	var w warnings
	w.add(r.PlaceboDays < fewSessions, WarnN, "Earlier sessions to compare with: %d, so no p is below %s. Read the moves as a description.",
		r.PlaceboDays, FormatP(stat.Some(1/float64(1+r.PlaceboDays))))
	w.add(r.Restless.OK && r.Restless.Value > tooRestless && r.significant(), WarnSize, "In the day before the event the price moved %.1f times as much from bar to bar as in the sessions it is compared with, so a p may be too small. Of minutes drawn at random from the first quarter of 2022 9 of 100 had p below 0.05 where the ratio was 1.5 to 2, and 30 to 33 above it.",
		r.Restless.Value)
	if !r.Closed && r.StaleSeconds > staleAfter.Seconds() {
		w = append(w, warnStale(r.StaleSeconds))
	}
	drifted := r.DriftZ.OK && math.Abs(r.DriftZ.Value) > 2
	if drifted || uncertainty > Horizons()[0] {
		w = append(w, warnStamp())
	}
	r.Warnings = w.done()
}
