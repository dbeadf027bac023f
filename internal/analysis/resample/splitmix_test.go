package resample

import (
	"slices"
	"strconv"
	"testing"

	"detente/internal/analysis/stat"
	"detente/internal/testkit"
)

var _ stat.Random = (*SplitMix64)(nil)

// First outputs of Vigna's splitmix64.c for seed 1234567.
func TestSplitMix64KnownStream(t *testing.T) {
	t.Parallel()
	want := []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821}
	rng := New(1234567)
	for i, w := range want {
		if got := rng.Uint64(); got != w {
			t.Errorf("output %d is %d, want %d", i, got, w)
		}
	}
}

func TestSplitMix64AgreesWithTheReference(t *testing.T) {
	t.Parallel()
	var want struct {
		First5 []string  `json:"first5"`
		Intn   []int     `json:"intn10_seed42"`
		Floats []float64 `json:"float_seed42"`
	}
	testkit.Decode(t, testkit.ReferenceCase(t, "event_study.json", "prng.splitmix64").Expected, &want)
	rng := New(1234567)
	for _, w := range want.First5 {
		if got := strconv.FormatUint(rng.Uint64(), 10); got != w {
			t.Errorf("got %s, want %s", got, w)
		}
	}
	whole, fraction := New(42), New(42)
	for _, w := range want.Intn {
		if got := whole.Intn(10); got != w {
			t.Errorf("Intn(10) = %d, want %d", got, w)
		}
	}
	for _, w := range want.Floats {
		if got := fraction.Float64(); got != w {
			t.Errorf("Float64() = %.17g, want %.17g", got, w)
		}
	}
}

func TestIntnStaysInItsRange(t *testing.T) {
	t.Parallel()
	rng := New(5)
	for _, n := range []int{1, 2, 3, 7, 64, 1<<62 + 1} {
		for range 200 {
			if got := rng.Intn(n); got < 0 || got >= n {
				t.Fatalf("Intn(%d) = %d", n, got)
			}
		}
	}
}

func TestIntnRefusesAnEmptyRange(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	New(1).Intn(0)
}

func TestDrawTakesEachEntryOnceAndEquallyOften(t *testing.T) {
	t.Parallel()
	rng := New(9)
	pool := []int{10, 11, 12, 13, 14}
	seen := map[int]int{}
	const draws = 5000
	for range draws {
		drawn := slices.Clone(stat.Draw(pool, 3, rng))
		slices.Sort(drawn)
		if len(slices.Compact(drawn)) != 3 {
			t.Fatalf("a draw repeats an entry: %v", drawn)
		}
		for _, v := range drawn {
			seen[v]++
		}
	}
	for v, times := range seen { // 3000 expected, standard deviation 35
		if times < 2825 || times > 3175 {
			t.Errorf("%d was drawn %d times of about 3000", v, times)
		}
	}
	slices.Sort(pool)
	if !slices.Equal(pool, []int{10, 11, 12, 13, 14}) {
		t.Errorf("the pool lost entries: %v", pool)
	}
}
