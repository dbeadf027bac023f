package analysis

import (
	"detente/internal/analysis/breaks"
	"detente/internal/analysis/regression"
	"detente/internal/analysis/stat"
	"detente/internal/analysis/volatility"
	"detente/internal/civil"
)

// regression fits the target on tension of the same fixing.
func (c *correlate) regression() {
	o := &c.report.OLS
	if c.report.Reason != "" {
		c.noRegression(c.report.Reason)
		return
	}
	columns, names, y := c.columns()
	fit, err := regression.New(columns, y)
	if err != nil {
		c.noRegression("a regressor does not vary, or there are too few complete days")
		return
	}
	o.Lag, o.LagBy = neweyWest(c.in.Question.NeweyWest, fit.N), lagBy(c.in.Question.NeweyWest)
	fixed := fit.FixedB()
	for i, k := range fit.NeweyWest(o.Lag) {
		reject := fixed.Reject5[i]
		o.Terms = append(o.Terms, Term{Name: names[i], Coef: k.Value, SE: k.SE, T: k.T, P: k.P, CI: [2]stat.Maybe{k.Lo, k.Hi}, FixedB: &reject})
	}
	o.FixedBLag, o.FixedBCV = fixed.Lag, stat.Some(fixed.CV5)
	s := fit.Summary()
	o.N, o.K, o.R2, o.AdjR2, o.Sigma, o.F, o.PF, o.DW = s.N, s.K, s.R2, s.AdjR2, s.Sigma, s.F.Stat, s.F.P, s.DW
	d := fit.Diagnostics()
	o.BreuschGPG, o.BreuschPagan, o.JarqueBera, o.ARCH = d.BreuschGodfrey.P, d.BreuschPagan.P, d.JarqueBera.P, d.ARCH.P
	o.Reason = firstReason(o.R2, o.F)
}

func (c *correlate) noRegression(reason string) {
	none := stat.None(reason)
	c.report.OLS = OLSRow{Terms: []Term{}, R2: none, AdjR2: none, Sigma: none, F: none, PF: none, DW: none, FixedBCV: none,
		BreuschGPG: none, BreuschPagan: none, JarqueBera: none, ARCH: none, Reason: reason}
}

// columns are the regressors: a constant, tension, and the control where there is one.
func (c *correlate) columns() (columns [][]float64, names []string, y []float64) {
	r := c.complete()
	columns, names = [][]float64{regression.Ones(len(r.x)), r.y}, []string{"constant", "tension"}
	if r.control != nil {
		columns, names = append(columns, r.control), append(names, string(c.report.Control))
	}
	return columns, names, r.x
}

// longestGARCH is how many of the last returns GARCH is fitted to: eight years, and the time of a fit stays short.
const longestGARCH = 2000

// volatility describes the returns of the sample.
func (c *correlate) volatility() {
	v := &c.report.Volatility
	none := stat.None("too few returns")
	*v = VolatilityRow{Realised: none, EWMA: none, GARCHNext: none, Omega: none, Alpha: none, Beta: none, Persistence: none, HalfLife: none, Reason: none.Reason}
	if len(c.returns) <= volatilityWidth {
		return
	}
	if realised, err := volatility.Realised(c.returns, volatilityWidth, tradingYear, volatility.ZeroMean); err == nil {
		v.Realised = realised[len(realised)-1]
	}
	if weighted, err := volatility.Weighted(c.returns, 0.94, volatilityWidth); err == nil {
		v.EWMA = stat.Some(volatility.Annual(weighted.Next, tradingYear))
	}
	v.Reason = "GARCH(1,1) does not exist for this sample: too few returns, no variation or no maximum of the likelihood"
	recent := c.returns[max(0, len(c.returns)-longestGARCH):]
	v.NGARCH = len(recent)
	g, err := volatility.FitGARCH(recent)
	if err != nil {
		gone := stat.None(v.Reason)
		v.GARCHNext, v.Omega, v.Alpha, v.Beta, v.Persistence, v.HalfLife = gone, gone, gone, gone, gone, gone
		return
	}
	v.GARCHNext = stat.Some(volatility.Annual(g.Next, tradingYear))
	v.Omega, v.Alpha, v.Beta = stat.Some(g.Omega), stat.Some(g.Alpha), stat.Some(g.Beta)
	v.Persistence, v.HalfLife, v.Reason = stat.Some(g.Persistence), g.HalfLife, firstReason(g.HalfLife)
}

// breakTests ask whether the regression on tension is the same throughout.
func (c *correlate) breakTests() {
	b := &c.report.Breaks
	b.BaiPerron.Dates = []civil.Date{}
	reason := c.report.Reason
	if reason == "" && stat.Constant(c.y) {
		reason = "tension does not vary"
	}
	if reason != "" {
		none := stat.None(reason)
		b.Chow = ChowRow{Date: c.chowDate(), F: none, P: none, Reason: reason}
		b.CUSUM, b.BaiPerron.Reason = CUSUMRow{Stat: none, P: none, Reason: reason}, reason
		return
	}
	sample := breaks.Regression([][]float64{regression.Ones(len(c.x)), c.y}, c.x)
	c.chow(sample)
	c.cusum(sample)
	c.baiPerron()
}

func (c *correlate) chowDate() civil.Date {
	if c.in.Question.BreakAt.IsZero() {
		return capitalControls
	}
	return c.in.Question.BreakAt
}

func (c *correlate) chow(sample breaks.Sample) {
	row := &c.report.Breaks.Chow
	row.Date = c.chowDate()
	before := 0
	for before < len(c.sets) && c.sets[before].Before(row.Date) {
		before++
	}
	row.Reason = "the sample has too few days, or no tension, on one side of the date"
	row.F, row.P = stat.None(row.Reason), stat.None(row.Reason)
	if before < 3 || len(c.sets)-before < 3 || stat.Constant(c.y[:before]) || stat.Constant(c.y[before:]) {
		return
	}
	test, err := breaks.ChowAt(sample, before)
	if err != nil {
		return // collinear on one side, as Reason says
	}
	row.F, row.P, row.DF1, row.DF2, row.Reason = test.Stat, test.P, test.DF1, test.DF2, firstReason(test.Stat, test.P)
}

func (c *correlate) cusum(sample breaks.Sample) {
	row := &c.report.Breaks.CUSUM
	test, err := breaks.OLSCUSUM(sample)
	if err != nil {
		row.Reason = "the regression does not exist for this sample"
		row.Stat, row.P = stat.None(row.Reason), stat.None(row.Reason)
		return
	}
	row.Stat, row.P, row.Reason = test.Stat, test.P, firstReason(test.Stat, test.P)
	if test.At > 0 && test.At <= len(c.sets) {
		row.At = c.sets[test.At-1]
	}
}

const (
	longestSearch = 1500 // rows of the Bai-Perron search, whose time grows with their square
	trimming      = 0.15
	mostBreaks    = 5
)

// baiPerron searches for breaks in the mean of the target, over blocks of neighbouring fixings where there are many.
func (c *correlate) baiPerron() {
	row := &c.report.Breaks.BaiPerron
	row.Block = (len(c.x) + longestSearch - 1) / longestSearch
	means := blocks(c.x, row.Block)
	found, err := breaks.Partitions(breaks.Mean(means), trimming, mostBreaks)
	if err != nil {
		row.Reason = "too few fixings for segments of 15 %"
		return
	}
	row.MinSegment = found.MinSegment * row.Block
	for _, at := range found.Best().Breaks {
		row.Dates = append(row.Dates, c.sets[min(at*row.Block, len(c.sets))-1])
	}
}

// blocks returns the means of size values in a row; the last block may be shorter.
func blocks(x []float64, size int) []float64 {
	var out []float64
	for i := 0; i < len(x); i += size {
		out = append(out, stat.Mean(x[i:min(i+size, len(x))]))
	}
	return out
}
