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
	P      stat.Maybe `json:"p"`        // supposes errors of one size
	Robust stat.Maybe `json:"p_robust"` // Wald with HC3 errors: allows for volatility that changes
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
