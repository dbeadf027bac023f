package tension

import (
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// Flow returns the net tension that each fixing could react to, one number a set date: the sum of -goldstein, weighted,
// over the confirmed events whose day 0 is that set date. Above zero is escalation. Half-life does not enter.
//
// sets are the set dates of a whole series, ascending: slice the result, not sets, or the events since the last fixing
// left out would all fall on the first one. Events before the cut-off of the calendar day before sets[0] lie before the
// series and count nowhere, nor do events after the last cut-off. Empty sets give an empty result. Panics where o does
// not pass Validate.
// Reference: METHODS 2.2 and 3.
func Flow(timeline event.Timeline, sets []civil.Date, calendar fx.Calendar, o Options) []float64 {
	mustBeValid(o)
	flow := make([]float64, len(sets))
	if len(sets) == 0 {
		return flow
	}
	begin := calendar.CutOffOn(sets[0].AddDays(-1))
	for _, e := range confirmed(timeline) {
		i, ok := calendar.Day0(sets, e.OccurredAt)
		if !ok || e.OccurredAt.Before(begin) {
			continue
		}
		s, c := o.points(e)
		flow[i] += s - c
	}
	return flow
}

// Stock accumulates a flow by fixings: A[0] = flow[0], A[t] = 2^(-1/halfLife) A[t-1] + flow[t], halfLife in fixings.
// It is strongly autocorrelated by construction: a p-value that supposes independent days means nothing with it.
// Panics where halfLife is not above zero.
// Reference: METHODS 3, which takes 5 fixings unless told otherwise.
func Stock(flow []float64, halfLife float64) []float64 {
	if !(halfLife > 0) {
		panic("tension: half-life in fixings is not above zero")
	}
	lambda := Decay(halfLife)
	stock := make([]float64, len(flow))
	last := 0.0
	for i, f := range flow {
		last = lambda*last + f
		stock[i] = last
	}
	return stock
}
