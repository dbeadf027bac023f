package analysis

import (
	"time"

	"detente/internal/analysis/stat"
	"detente/internal/civil"
	"detente/internal/fx"
)

// CorrelateReport is the result of a correlation. Its JSON is schema 1: fields are added, never renamed. The rate enters
// as log returns in percent (+ is a higher price, for rouble pairs a weaker rouble), tension with + for escalation; a lag
// is one fixing. A missing number is null with a reason.
type CorrelateReport struct {
	Schema     int         `json:"schema"`
	Series     fx.SeriesID `json:"series"`
	Target     string      `json:"target"`
	Tension    string      `json:"tension"`
	HalfLife   stat.Maybe  `json:"half_life"`   // of the stock, in fixings; null for the flow
	Control    fx.SeriesID `json:"control"`     // empty without one
	ControlLag int         `json:"control_lag"` // 1: the control's last value dated before the set date; 0: no later than it
	MaxLag     int         `json:"max_lag"`
	Window     int         `json:"window"` // of the rolling correlation, in fixings
	Seed       uint64      `json:"seed"`
	Draws      int         `json:"permutations"`
	AsOf       *time.Time  `json:"as_of"` // null where the newest figures were taken
	Selection  Selection   `json:"selection"`
	From       civil.Date  `json:"from"` // first and last set date of the sample
	To         civil.Date  `json:"to"`
	N          int         `json:"n"`                // complete pairs
	NDropped   int         `json:"n_dropped"`        // pairs left out because either was missing
	NEvents    int         `json:"n_events"`         // events that fall to a fixing of the sample
	NEventDays int         `json:"n_event_days"`     // fixings with tension that is not zero
	Reason     string      `json:"reason,omitempty"` // why nothing is computed at all

	Conclusion string `json:"conclusion"`
	Direction  string `json:"direction"`   // what + means
	LagMeaning string `json:"lag_meaning"` // what a positive lag means

	Pearson          PearsonRow       `json:"pearson"`
	Spearman         SpearmanRow      `json:"spearman"`
	Kendall          KendallRow       `json:"kendall"`
	CCF              []LagRow         `json:"ccf"`
	Bounds           Bounds           `json:"ccf_bounds"`
	CCFMax           CCFMax           `json:"ccf_max"`
	Whitened         WhitenedRow      `json:"ccf_prewhitened"`
	Rolling          []RollingRow     `json:"rolling"`
	OLS              OLSRow           `json:"ols"`
	Granger          GrangerRows      `json:"granger"`
	Projection       []ProjectionRow  `json:"local_projection"`
	ProjectionReason string           `json:"local_projection_reason,omitempty"`
	Stationary       StationarityRows `json:"stationarity"`
	Volatility       VolatilityRow    `json:"volatility"`
	Breaks           BreakRows        `json:"breaks"`
	Periods          []PeriodRow      `json:"periods"`
	Scatter          Scatter          `json:"scatter"`
	Warnings         []Warning        `json:"warnings"`
}

// PearsonRow is the correlation of the same day. P and CI suppose independent days; PEff, CIEff and PShift allow for
// autocorrelation and are the ones to read.
type PearsonRow struct {
	R      stat.Maybe    `json:"r"`
	P      stat.Maybe    `json:"p"`
	CI     [2]stat.Maybe `json:"ci"`
	NEff   stat.Maybe    `json:"n_eff"`
	PEff   stat.Maybe    `json:"p_neff"`
	CIEff  [2]stat.Maybe `json:"ci_neff"`
	PShift stat.Maybe    `json:"p_shift"`
	PHAC   stat.Maybe    `json:"p_hac"`        // Newey-West, never to be read alone
	Boot   [2]stat.Maybe `json:"ci_bootstrap"` // stationary bootstrap
	Reason string        `json:"reason,omitempty"`
}

// SpearmanRow is the rank correlation. P and CI suppose independent days; PEff, CIEff and PShift are of the ranks and the
// ones to read.
type SpearmanRow struct {
	Rho    stat.Maybe    `json:"rho"`
	P      stat.Maybe    `json:"p"`
	CI     [2]stat.Maybe `json:"ci"`
	NEff   stat.Maybe    `json:"n_eff"`
	PEff   stat.Maybe    `json:"p_neff"`
	CIEff  [2]stat.Maybe `json:"ci_neff"`
	PShift stat.Maybe    `json:"p_shift"`
	Reason string        `json:"reason,omitempty"`
}

// KendallRow is tau-b. P and CI suppose independent days; PEff and CIEff rest on the effective number of the ranks, PShift on at most
// 99 rotations, evenly over the turn.
type KendallRow struct {
	Tau    stat.Maybe    `json:"tau"`
	P      stat.Maybe    `json:"p"`
	CI     [2]stat.Maybe `json:"ci"`
	NEff   stat.Maybe    `json:"n_eff"`
	PEff   stat.Maybe    `json:"p_neff"`
	CIEff  [2]stat.Maybe `json:"ci_neff"`
	PShift stat.Maybe    `json:"p_shift"`
	Shifts int           `json:"n_shifts"`
	Reason string        `json:"reason,omitempty"`
}

// LagRow is the correlation at one lag; above zero tension leads.
type LagRow struct {
	Lag int     `json:"lag"`
	R   float64 `json:"r"`
}

// Bounds are what a single lag of unrelated series stays within 95 times in 100. Beyond lags of Lags lie outside White.
type Bounds struct {
	White    stat.Maybe `json:"white"`
	Bartlett stat.Maybe `json:"bartlett"`
	Beyond   int        `json:"n_beyond"`
	Expected stat.Maybe `json:"n_expected"` // beyond, by chance
	Reason   string     `json:"reason,omitempty"`
}

// CCFMax is the largest correlation of all lags, tested as the largest of all.
type CCFMax struct {
	Lag          *int       `json:"lag"`
	R            stat.Maybe `json:"r"`
	PPermutation stat.Maybe `json:"p_permutation"` // random orders
	PShift       stat.Maybe `json:"p_shift"`       // rotations, which keep autocorrelation
	Reason       string     `json:"reason,omitempty"`
}

// WhitenedRow is the cross-correlation after the autoregression of the rate is taken out of both.
type WhitenedRow struct {
	Order  int        `json:"order"`
	Bound  stat.Maybe `json:"bound"`
	CCF    []LagRow   `json:"ccf"`
	Reason string     `json:"reason,omitempty"`
}

// RollingRow is the correlation of the window that ends at a set date.
type RollingRow struct {
	Date civil.Date `json:"date"`
	R    stat.Maybe `json:"r"`
	Lo   stat.Maybe `json:"lo"`
	Hi   stat.Maybe `json:"hi"`
}

// Term is one coefficient of a regression.
type Term struct {
	Name   string        `json:"name"`
	Coef   float64       `json:"coef"`
	SE     float64       `json:"se"` // Newey-West
	T      stat.Maybe    `json:"t"`
	P      stat.Maybe    `json:"p"`
	CI     [2]stat.Maybe `json:"ci"`
	FixedB *bool         `json:"fixed_b_reject_5"` // whether fixed-b inference rejects zero at 5 percent
}

// OLSRow is the regression of the target on tension (and the control) of the same day.
type OLSRow struct {
	Terms        []Term     `json:"terms"`
	N            int        `json:"n"`
	K            int        `json:"k"`
	R2           stat.Maybe `json:"r2"`
	AdjR2        stat.Maybe `json:"adj_r2"`
	Sigma        stat.Maybe `json:"sigma"`
	F            stat.Maybe `json:"f"`
	PF           stat.Maybe `json:"f_p"`
	DW           stat.Maybe `json:"durbin_watson"`
	Lag          int        `json:"newey_west_lag"`
	LagBy        string     `json:"newey_west_lag_by"` // rule, or asked
	FixedBLag    int        `json:"fixed_b_lag"`
	FixedBCV     stat.Maybe `json:"fixed_b_cv_5"` // two-sided critical value of |t|
	BreuschGPG   stat.Maybe `json:"breusch_godfrey_p"`
	BreuschPagan stat.Maybe `json:"breusch_pagan_p"`
	JarqueBera   stat.Maybe `json:"jarque_bera_p"`
	ARCH         stat.Maybe `json:"arch_p"`
	Reason       string     `json:"reason,omitempty"`
}

// GrangerRow says whether the lags of one series help predict the other beyond its own.
type GrangerRow struct {
	Lag    int        `json:"lag"`
	F      stat.Maybe `json:"f"`
	DF1    int        `json:"df1"`
	DF2    int        `json:"df2"`
	P      stat.Maybe `json:"p"`
	Reason string     `json:"reason,omitempty"`
}

// GrangerRows are both directions, at the lag that AIC picks.
type GrangerRows struct {
	TensionToRate GrangerRow `json:"tension_to_rate"`
	RateToTension GrangerRow `json:"rate_to_tension"`
}

// ProjectionRow is the response h fixings after one unit of tension: the cumulated return in percent, or for another
// target its value at h. Bands are pointwise.
type ProjectionRow struct {
	H    int        `json:"h"`
	Beta float64    `json:"beta"`
	SE   float64    `json:"se"`
	Lo90 stat.Maybe `json:"lo90"`
	Hi90 stat.Maybe `json:"hi90"`
	Lo95 stat.Maybe `json:"lo95"`
	Hi95 stat.Maybe `json:"hi95"`
	N    int        `json:"n"`
}

// StationarityRow holds the unit root tests of one series: ADF's null is a unit root, KPSS's is none.
type StationarityRow struct {
	ADF    stat.Maybe `json:"adf"`
	ADFP   stat.Maybe `json:"adf_p"`
	ADFLag int        `json:"adf_lag"`
	KPSS   stat.Maybe `json:"kpss"`
	KPSSP  stat.Maybe `json:"kpss_p"` // between 0.01 and 0.1, the ends of its table
	Reason string     `json:"reason,omitempty"`
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
	Q       stat.Maybe `json:"q"` // Benjamini-Hochberg of p_neff over the periods of this report that have one
	Reason  string     `json:"reason,omitempty"`
}

// Scatter holds the pairs in columns, in order of date.
type Scatter struct {
	Dates   []civil.Date `json:"dates"`
	Tension []float64    `json:"tension"`
	Target  []float64    `json:"target"`
}
