package eventstudy

import (
	"math"

	"detente/internal/analysis/stat"
)

// Status says whether an event could be measured.
type Status string

// The statuses this package gives. Those that need dates or signs (merged, no_day0, mixed_signs) are the caller's.
const (
	Used               Status = "used"
	Overlap            Status = "overlap"
	TooFewObservations Status = "too_few_observations" // also where they have no variance: Reason tells which
	OutsideSeries      Status = "outside_series"
)

// Event is the measurement of one event; signs are not applied to it. Fields beyond the place are zero or missing unless Status is Used
// or Overlap.
type Event struct {
	Place
	Status Status
	Reason string // why it is not used; empty where it is

	M, K        int        // estimation observations, parameters of the model
	Zeros       int        // of the M, those whose return is exactly zero
	Alpha, Beta float64    // intercept and slope on the control, 0 for the constant mean
	S           stat.Maybe // standard deviation of the residuals, divisor M-K
	R2          stat.Maybe

	Days   []Day // one per row of the event window, in order
	L      int   // days observed in it
	CAR    stat.Maybe
	SE     stat.Maybe // prediction error included
	SCAR   stat.Maybe // CAR/SE, the t statistic of METHODS 4.3
	P      stat.Maybe // two-sided, Student's t with M-K degrees of freedom
	Lo, Hi stat.Maybe // 95 percent interval of CAR

	resid []float64 // one per row of the estimation window, NaN where not used
}

// Day is one row of the event window.
type Day struct {
	Tau int
	OK  bool       // observed
	AR  float64    // 0 where not observed
	C   float64    // prediction-error factor
	T   stat.Maybe // AR/(S sqrt(C)), the standardised abnormal return
	P   stat.Maybe
}

// Partial says that the event window lacks observations: the CAR is of the days there are.
func (e Event) Partial() bool { return e.L < len(e.Days) }

// Few says that the model rests on fewer than FewObservations.
func (e Event) Few() bool { return e.M < FewObservations }

func (s *rows) event(p Place, spec Spec) Event {
	e := Event{Place: p}
	none := func(status Status, reason string) Event {
		e.Status, e.Reason = status, reason
		gone := stat.None(reason)
		e.S, e.R2, e.CAR, e.SE, e.SCAR, e.P, e.Lo, e.Hi = gone, gone, gone, gone, gone, gone, gone, gone
		return e
	}
	if p.T0 < 0 || p.T0 >= len(s.r) {
		return none(OutsideSeries, "the event lies outside the series")
	}
	from, to := p.T0+spec.Estimation[0], p.T0+spec.Estimation[1]
	e.resid = make([]float64, to-from+1)
	model, reason := s.fit(from, to, spec.MinObservations, e.resid)
	e.M, e.K, e.Zeros = model.m, model.k, model.zeros
	if reason != "" {
		return none(TooFewObservations, reason)
	}
	e.Alpha, e.Beta, e.R2 = model.intercept(), model.beta, model.explained()
	s.window(&e, &model, spec)
	switch {
	case e.L == 0:
		return none(OutsideSeries, "no observation in the event window")
	case model.rss == 0:
		car := e.CAR
		e = none(TooFewObservations, noVariance)
		e.CAR = car
		return e
	}
	e.Status = Used
	return e
}

// window fills the days of the event window and what is summed from them.
func (s *rows) window(e *Event, model *normal, spec Spec) {
	sigma := model.sigma()
	df := float64(model.m - model.k)
	var car, deviation float64
	for tau := spec.Window[0]; tau <= spec.Window[1]; tau++ {
		t := e.T0 + tau
		d := Day{Tau: tau, T: stat.None("no observation"), P: stat.None("no observation")}
		if t >= 0 && t < len(s.r) && s.ok[t] {
			off := 0.0
			if s.c != nil {
				off = s.c[t] - model.meanC
			}
			d.OK, d.AR, d.C = true, s.abnormal(model, t), model.variance(1, off)
			d.T, d.P = single(d.AR, sigma*math.Sqrt(d.C), df)
			car, deviation = car+d.AR, deviation+off
			e.L++
		}
		e.Days = append(e.Days, d)
	}
	if e.L == 0 {
		return
	}
	e.S, e.CAR = stat.Some(sigma), stat.Some(car)
	se := sigma * math.Sqrt(model.variance(e.L, deviation))
	e.SE = stat.Some(se)
	e.SCAR, e.P = single(car, se, df)
	half := stat.TQuantile(0.975, df) * se
	e.Lo, e.Hi = stat.Some(car-half), stat.Some(car+half)
}

func single(value, se, df float64) (t, p stat.Maybe) {
	if se == 0 {
		return stat.None(noVariance), stat.None(noVariance)
	}
	return stat.Some(value / se), stat.Some(stat.TTwoSided(value/se, df))
}
