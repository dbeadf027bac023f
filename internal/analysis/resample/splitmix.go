// Package resample holds what repeated drawing needs: a seeded generator that any language reproduces bit for bit, bootstrap intervals,
// the block length of a dependent series, and p-values adjusted for the number of tests. It never takes a seed of its own making and
// allocates nothing per draw.
package resample

// SplitMix64 is Vigna's generator of that name: 64 bits of state, the same stream for the same seed everywhere. It is for statistics,
// never for secrets, and not safe for use by several goroutines.
// Reference: Steele, Lea, Flood (2014), Fast splittable pseudorandom number generators.
type SplitMix64 struct{ state uint64 }

// New returns the generator that starts at seed. Every seed is good, zero too.
func New(seed uint64) *SplitMix64 { return &SplitMix64{state: seed} }

// Uint64 returns the next 64 bits.
func (s *SplitMix64) Uint64() uint64 {
	s.state += 0x9e3779b97f4a7c15
	z := s.state
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// Intn returns a whole number uniform on [0, n): the remainder by n, where the topmost 2^64 mod n values are rejected so that no
// remainder is likelier than another. Panics where n <= 0.
func (s *SplitMix64) Intn(n int) int {
	if n <= 0 {
		panic("resample: Intn of a bound that is not positive")
	}
	surplus := -uint64(n) % uint64(n) // 2^64 mod n
	for {
		if x := s.Uint64(); x <= ^uint64(0)-surplus {
			return int(x % uint64(n))
		}
	}
}

// Float64 returns the top 53 bits as a fraction, uniform on [0, 1).
func (s *SplitMix64) Float64() float64 { return float64(s.Uint64()>>11) * 0x1p-53 }
