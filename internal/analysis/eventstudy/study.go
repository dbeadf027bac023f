// Package eventstudy measures how returns around events differ from what the days before them let expect: abnormal returns, their sums
// and averages, and the tests of METHODS 4. It is arithmetic on rows of returns: it knows no dates, no pairs and no categories, reads
// nothing, and never returns NaN; what cannot be computed is a missing stat.Maybe with its reason. Every quantity has the scale of the
// returns given (fractions in, fractions out).
package eventstudy

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
)

// MinObservations is the fewest estimation observations an event is studied with; below FewObservations a result needs a warning.
const (
	MinObservations = 20
	FewObservations = 60
)

// ErrSpec marks a study that asks for something impossible: windows out of order, series of unequal length, infinite returns.
var ErrSpec = errors.New("invalid study")

// Series is one row a trading day. NaN is a missing observation, on input only; infinite values are refused.
type Series struct {
	R []float64 // returns
	C []float64 // returns of the control for the market model, or nil for the constant-mean model; a row without one is left out
}

// Place is where an event stands: its day 0 as a row of one of the series, and its sign: +1 escalation, -1 de-escalation, 0 neither.
type Place struct {
	Series int
	T0     int
	Sign   int
}

// Spec says what is measured. Windows are closed ranges of rows relative to day 0; the estimation window ends before the event window.
type Spec struct {
	Estimation      [2]int
	Window          [2]int
	MinObservations int  // 0 means the package's MinObservations
	Clean           bool // leave the rows in any event's window out of every estimation window of that series
	NonOverlapping  bool // of events of one series whose windows overlap keep the first
	Signed          bool // multiply by the sign; events of sign 0 are left out of all averages and tests
	KeepPartial     bool // let events whose window lacks observations into averages and tests
}

// Headline is the window of the headline study on daily fixings, with the customary estimation window, cleaned.
func Headline() Spec {
	return Spec{Estimation: [2]int{-130, -11}, Window: [2]int{0, 1}, Clean: true}
}

// farthest is the most rows a window may lie from day 0: forty years of trading days.
const farthest = 10_000

func (s Spec) length() int { return s.Window[1] - s.Window[0] + 1 }

func (s Spec) validate() error {
	switch {
	case s.Estimation[0] > s.Estimation[1]:
		return fmt.Errorf("eventstudy: estimation window %v ends before it begins: %w", s.Estimation, ErrSpec)
	case s.Window[0] > s.Window[1]:
		return fmt.Errorf("eventstudy: event window %v ends before it begins: %w", s.Window, ErrSpec)
	case s.Estimation[1] >= s.Window[0]:
		return fmt.Errorf("eventstudy: estimation window %v must end before event window %v begins: %w", s.Estimation, s.Window, ErrSpec)
	case s.MinObservations < 0:
		return fmt.Errorf("eventstudy: least number of observations %d is negative: %w", s.MinObservations, ErrSpec)
	case s.Estimation[0] < -farthest || s.Window[1] > farthest:
		return fmt.Errorf("eventstudy: windows %v and %v reach more than %d rows from day 0: %w", s.Estimation, s.Window, farthest, ErrSpec)
	}
	return nil
}

// Study is the measured events of one question. It is not changed after New and may be read by several goroutines.
type Study struct {
	spec   Spec
	rows   []rows
	places []Place
	events []Event

	// Of the placebo dates, made when first asked for.
	cars     func() [][]float64 // per series with an event: the CAR of each row as if it were day 0; NaN where it cannot be one
	eligible func() []int
	running  func() []*running // per series
}

// New measures every place. Series pooled in one study share their rows: row t is the same day in all of them. Events keep the order of
// places; the series are not copied and must not change. The error wraps ErrSpec and names what is wrong; an event that cannot be
// measured is no error but has a Status.
func New(series []Series, places []Place, spec Spec) (*Study, error) {
	if err := spec.validate(); err != nil {
		return nil, err
	}
	if spec.MinObservations == 0 {
		spec.MinObservations = MinObservations
	}
	s := &Study{spec: spec, places: slices.Clone(places)}
	for i, one := range series {
		if err := one.validate(i, len(series[0].R)); err != nil {
			return nil, err
		}
		s.rows = append(s.rows, newRows(one))
	}
	for i, p := range places {
		if p.Series < 0 || p.Series >= len(series) {
			return nil, fmt.Errorf("eventstudy: event %d names series %d of %d: %w", i, p.Series, len(series), ErrSpec)
		}
		if p.Sign < -1 || p.Sign > 1 {
			return nil, fmt.Errorf("eventstudy: event %d has sign %d, not -1, 0 or +1: %w", i, p.Sign, ErrSpec)
		}
	}
	s.measure()
	s.cars, s.eligible, s.running = sync.OnceValue(s.placeboCARs), sync.OnceValue(s.eligibleRows), sync.OnceValue(s.runningSums)
	return s, nil
}

// Events returns the measured events in the order of their places.
func (s *Study) Events() []Event { return s.events }

// CARs returns the CARs that are averaged, signs applied where the study is signed, in the order of Events: what a bootstrap draws from.
// Under ByRow it is one value per row of day 0.
func (s *Study) CARs(o Options) []float64 { return s.pool().units(o) }

func (s *Study) measure() {
	if s.spec.Clean {
		for _, p := range s.places {
			s.rows[p.Series].taint(p.T0, s.spec.Window)
		}
	}
	s.events = make([]Event, len(s.places))
	for i, p := range s.places {
		s.events[i] = s.rows[p.Series].event(p, s.spec)
	}
	if s.spec.NonOverlapping {
		thin(s.events, s.spec)
	}
}

// limit is far above any return and far below where squares overflow.
const limit = 1e9

func (s Series) validate(i, length int) error {
	if len(s.R) != length {
		return fmt.Errorf("eventstudy: series %d has %d rows, the first has %d: pooled series share their rows: %w", i, len(s.R), length, ErrSpec)
	}
	if s.C != nil && len(s.C) != len(s.R) {
		return fmt.Errorf("eventstudy: series %d has %d returns and %d of the control: %w", i, len(s.R), len(s.C), ErrSpec)
	}
	for _, column := range [][]float64{s.R, s.C} {
		for t, v := range column {
			if math.Abs(v) > limit {
				return fmt.Errorf("eventstudy: series %d holds %g in row %d, which is no return: %w", i, v, t, ErrSpec)
			}
		}
	}
	return nil
}
