package eventstudy

import (
	"math"

	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
)

// simulated draws returns for tests: deterministic in its seed.
type simulated struct{ rng *resample.SplitMix64 }

func simulate(seed uint64) simulated { return simulated{resample.New(seed)} }

func (s simulated) normal() float64 {
	u := 1 - s.rng.Float64()
	return math.Sqrt(-2*math.Log(u)) * math.Cos(2*math.Pi*s.rng.Float64())
}

// t5 is Student's t with 5 degrees of freedom, scaled to unit variance. Its chi-squared is two exponentials and a square.
func (s simulated) t5() float64 {
	z := s.normal()
	squares := z*z - 2*math.Log((1-s.rng.Float64())*(1-s.rng.Float64()))
	return s.normal() / math.Sqrt(squares/5) * math.Sqrt(3.0/5)
}

func (s simulated) series(n int, draw func() float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = draw()
	}
	return out
}

// garch is GARCH(1,1) with alpha .08, beta .90 and unit variance.
func (s simulated) garch() func() float64 {
	variance, last := 1.0, 0.0
	return func() float64 {
		variance = 0.02 + 0.08*last*last + 0.90*variance
		last = math.Sqrt(variance) * s.normal()
		return last
	}
}

// apart places n events step rows from each other, the first where the longest estimation window is full.
func apart(n, step int) []Place {
	var out []Place
	for i := range n {
		out = append(out, Place{T0: 140 + i*step, Sign: 1})
	}
	return out
}

// history is 27 years of daily fixings with 500 scattered events.
func history() ([]Series, []Place) {
	s := simulate(27)
	r, c := s.series(6750, s.t5), s.series(6750, s.normal)
	for i := range r {
		r[i] = 0.006*r[i] + 0.002*c[i]
		c[i] *= 0.005
	}
	var places []Place
	rows := make([]int, 6750)
	for i := range rows {
		rows[i] = i
	}
	for i, t := range stat.Draw(rows, 500, s.rng) {
		places = append(places, Place{T0: t, Sign: 2*(i%2) - 1})
	}
	return []Series{{R: r, C: c}}, places
}
