package analysis

import (
	"math"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// Targets of a correlation.
const (
	TargetReturn     = "return"
	TargetAbsReturn  = "abs-return"
	TargetVolatility = "volatility" // realised over 20 fixings, annual
	TargetLevel      = "level"      // refused unless the level is stationary, which rates hardly ever are
)

// Regressors of a correlation.
const (
	TensionFlow  = "flow"  // sum of the day's events
	TensionStock = "stock" // the flow accumulated, halving every half-life
)

// CorrelateQuestion is everything that decides a correlation beside the stored figures.
type CorrelateQuestion struct {
	Series    fx.SeriesID `json:"series"`
	Selection Selection   `json:"selection"` // its From and To bound the sample too; open, the sample runs from the first to the last event
	Target    string      `json:"target"`
	Tension   string      `json:"tension"`
	HalfLife  float64     `json:"half_life"` // fixings, of the stock
	Control   fx.SeriesID `json:"control"`   // enters the regression and the projections; empty for none

	ControlLag int  `json:"control_lag,omitempty"`    // 1 takes the control's last value dated before the set date, not on it
	NeweyWest  *int `json:"newey_west_lag,omitempty"` // of regression, projections and Newey-West p; nil for the rule

	MaxLag  int        `json:"max_lag"`
	Window  int        `json:"window"`  // of the rolling correlation, fixings
	Horizon int        `json:"horizon"` // of the local projections, fixings
	Seed    uint64     `json:"seed"`
	Draws   int        `json:"permutations"` // random orders behind ccf_max
	BreakAt civil.Date `json:"break_at"`     // for the Chow test; zero is 28 February 2022
	AsOf    time.Time  `json:"as_of"`
}

// usualHalfLife is that of a question that names none; of the flow no other can be asked.
const usualHalfLife = 14

// DefaultCorrelate correlates returns with the flow: 20 lags, a rolling window of 120 fixings, 999 random orders.
func DefaultCorrelate(series fx.SeriesID) CorrelateQuestion {
	return CorrelateQuestion{Series: series, Selection: SelectionOf(event.Filter{}), Target: TargetReturn, Tension: TensionFlow, HalfLife: usualHalfLife,
		MaxLag: 20, Window: 120, Horizon: 10, Seed: 1, Draws: 999}
}

const (
	longestLag     = 250
	longestHorizon = 60
	widestRolling  = 2500
	longestHalf    = 1000
)

// Validate names the first parameter that is out of range, wrapping ErrInvalid, or nil.
func (q CorrelateQuestion) Validate() error {
	if err := seriesIDs(q.Series, q.Control); err != nil {
		return err
	}
	switch q.Target {
	case TargetReturn, TargetAbsReturn, TargetVolatility, TargetLevel:
	default:
		return invalid("target %q: want %s, %s, %s or %s", q.Target, TargetReturn, TargetAbsReturn, TargetVolatility, TargetLevel)
	}
	switch {
	case q.Tension != TensionFlow && q.Tension != TensionStock:
		return invalid("tension %q: want %s or %s", q.Tension, TensionFlow, TensionStock)
	case !(q.HalfLife > 0 && q.HalfLife <= longestHalf) || math.IsInf(q.HalfLife, 0):
		return invalid("half-life %v: want above 0 and at most %d fixings", q.HalfLife, longestHalf)
	case q.Tension == TensionFlow && q.HalfLife != usualHalfLife:
		return invalid("half-life %v: the flow does not accumulate; ask for tension stock, or leave it out", q.HalfLife)
	case q.Control == q.Series:
		return invalid("control %s is the series itself", q.Control)
	case q.MaxLag < 1 || q.MaxLag > longestLag:
		return invalid("max-lag %d: want 1 to %d fixings", q.MaxLag, longestLag)
	case q.Window < 10 || q.Window > widestRolling:
		return invalid("window %d: want 10 to %d fixings", q.Window, widestRolling)
	case q.Horizon < 0 || q.Horizon > longestHorizon:
		return invalid("horizon %d: want 0 to %d fixings", q.Horizon, longestHorizon)
	case q.Draws < 1 || q.Draws > mostPlacebos:
		return invalid("permutations %d: want 1 to %d", q.Draws, mostPlacebos)
	}
	return validateLags(q.ControlLag, q.Control, q.NeweyWest)
}
