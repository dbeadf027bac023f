package eventstudy

import (
	"math"
	"testing"

	"detente/internal/analysis/resample"
)

// bruteFlips is the definition, one assignment at a time.
func bruteFlips(x []float64) int {
	least, count := threshold(x), 0
	for bits := range 1 << len(x) {
		var sum float64
		for i, v := range x {
			if bits>>i&1 == 0 {
				v = -v
			}
			sum += v
		}
		if math.Abs(sum) >= least {
			count++
		}
	}
	return count
}

func TestSignFlipCountsEveryAssignment(t *testing.T) {
	t.Parallel()
	for n := 2; n <= 13; n++ {
		x := noise(uint64(30+n), n)
		x[0] = 0.5
		x[n-1] = -0.5 // a tie, so that rounding would show
		got := SignFlip(x, Options{})
		if !got.Exact || got.Total != 1<<n || got.Count != bruteFlips(x) {
			t.Errorf("n = %d: %+v, want count %d", n, got, bruteFlips(x))
		}
	}
}

func TestRandomFlipsApproachTheExactOnes(t *testing.T) {
	t.Parallel()
	x := noise(50, 20)
	for i := range x {
		x[i] += 0.4
	}
	exact, random := SignFlip(x, Options{}), randomFlips(x, Options{Rng: resample.New(3)})
	// Standard error of the share at p = .05 and 99,999 draws: 0.0007.
	if math.Abs(exact.P.Value-random.P.Value) > 0.003 || random.Total != 99_999 {
		t.Errorf("exact %v, random %v", exact.P, random.P)
	}
	if exact.P.Value < 1e-4 || exact.P.Value > 0.5 {
		t.Errorf("p = %v makes the comparison idle", exact.P)
	}
}

func TestRandomFlipsUseEveryBit(t *testing.T) {
	t.Parallel()
	x := make([]float64, 100)
	x[99] = 1 // only the sign of the last value counts, and it never changes the size
	got := SignFlip(x, Options{Flips: 500, Rng: resample.New(1)})
	if got.Count != 500 || got.P.Value != 1 {
		t.Errorf("got %+v", got)
	}
	for i := range x { // |sum| = 100 has probability 2^-99
		x[i] = 1
	}
	if got := SignFlip(x, Options{Flips: 500, Rng: resample.New(1)}); got.Count != 0 || got.P.Value != 1.0/501 {
		t.Errorf("got %+v", got)
	}
}

// Small ones by hand, the last by R: wilcox.test(x, exact = TRUE)$p.value = 0.037109375, which is 38/1024.
func TestWilcoxonWithoutTies(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		x     []float64
		wPlus float64
		p     float64
	}{
		{[]float64{1, 2, 3}, 6, 0.25},
		{[]float64{-1, 2, 3}, 5, 0.5},
		{[]float64{1, -2, 3}, 4, 0.75},
		{[]float64{-1, -2, 3}, 3, 1}, // P(W <= 3) = 5/8
		{[]float64{1, -2, -3, -4, 0, 0}, 1, 0.25},
		{[]float64{-1, -2, -3, 4, -5, -6, -7, -8, -9, 1.5}, 7, 0.037109375},
	} {
		wPlus, _, p := Wilcoxon(tt.x)
		if wPlus != tt.wPlus || math.Abs(p.Value-tt.p) > 1e-15 {
			t.Errorf("%v: W+ = %g, p = %v, want %g and %g", tt.x, wPlus, p, tt.wPlus, tt.p)
		}
	}
}

func TestWilcoxonOfZerosIsMissing(t *testing.T) {
	t.Parallel()
	if _, n, p := Wilcoxon([]float64{0, 0}); n != 0 || p.OK || p.Reason == "" {
		t.Errorf("n = %d, p = %+v", n, p)
	}
}

// With many values the exact p comes close to the normal one: W+ has mean n(n+1)/4 and variance n(n+1)(2n+1)/24.
func TestWilcoxonOfManyValues(t *testing.T) {
	t.Parallel()
	x := noise(60, 400)
	for i := range x {
		x[i] += 0.1
	}
	wPlus, n, p := Wilcoxon(x)
	m := float64(n)
	z := (wPlus - m*(m+1)/4) / math.Sqrt(m*(m+1)*(2*m+1)/24)
	if approx := math.Erfc(math.Abs(z) / math.Sqrt2); math.Abs(p.Value-approx) > 0.002 || p.Value > 0.9 {
		t.Errorf("p = %g, normal %g", p.Value, approx)
	}
}

// The observed assignment is added to the draws, so that p is never below 1/(1+B): METHODS 4.6.
func TestRandomFlipsNameTheirSmallestP(t *testing.T) {
	t.Parallel()
	x := noise(51, 21)
	for flips, want := range map[int]float64{499: 0.002, 0: 1e-5} { // 0 is 99,999
		if got := SignFlip(x, Options{Flips: flips, Rng: resample.New(1)}); got.Exact || math.Abs(got.SmallestP.Value-want) > 1e-18 {
			t.Errorf("%d flips: exact %v, smallest p %v, want %g", flips, got.Exact, got.SmallestP, want)
		}
	}
}

// By hand, the sets of ranks whose sum is no larger than that of the negative values, of all 2^n.
func TestWilcoxonWithTies(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		x     []float64
		wPlus float64
		p     float64
	}{
		// Ranks 1.5 1.5 3 4. Sums up to 4: none, 1.5, 1.5, 3, 1.5+1.5, 4.
		{[]float64{1, 1, 2, -3}, 6, 2 * 6.0 / 16},
		// Ranks 1.5 1.5 3.5 3.5 5 6. Sums up to 5: none, five single ones, 1.5+1.5 and four of 1.5+3.5.
		{[]float64{1, 1, 2, 2, -3, 4}, 16, 2 * 11.0 / 64},
		// Ranks 2.5 2.5 2.5 2.5 5. Sums up to 2.5: none and four single ones.
		{[]float64{-1, 1, 1, 1, 2, 0}, 12.5, 2 * 5.0 / 32},
	} {
		if wPlus, _, p := Wilcoxon(tt.x); wPlus != tt.wPlus || math.Abs(p.Value-tt.p) > 1e-15 {
			t.Errorf("%v: W+ = %g, p = %v, want %g and %g", tt.x, wPlus, p, tt.wPlus, tt.p)
		}
	}
}
