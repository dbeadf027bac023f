package correlation

import (
	"testing"

	"detente/internal/analysis/stat/stattest"
)

func TestCrossProductsAcrossBlocks(t *testing.T) {
	t.Parallel()
	random := stattest.NewRandom(3)
	x, y := random.AR1(2*block+37, 0.5), random.AR1(2*block+37, 0)
	got := make([]float64, 41)
	crossProducts(got, x, y)
	for k := -20; k <= 20; k++ {
		var want float64
		for t := range y {
			if t+k >= 0 && t+k < len(x) {
				want += x[t+k] * y[t]
			}
		}
		if !near(got[k+20], want, 1e-9) {
			t.Errorf("lag %d: got %g, want %g", k, got[k+20], want)
		}
	}
}

func TestProductsByTransformEqualTheDirectOnes(t *testing.T) {
	t.Parallel()
	random := stattest.NewRandom(13)
	for _, n := range []int{160, 256, 401, 1000} {
		x := random.AR1(n, 0.7)
		products := newProducts(x, 159)
		if products.transform == nil {
			t.Fatal("319 lags are multiplied out")
		}
		for range 2 { // the second use must not see the first
			y := random.AR1(n, 0.2)
			got, want := make([]float64, 319), make([]float64, 319)
			products.into(got, y)
			crossProducts(want, x, y)
			for i := range want {
				if !near(got[i], want[i], 1e-9) {
					t.Fatalf("n = %d, lag %d: %g and %g", n, i-159, got[i], want[i])
				}
			}
		}
	}
}

func TestRotationsByTransformEqualTheDirectOnes(t *testing.T) {
	t.Parallel()
	random := stattest.NewRandom(5)
	for _, n := range []int{2, 3, 64, 101, 1000} {
		zx, zy := standardise(random.AR1(n, 0.7)), standardise(random.AR1(n, 0.2))
		direct, transformed := rotateDirect(zx, zy), rotateTransform(zx, zy)
		for s := range direct {
			if !near(direct[s], transformed[s], 1e-13) {
				t.Fatalf("n = %d, rotation %d: %g and %g", n, s, direct[s], transformed[s])
			}
		}
	}
}
