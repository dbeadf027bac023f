package analysis

import (
	"detente/internal/analysis/stat"
	"detente/internal/civil"
)

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
	PHAC         stat.Maybe `json:"p_newey_west"`  // of each lag by Newey-West under the null, the least times their number (Holm): allows for changing volatility
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
	Date   civil.Date `json:"date"`
	R      stat.Maybe `json:"r"`
	Lo     stat.Maybe `json:"lo"`
	Hi     stat.Maybe `json:"hi"`
	Reason string     `json:"reason,omitempty"`
}

// Scatter holds the pairs in columns, in order of date.
type Scatter struct {
	Dates   []civil.Date `json:"dates"`
	Tension []float64    `json:"tension"`
	Target  []float64    `json:"target"`
}
