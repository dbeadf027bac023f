package stattest

import (
	"math/rand/v2"

	"detente/internal/analysis/stat"
)

// Random is a seeded generator for simulations in tests.
type Random struct{ *rand.Rand }

var _ stat.Random = Random{}

// NewRandom returns the generator of a seed; the same seed gives the same numbers.
func NewRandom(seed uint64) Random { return Random{rand.New(rand.NewPCG(seed, 0x5eed))} }

// Intn returns a number from 0 to n-1.
func (r Random) Intn(n int) int { return r.IntN(n) }

// AR1 returns n values of a stationary autoregression of order one with unit innovations.
func (r Random) AR1(n int, phi float64) []float64 {
	x := make([]float64, n)
	var last float64
	for t := -200; t < n; t++ {
		last = phi*last + r.NormFloat64()
		if t >= 0 {
			x[t] = last
		}
	}
	return x
}
