package regression

import (
	"fmt"

	"gonum.org/v1/gonum/floats"

	"detente/internal/analysis/stat"
)

// Projection asks for local projections of a return on a shock (Jorda 2005). The series have equal lengths, in time order; Control may
// be nil. Lags of return and shock enter as regressors. Cumulative responses sum the returns over t..t+h; otherwise the response is the
// return at t+h alone.
type Projection struct {
	Return, Shock, Control []float64
	Lags                   int
	Horizon                int
	NeweyWest              *int // lag of the errors in place of the rule's; nil for the rule
	Cumulative             bool
}

// Response is the response at one horizon to one unit of the shock: with Newey-West errors (Coefficient, lag max(h, rule or NeweyWest)) and with
// HC1 errors, the alternative for a lag-augmented projection (Montiel Olea and Plagborg-Moller 2021). Rows is the number of
// observations. The bands hold for one horizon at a time, not for the whole path.
type Response struct {
	Horizon    int
	Rows       int
	Lag        int
	NeweyWest  Coefficient
	HC1        Coefficient
	Lo90, Hi90 stat.Maybe
}

// Run returns the responses at horizons 0..Horizon. The row of t = Lags holds the first complete observation, n-1-h the last; a horizon
// with fewer rows than regressors plus one ends the list. Errors: unequal lengths, negative lags or horizon, values not finite,
// collinear regressors, or no horizon with enough rows.
func (q Projection) Run() ([]Response, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	var path []Response
	for h := 0; h <= q.Horizon; h++ {
		columns, y := q.design(h)
		if len(y) <= len(columns) {
			break
		}
		r, err := q.respond(columns, y, h)
		if err != nil {
			return nil, err
		}
		path = append(path, r)
	}
	if len(path) == 0 {
		return nil, fmt.Errorf("regression: %d observations are too few for a projection with %d lags", len(q.Return), q.Lags)
	}
	return path, nil
}

func (q Projection) check() error {
	switch {
	case len(q.Shock) != len(q.Return):
		return fmt.Errorf("regression: projection of %d returns on %d shocks", len(q.Return), len(q.Shock))
	case q.Control != nil && len(q.Control) != len(q.Return):
		return fmt.Errorf("regression: projection of %d returns with %d controls", len(q.Return), len(q.Control))
	case q.Lags < 0 || q.Horizon < 0:
		return fmt.Errorf("regression: projection with %d lags to horizon %d", q.Lags, q.Horizon)
	}
	return nil
}

// design returns constant, shock, control and lags, in this order, and the response at horizon h.
func (q Projection) design(h int) (columns [][]float64, y []float64) {
	first, end := q.Lags, len(q.Return)-h
	if end <= first {
		return nil, nil
	}
	columns = [][]float64{Ones(end - first), q.Shock[first:end]}
	if q.Control != nil {
		columns = append(columns, q.Control[first:end])
	}
	for _, x := range [][]float64{q.Return, q.Shock} {
		columns = append(columns, lagColumns(x[:end], q.Lags, first)...)
	}
	y = append(y, q.Return[first+h:]...)
	for j := 0; j < h && q.Cumulative; j++ {
		floats.Add(y, q.Return[first+j:end+j])
	}
	return columns, y
}

const shockColumn = 1

func (q Projection) respond(columns [][]float64, y []float64, h int) (Response, error) {
	fit, err := New(columns, y)
	if err != nil {
		return Response{}, fmt.Errorf("projection at horizon %d: %w", h, err)
	}
	lag := RuleLag(fit.N)
	if q.NeweyWest != nil {
		lag = min(*q.NeweyWest, fit.N-1)
	}
	r := Response{Horizon: h, Rows: fit.N, Lag: max(h, lag)}
	a := fit.influence(shockColumn)
	variance := func(lag int) float64 { return fit.smallSample() * bartlett(a, lag) }
	r.NeweyWest = fit.coefficient(shockColumn, variance(r.Lag))
	r.HC1 = fit.coefficient(shockColumn, variance(0))
	r.Lo90, r.Hi90 = r.NeweyWest.Interval(0.90)
	return r, nil
}
