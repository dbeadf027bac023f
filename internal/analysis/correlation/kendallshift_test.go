package correlation

import (
	"math"
	"testing"

	"detente/internal/analysis/resample"
)

// Kendall itself, rotation by rotation, is the yardstick; ties in both series.
func TestKendallShiftCountsWhatKendallGives(t *testing.T) {
	t.Parallel()
	for _, n := range []int{7, 40, 150, 430} {
		rng := resample.New(uint64(n))
		p := Pairs{}
		for range n {
			p.X, p.Y = append(p.X, float64(rng.Intn(n/2))), append(p.Y, float64(rng.Intn(5)))
		}
		r := newRotor(p.X, p.Y)
		extreme, turns := 0, min(KendallShifts, n-1)
		for k := 0; k <= turns; k++ {
			s := k * n / (turns + 1)
			turned := Pairs{X: p.X, Y: append(append([]float64{}, p.Y[s:]...), p.Y[:s]...)}
			if got, want := r.numerator(s), turned.Kendall().S; got != want {
				t.Fatalf("n %d, rotation %d: numerator %d, Kendall has %d", n, s, got, want)
			}
			if k > 0 && math.Abs(float64(turned.Kendall().S)) >= math.Abs(float64(p.Kendall().S)) {
				extreme++
			}
		}
		if got := p.KendallShift(); got.Extreme != extreme || got.Total != turns || got.P.Value != float64(1+extreme)/float64(1+turns) {
			t.Errorf("n %d: %+v, want %d of %d", n, got, extreme, turns)
		}
	}
	if got := (Pairs{X: []float64{1, 1}, Y: []float64{1, 2}}).KendallShift(); got.P.OK || got.P.Reason == "" {
		t.Errorf("a series that does not vary has %+v", got)
	}
}

// Without memory the effective p is the normal one; with memory in both it is larger.
func TestEffectiveKendallAllowsForMemory(t *testing.T) {
	t.Parallel()
	rng := resample.New(5)
	var slow Pairs
	x, y := 0.0, 0.0
	for range 400 {
		x, y = 0.9*x+rng.Float64()-0.5, 0.9*y+rng.Float64()-0.5
		slow.X, slow.Y = append(slow.X, x), append(slow.Y, y)
	}
	naive := slow.Kendall()
	p, lo, hi, size := slow.EffectiveKendall()
	if size > 100 || p.Value <= naive.P.Value || lo.Value >= naive.Lo.Value || hi.Value <= naive.Hi.Value {
		t.Errorf("worth %v pairs: p %v [%v, %v] beside %v [%v, %v]", size, p, lo, hi, naive.P, naive.Lo, naive.Hi)
	}
}
