package correlation

import (
	"strconv"
	"testing"

	"detente/internal/analysis/stat/stattest"
)

// A whole official series since 1998 has about 6,800 fixings.
func longPairs() Pairs {
	random := stattest.NewRandom(1)
	return Pairs{X: random.AR1(6800, 0.1), Y: random.AR1(6800, 0.87)}
}

func BenchmarkMaxCCF(b *testing.B) {
	p := longPairs()
	for _, maxLag := range []int{20, 149, 150, 250} {
		b.Run(strconv.Itoa(maxLag), func(b *testing.B) {
			for b.Loop() {
				if _, err := p.MaxCCF(maxLag, 999, stattest.NewRandom(1)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReport is everything of one correlation report except the random orders.
func BenchmarkReport(b *testing.B) {
	p := longPairs()
	for b.Loop() {
		p.Pearson()
		p.Spearman()
		p.Kendall()
		p.Effective()
		p.Shift()
		p.HAC(RuleLag(p.N()))
		if _, err := p.CCF(20); err != nil {
			b.Fatal(err)
		}
		if _, err := p.Prewhitened(20, 20); err != nil {
			b.Fatal(err)
		}
		if _, err := Rolling(p.X, p.Y, 120, 96); err != nil {
			b.Fatal(err)
		}
	}
}
