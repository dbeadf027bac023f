package stat

// Random is the part of a generator that resampling needs. Intn is uniform on [0, n), Float64 on [0, 1).
type Random interface {
	Uint64() uint64
	Intn(n int) int
	Float64() float64
}

// Draw moves n entries of pool, drawn without replacement, to its front in the order drawn and returns them: a partial Fisher-Yates
// shuffle, which swaps place q with place q+Intn(len(pool)-q). pool stays a permutation of itself, so that it may be drawn from
// again. Panics where n exceeds the pool.
func Draw(pool []int, n int, rng Random) []int {
	if n > len(pool) {
		panic("stat: Draw of more than the pool holds")
	}
	for q := range n {
		j := q + rng.Intn(len(pool)-q)
		pool[q], pool[j] = pool[j], pool[q]
	}
	return pool[:n]
}
