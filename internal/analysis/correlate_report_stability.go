package analysis

import (
	"detente/internal/analysis/stat"
	"detente/internal/civil"
)

// StationarityRow holds the unit root tests of one series: ADF's null is a unit root, KPSS's is none.
type StationarityRow struct {
	ADF    stat.Maybe `json:"adf"`
	ADFP   stat.Maybe `json:"adf_p"`
	ADFLag int        `json:"adf_lag"`
	KPSS   stat.Maybe `json:"kpss"`
	KPSSP  stat.Maybe `json:"kpss_p"`                 // between 0.01 and 0.1, the ends of its table
	Bound  string     `json:"kpss_p_bound,omitempty"` // at_most or at_least, where the statistic lies beyond the table's end that KPSSP is
	Reason string     `json:"reason,omitempty"`
}

// What KPSSP is where it is not the p-value itself.
const (
	atMost  = "at_most"
	atLeast = "at_least"
)

func (s StationarityRow) sign() string {
	return map[string]string{atMost: "≤", atLeast: "≥"}[s.Bound]
}

// KPSSText prints the p-value: "0.031", and "≤0.010" or "≥0.10" where the table ends.
func (s StationarityRow) KPSSText() string { return s.sign() + FormatP(s.KPSSP) }

func (s StationarityRow) equalsKPSS() string {
	if s.Bound == "" {
		return equalsP(s.KPSSP)
	}
	return "p " + s.sign() + " " + FormatP(s.KPSSP)
}

// stationary asks both tests, since either alone is easily wrong: ADF rejects a unit root at 10 percent, and KPSS does not
// reject stationarity at 5.
func (s StationarityRow) stationary() bool {
	return s.ADFP.OK && s.ADFP.Value < 0.1 && s.KPSSP.OK && s.KPSSP.Value >= 0.05
}

// StationarityRows are of the two series that are correlated.
type StationarityRows struct {
	Target  StationarityRow `json:"target"`
	Tension StationarityRow `json:"tension"`
}

// VolatilityRow is the volatility of the returns of the sample; annual figures have 252 returns a year.
type VolatilityRow struct {
	Realised    stat.Maybe `json:"realised_20_pct"` // annual, of the last 20 returns
	EWMA        stat.Maybe `json:"ewma_pct"`        // annual, forecast for the next return, lambda 0.94
	NGARCH      int        `json:"garch_n"`         // the last returns it is fitted to
	GARCHNext   stat.Maybe `json:"garch_next_pct"`  // annual, forecast for the next return
	Omega       stat.Maybe `json:"garch_omega"`
	Alpha       stat.Maybe `json:"garch_alpha"`
	Beta        stat.Maybe `json:"garch_beta"`
	Persistence stat.Maybe `json:"garch_persistence"`
	HalfLife    stat.Maybe `json:"garch_half_life"` // in returns
	Reason      string     `json:"reason,omitempty"`
}

// ChowRow tests equal coefficients before and from a date named beforehand.
type ChowRow struct {
	Date   civil.Date `json:"date"`
	F      stat.Maybe `json:"f"`
	DF1    int        `json:"df1"`
	DF2    int        `json:"df2"`
	P      stat.Maybe `json:"p"`
	Reason string     `json:"reason,omitempty"`
}

// CUSUMRow tests stability of the coefficients at no date in particular.
type CUSUMRow struct {
	Stat   stat.Maybe `json:"statistic"`
	P      stat.Maybe `json:"p"`
	At     civil.Date `json:"at"` // where the cumulated residuals are farthest from zero
	Reason string     `json:"reason,omitempty"`
}

// BaiPerronRow holds the breaks that the least BIC chooses. Block neighbouring fixings are averaged before the search, so
// that a date is known to within one block.
type BaiPerronRow struct {
	Dates      []civil.Date `json:"dates"` // last set date before each break
	Block      int          `json:"block"`
	MinSegment int          `json:"min_segment"` // fixings
	Reason     string       `json:"reason,omitempty"`
}

// BreakRows are the tests for changes: Chow and CUSUM of the regression of the target on tension, Bai-Perron of the mean of
// the target. A break near an event is no evidence of
// the event's effect: the search used the same figures.
type BreakRows struct {
	Chow      ChowRow      `json:"chow"`
	CUSUM     CUSUMRow     `json:"cusum"`
	BaiPerron BaiPerronRow `json:"bai_perron"`
}

// PeriodRow is the correlation between two changes of market or method.
type PeriodRow struct {
	From    civil.Date `json:"from"`
	To      civil.Date `json:"to"`
	Since   string     `json:"since"`
	N       int        `json:"n"`
	Pearson PearsonRow `json:"pearson"`
	Q       stat.Maybe `json:"q"`        // Benjamini-Hochberg of p_neff over the periods of this report that have one
	QRobust stat.Maybe `json:"q_robust"` // the one to read: of the largest of p_neff, p_shift and p_newey_west, all of which a find must pass
	Reason  string     `json:"reason,omitempty"`
}
