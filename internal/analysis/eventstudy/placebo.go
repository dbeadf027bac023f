package eventstudy

import (
	"math"
	"slices"
	"sort"

	"detente/internal/analysis/stat"
)

// Placebos compares the events with dates on which nothing is known to have happened.
type Placebos struct {
	Eligible int // rows that could be drawn
	Draws    int
	Count    int        // draws whose mean CAR is at least as far from zero as the CAAR
	CAAR     stat.Maybe // observed
	P        stat.Maybe // (1+Count)/(1+Draws)
	Mean, SD stat.Maybe // of the draws' mean CARs

	sizes [][]float64 // per series: |CAR| of the eligible rows, ascending
	means []float64   // of the draws, in order
}

// Eligible returns the rows that may stand in for an event, ascending: the estimation window lies inside the series and has enough
// observations, every day of the event window is observed, and the row is at least a window's length away from every event of the study,
// used or not, in every series that has an event. Days of events that were not selected are eligible: without them only quiet days
// would be left to compare with, and p would be too small.
func (s *Study) Eligible() []int { return slices.Clone(s.eligible()) }

// Placebo draws as many distinct rows as the averaged events have, draws times, and averages the CARs found there by the same model;
// events of several series on one row move together, and signs stay with their events. candidates are the rows to draw from, as
// Eligible returns them or a part of those; nil means all. The rows of one draw go to the events' rows in the order of Events.
func (s *Study) Placebo(candidates []int, draws int, rng stat.Random) Placebos {
	cars, eligible := s.cars(), s.eligible()
	if candidates == nil {
		candidates = eligible
	}
	p := s.pool()
	out := Placebos{Eligible: len(candidates), sizes: sizes(cars, candidates)}
	out.CAAR, _, _, _ = interval(p.car)
	if reason := s.refusePlacebo(p, candidates, eligible, draws); reason != "" {
		out.P, out.Mean, out.SD = stat.None(reason), stat.None(reason), stat.None(reason)
		return out
	}
	out.Draws = draws
	out.means = p.placeboMeans(cars, slices.Clone(candidates), draws, rng)
	least := math.Abs(out.CAAR.Value)
	for _, m := range out.means {
		if math.Abs(m) >= least {
			out.Count++
		}
	}
	out.P = stat.Some(float64(1+out.Count) / float64(1+draws))
	out.Mean, out.SD = stat.Some(stat.Mean(out.means)), stat.None("fewer than two draws")
	if draws > 1 {
		out.SD = stat.Some(stat.SD(out.means))
	}
	return out
}

func (s *Study) refusePlacebo(p pool, candidates, eligible []int, draws int) string {
	for _, t := range candidates {
		if _, ok := slices.BinarySearch(eligible, t); !ok {
			return "a row to draw from is not eligible"
		}
	}
	_, slots := p.slots()
	switch {
	case p.n() == 0:
		return "no event to average"
	case draws < 1:
		return "no draws were asked for"
	case len(candidates) < slots:
		return "fewer eligible rows than events"
	}
	return ""
}

// slots gives each event of the pool the number of its row among the distinct rows, in order of appearance.
func (p pool) slots() (of []int, n int) {
	seen := map[int]int{}
	for _, e := range p.events {
		slot, ok := seen[e.T0]
		if !ok {
			slot = len(seen)
			seen[e.T0] = slot
		}
		of = append(of, slot)
	}
	return of, len(seen)
}

func (p pool) placeboMeans(cars [][]float64, rows []int, draws int, rng stat.Random) []float64 {
	slot, n := p.slots()
	fresh := slices.Clone(rows)
	means := make([]float64, draws)
	for b := range means {
		copy(rows, fresh)
		drawn := stat.Draw(rows, n, rng)
		var sum float64
		for i, e := range p.events {
			sum += p.signs[i] * cars[e.Series][drawn[slot[i]]]
		}
		means[b] = sum / float64(p.n())
	}
	return means
}

// Test returns the placebo comparison as a test; its statistic is the CAAR.
func (p Placebos) Test() Test {
	if !p.P.OK {
		return missingTest(PlaceboTest, p.P.Reason)
	}
	return exactTest(PlaceboTest, p.CAAR.Value, p.P.Value)
}

// Percentile returns the share of the eligible rows of e's series, as a percentage, whose CAR is no larger in size than e's.
func (p Placebos) Percentile(e Event) stat.Maybe {
	if !e.CAR.OK {
		return stat.None(e.CAR.Reason)
	}
	if e.Series >= len(p.sizes) || len(p.sizes[e.Series]) == 0 {
		return stat.None("no eligible row to compare with")
	}
	all := p.sizes[e.Series]
	within := sort.Search(len(all), func(i int) bool { return all[i] > math.Abs(e.CAR.Value) })
	return stat.Some(100 * float64(within) / float64(len(all)))
}

func sizes(cars [][]float64, candidates []int) [][]float64 {
	out := make([][]float64, len(cars))
	for i, car := range cars {
		for _, t := range candidates {
			if car != nil && t >= 0 && t < len(car) && !math.IsNaN(car[t]) {
				out[i] = append(out[i], math.Abs(car[t]))
			}
		}
		slices.Sort(out[i])
	}
	return out
}

func (s *Study) placeboCARs() [][]float64 {
	out := make([][]float64, len(s.rows))
	for _, p := range s.places {
		if out[p.Series] == nil {
			out[p.Series] = s.rows[p.Series].everyCAR(s.spec)
		}
	}
	return out
}

func (s *rows) everyCAR(spec Spec) []float64 {
	out := make([]float64, len(s.r))
	for t := range out {
		out[t] = math.NaN()
		from, to := t+spec.Estimation[0], t+spec.Estimation[1]
		if from < 0 || t+spec.Window[1] >= len(s.r) || t+spec.Window[0] < 0 {
			continue
		}
		if model, reason := s.fit(from, to, spec.MinObservations, nil); reason == "" {
			out[t] = s.car(&model, t, spec.Window)
		}
	}
	return out
}

// car is NaN where a row of the window has no return.
func (s *rows) car(model *normal, t0 int, window [2]int) float64 {
	var sum float64
	for t := t0 + window[0]; t <= t0+window[1]; t++ {
		sum += s.abnormal(model, t)
	}
	return sum
}

func (s *Study) eligibleRows() []int {
	if len(s.rows) == 0 {
		return nil
	}
	cars := s.cars()
	near := make([]bool, len(s.rows[0].r))
	reach := s.spec.length() - 1
	for _, p := range s.places {
		if p.T0 < -reach || p.T0 > len(near)+reach {
			continue
		}
		for t := max(0, p.T0-reach); t <= min(len(near)-1, p.T0+reach); t++ {
			near[t] = true
		}
	}
	var out []int
	for t := range near {
		ok := !near[t]
		for _, car := range cars {
			ok = ok && (car == nil || !math.IsNaN(car[t]))
		}
		if ok && len(s.places) > 0 {
			out = append(out, t)
		}
	}
	return out
}
