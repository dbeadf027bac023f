package analysis

import (
	"detente/internal/analysis/correlation"
	"detente/internal/analysis/regression"
	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
)

// lags fills in the cross-correlations.
func (c *correlate) lags() {
	r := &c.report
	r.CCF, r.Whitened.CCF = []LagRow{}, []LagRow{}
	reason := r.Reason
	if maxLag := r.MaxLag; reason == "" && r.N <= 3*maxLag {
		reason = "too few pairs for this many lags"
	}
	if reason == "" {
		reason = c.ccf()
	}
	if reason != "" {
		none := stat.None(reason)
		r.CCF, r.Whitened.CCF = []LagRow{}, []LagRow{}
		r.Bounds = Bounds{White: none, Bartlett: none, Expected: none, Reason: reason}
		r.CCFMax = CCFMax{R: none, PPermutation: none, PShift: none, PHAC: none, Reason: reason}
		r.Whitened = WhitenedRow{Bound: none, CCF: []LagRow{}, Reason: reason}
	}
}

// mostOrder bounds the autoregression that pre-whitens.
const mostOrder = 20

// ccf returns the reason why there is no cross-correlation, or nothing.
func (c *correlate) ccf() string {
	r := &c.report
	cross, err := c.pairs.CCF(r.MaxLag)
	if err != nil {
		return "a series does not vary"
	}
	extreme, err := c.pairs.MaxCCF(r.MaxLag, r.Draws, resample.New(r.Seed))
	if err != nil {
		return "a series does not vary"
	}
	r.CCF = lagRows(cross.Lags)
	r.Bounds = Bounds{White: stat.Some(cross.White), Bartlett: stat.Some(cross.Bartlett), Beyond: cross.Beyond, Expected: stat.Some(0.05 * float64(len(cross.Lags)))}
	r.CCFMax = CCFMax{Lag: &extreme.Lag, R: stat.Some(extreme.R), PPermutation: extreme.Permutation.P, PShift: extreme.Shift.P,
		PHAC: c.pairs.MaxHAC(r.MaxLag, neweyWest(c.in.Question.NeweyWest, r.N))}
	r.CCFMax.Reason = firstReason(r.CCFMax.PPermutation, r.CCFMax.PShift, r.CCFMax.PHAC)
	white, err := c.pairs.Prewhitened(min(mostOrder, r.N/10), r.MaxLag)
	if err != nil {
		r.Whitened.Bound, r.Whitened.Reason = stat.None("nothing is left after the autoregression"), "nothing is left after the autoregression"
		return ""
	}
	r.Whitened = WhitenedRow{Order: white.Order, Bound: stat.Some(white.White), CCF: lagRows(white.Lags)}
	return ""
}

func lagRows(lags []correlation.Lagged) []LagRow {
	out := make([]LagRow, len(lags))
	for i, l := range lags {
		out[i] = LagRow{l.Lag, l.R}
	}
	return out
}

// rolling fills in the correlation of each window, right-aligned.
func (c *correlate) rolling() {
	r := &c.report
	r.Rolling = []RollingRow{}
	if r.Reason != "" {
		return
	}
	windows, err := correlation.Rolling(c.x, c.y, r.Window, (4*r.Window+4)/5)
	if err != nil {
		return // the window was validated and the values are finite
	}
	for _, w := range windows {
		r.Rolling = append(r.Rolling, RollingRow{c.sets[w.Index], w.R, w.Lo, w.Hi, firstReason(w.R, w.Lo)})
	}
}

// mostGrangerLags bounds the lags among which AIC chooses.
const mostGrangerLags = 10

// granger fills in both directions.
func (c *correlate) granger() {
	g := &c.report.Granger
	reason := c.report.Reason
	most := min(mostGrangerLags, (c.report.N-1)/6)
	lag := 0
	if reason == "" {
		choice, err := regression.ChooseLag(c.x, c.y, most)
		if err != nil {
			reason = "a series does not vary, or its lags are collinear"
		}
		lag = choice.ByAIC
	}
	g.TensionToRate = helps(c.x, c.y, lag, reason)
	g.RateToTension = helps(c.y, c.x, lag, reason)
}

func helps(y, x []float64, lag int, reason string) GrangerRow {
	if reason == "" {
		test, err := regression.HelpsPredict(y, x, lag)
		if err == nil {
			return GrangerRow{Lag: lag, F: test.Stat, DF1: test.DF1, DF2: test.DF2, P: test.P, Robust: test.Robust.P, Reason: firstReason(test.Stat, test.P, test.Robust.P)}
		}
		reason = "a series does not vary, or its lags are collinear"
	}
	return GrangerRow{F: stat.None(reason), P: stat.None(reason), Robust: stat.None(reason), Reason: reason}
}

// projectionLags are the lags of return and shock that enter: METHODS 6.5.
const projectionLags = 4

// projection fills in the response to one unit of tension over the horizons.
func (c *correlate) projection() {
	r := &c.report
	r.Projection, r.ProjectionReason = []ProjectionRow{}, r.Reason
	if r.Reason != "" {
		return
	}
	rows := c.complete()
	responses, err := regression.Projection{Return: rows.x, Shock: rows.y, Control: rows.control, Lags: projectionLags,
		Horizon: c.in.Question.Horizon, NeweyWest: c.in.Question.NeweyWest, Cumulative: r.Target == TargetReturn}.Run()
	if err != nil {
		r.ProjectionReason = "too few fixings, or a series does not vary"
		return
	}
	for _, h := range responses {
		k := h.NeweyWest
		r.Projection = append(r.Projection, ProjectionRow{H: h.Horizon, Beta: k.Value, SE: k.SE, Lo90: h.Lo90, Hi90: h.Hi90, Lo95: k.Lo, Hi95: k.Hi, N: h.Rows})
	}
}

// rows are pairs with their control where there is one.
type rows struct{ x, y, control []float64 }

// complete leaves out the pairs of days on which the control has no return.
func (c *correlate) complete() rows {
	if c.control == nil {
		return rows{c.x, c.y, nil}
	}
	var out rows
	for i, v := range c.control {
		if v == v { // not NaN
			out.x, out.y, out.control = append(out.x, c.x[i]), append(out.y, c.y[i]), append(out.control, v)
		}
	}
	return out
}
