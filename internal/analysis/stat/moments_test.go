package stat

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestMomentsSurviveALargeOffset(t *testing.T) {
	t.Parallel()
	// NIST StRD NumAcc3 in small: 1000000.2 and its neighbours; the sample standard deviation is exactly 0.1.
	x := []float64{1000000.2}
	for range 500 {
		x = append(x, 1000000.1, 1000000.3)
	}
	if got := Mean(x); got != 1000000.2 {
		t.Errorf("mean %.17g, want 1000000.2", got)
	}
	if digits := -math.Log10(math.Abs(SD(x)-0.1) / 0.1); digits < 9 {
		t.Errorf("standard deviation %.17g agrees with 0.1 to %.1f digits, want 9", SD(x), digits)
	}
}

func TestVarianceOfEqualValuesIsZero(t *testing.T) {
	t.Parallel()
	if got := Variance([]float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1}); got != 0 {
		t.Errorf("got %g", got)
	}
}

func TestCrossDeviation(t *testing.T) {
	t.Parallel()
	sxx, syy, sxy := CrossDeviation([]float64{1, 2, 3, 4}, []float64{2, 1, 4, 3})
	if sxx != 5 || syy != 5 || sxy != 3 { // by hand: deviations -1.5 -.5 .5 1.5 and -.5 -1.5 1.5 .5
		t.Errorf("got %g %g %g, want 5 5 3", sxx, syy, sxy)
	}
}

func TestRanksShareTies(t *testing.T) {
	t.Parallel()
	// R: rank(c(3, 1, 4, 1, 5, 9, 2, 6, 5)) = 4.0 1.5 5.0 1.5 6.5 9.0 3.0 8.0 6.5
	got := Ranks([]float64{3, 1, 4, 1, 5, 9, 2, 6, 5})
	if want := []float64{4, 1.5, 5, 1.5, 6.5, 9, 3, 8, 6.5}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if len(Ranks(nil)) != 0 {
		t.Error("no values have no ranks")
	}
}

func TestRanksAlwaysSumToTheTriangle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(-3, 3), 0, 40).Draw(t, "x")
		for i := range x {
			x[i] = math.Round(x[i])
		}
		n := float64(len(x))
		if got := sum(Ranks(x)); got != n*(n+1)/2 {
			t.Fatalf("ranks of %v sum to %g", x, got)
		}
	})
}

func TestQuantileLeavesItsInput(t *testing.T) {
	t.Parallel()
	x := []float64{3, 1, 2}
	if got := Quantile(x, 0.5); got != 2 || !slices.Equal(x, []float64{3, 1, 2}) {
		t.Errorf("got %g, x is now %v", got, x)
	}
}

func TestMaybeIsANumberOrNull(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   Maybe
		want string
	}{
		{Some(0.25), "0.25"},
		{Some(math.NaN()), "null"},
		{Some(math.Inf(-1)), "null"},
		{None("too few"), "null"},
		{Maybe{}, "null"},
	} {
		got, err := json.Marshal(tt.in)
		if err != nil || string(got) != tt.want {
			t.Errorf("%+v: got %s, %v", tt.in, got, err)
		}
	}
}

func TestQuantileOfUnequalGaps(t *testing.T) {
	t.Parallel()
	// By hand, type 7: h = 3*0.9 = 2.7 lies seven tenths of the way from the third value to the fourth.
	if got, want := Quantile([]float64{0, 1, 4, 14}, 0.9), 4+0.7*10; math.Abs(got-want) > 1e-12 {
		t.Errorf("got %g, want %g", got, want)
	}
}
