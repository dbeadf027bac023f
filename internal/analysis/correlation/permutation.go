package correlation

import (
	"math"

	"detente/internal/analysis/stat"
)

// exactLimit is the largest number of pairs whose orders are all enumerated; ten pairs have 3,628,800.
const exactLimit = 10

// Permutation compares |r| with the correlations of x and every order of y. It is defined for at most ten pairs; above, use Permute.
// Exchanging values assumes that the pairs are independent over time.
func (p Pairs) Permutation() Count {
	if reason := p.trouble(); reason != "" {
		return Count{P: stat.None(reason)}
	}
	if p.N() > exactLimit {
		return Count{P: stat.None("all orders are enumerated for at most ten pairs")}
	}
	zx, zy := standardise(p.X), standardise(p.Y)
	limit := math.Abs(dot(zx, zy)) - slack*float64(p.N())
	var c Count
	eachOrder(zy, func() {
		c.Total++
		if math.Abs(dot(zx, zy)) >= limit {
			c.Extreme++
		}
	})
	c.P = stat.Some(float64(c.Extreme) / float64(c.Total))
	return c
}

// Permute compares |r| with the correlations of x and draws random orders of y: p = (1 + extreme)/(1 + draws). The same generator
// state gives the same p. Exchanging values assumes that the pairs are independent over time. Panics where draws < 1.
func (p Pairs) Permute(draws int, random stat.Random) Count {
	if draws < 1 {
		panic("correlation: Permute needs at least one draw")
	}
	if reason := p.trouble(); reason != "" {
		return Count{P: stat.None(reason)}
	}
	zx, zy := standardise(p.X), standardise(p.Y)
	limit := math.Abs(dot(zx, zy)) - slack*float64(p.N())
	c := Count{Total: draws}
	for range draws {
		shuffle(zy, random)
		if math.Abs(dot(zx, zy)) >= limit {
			c.Extreme++
		}
	}
	c.P = stat.Some(float64(1+c.Extreme) / float64(1+draws))
	return c
}

// shuffle is Fisher and Yates from the end.
func shuffle(x []float64, random stat.Random) {
	for i := len(x) - 1; i > 0; i-- {
		j := random.Intn(i + 1)
		x[i], x[j] = x[j], x[i]
	}
}

// eachOrder puts x into each of its n! orders in turn (Heap's algorithm) and calls visit.
func eachOrder(x []float64, visit func()) {
	visit()
	at := make([]int, len(x))
	for i := 1; i < len(x); {
		if at[i] >= i {
			at[i] = 0
			i++
			continue
		}
		j := 0
		if i%2 == 1 {
			j = at[i]
		}
		x[i], x[j] = x[j], x[i]
		visit()
		at[i]++
		i = 1
	}
}

func dot(x, y []float64) float64 {
	var s float64
	for i := range x {
		s += x[i] * y[i]
	}
	return s
}
