package resample

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"detente/internal/testkit"
)

func column(t *testing.T, file, name string) []float64 {
	t.Helper()
	rows := testkit.SharedCSV(t, "reference", "data", file)
	at := slices.Index(rows[0], name)
	out := make([]float64, 0, len(rows)-1)
	for _, row := range rows[1:] {
		v, err := strconv.ParseFloat(row[at], 64)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

func near(t *testing.T, name string, got, want, relative float64) {
	t.Helper()
	if !(math.Abs(got-want) <= relative*math.Abs(want)) {
		t.Errorf("%s = %.17g, want %.17g", name, got, want)
	}
}

type drawn struct {
	First3 []float64  `json:"first3"`
	CI95   [2]float64 `json:"ci95"`
	SE     float64    `json:"se"`
}

func (d drawn) check(t *testing.T, first []float64, got Interval) {
	t.Helper()
	for i, want := range d.First3 {
		near(t, "draw "+strconv.Itoa(i), first[i], want, 1e-12)
	}
	near(t, "lower end", got.Lo.Value, d.CI95[0], 1e-12)
	near(t, "upper end", got.Hi.Value, d.CI95[1], 1e-12)
	near(t, "se", got.SE.Value, d.SE, 1e-12)
}

func TestMeanAgreesWithTheReference(t *testing.T) {
	t.Parallel()
	var market struct{ CAR []float64 }
	var want drawn
	testkit.Decode(t, testkit.ReferenceCase(t, "event_study.json", "es.single.market").Expected, &market)
	testkit.Decode(t, testkit.ReferenceCase(t, "event_study.json", "es.bootstrap").Expected, &want)
	plan := func() Plan { return Plan{Draws: 2000, Level: 0.95, Rng: New(7)} }
	want.check(t, means(market.CAR, plan()), Mean(market.CAR, plan()))
}

func TestCorrelationAgreesWithTheReference(t *testing.T) {
	t.Parallel()
	x, y := column(t, "corr_autocorr.csv", "x"), column(t, "corr_autocorr.csv", "y")
	var want drawn
	testkit.Decode(t, testkit.ReferenceCase(t, "correlation.json", "boot.stationary_corr").Expected, &want)
	plan := func() Plan { return Plan{Draws: 999, Level: 0.95, Rng: New(11)} }
	want.check(t, correlations(x, y, 8, plan()), Correlation(x, y, 8, plan()))
}

func TestBlockLengthAgreesWithTheReference(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"x", "y"} {
		var want struct {
			M        int
			Sb       float64 `json:"b_sb"`
			Circular float64 `json:"b_cb"`
		}
		testkit.Decode(t, testkit.ReferenceCase(t, "correlation.json", "boot.block_length."+name).Expected, &want)
		got := BlockLength(column(t, "corr_autocorr.csv", name))
		if got.Lag != want.M {
			t.Errorf("%s: lag %d, want %d", name, got.Lag, want.M)
		}
		near(t, "stationary", got.Stationary.Value, want.Sb, 1e-10)
		near(t, "circular", got.Circular.Value, want.Circular, 1e-10)
	}
}

// Python 3, written from the two papers' formulas: the longest block ceil(min(3 sqrt(n), n/3)), a correlation that is negative, one that
// comes back after silent lags, and one that never falls silent. z is the multiplicative generator 48271 modulo 2^31-1 from seed 2.
func TestBlockLengthOfOddDependence(t *testing.T) {
	t.Parallel()
	z, state := make([]float64, 303), 2
	for i := range z {
		state = state * 48271 % (1<<31 - 1)
		z[i] = float64(state) / (1<<31 - 1)
	}
	var turning, echo, wave []float64
	for i := 3; i < len(z); i++ {
		turning, echo = append(turning, z[i]-z[i-1]), append(echo, z[i]+z[i-3])
	}
	for i := range 60 {
		wave = append(wave, math.Sin(2*math.Pi*float64(i)/20))
	}
	for _, tt := range []struct {
		name                 string
		x                    []float64
		lag                  int
		stationary, circular float64
	}{
		{"turning back", turning, 4, 52, 52},
		{"echo of the third lag", echo, 8, 8.52527732084248, 9.7590063708853},
		{"wave", wave, 13, 20, 20},
	} {
		got := BlockLength(tt.x)
		if got.Lag != tt.lag {
			t.Errorf("%s: lag %d, want %d", tt.name, got.Lag, tt.lag)
		}
		near(t, tt.name, got.Stationary.Value, tt.stationary, 1e-9)
		near(t, tt.name, got.Circular.Value, tt.circular, 1e-9)
	}
}

func TestIntervalsSayWhyTheyAreMissing(t *testing.T) {
	t.Parallel()
	plan := Plan{Draws: 50, Level: 0.95, Rng: New(1)}
	flat := make([]float64, 30)
	slope := make([]float64, 30)
	for i := range slope {
		slope[i] = float64(i)
	}
	for name, got := range map[string]Interval{
		"seven events":    Mean(slope[:7], plan),
		"seven pairs":     Correlation(slope[:7], slope[:7], 2, plan),
		"constant series": Correlation(slope, flat, 2, plan),
		"no block":        Correlation(slope, slope, 0.5, plan),
		"no draw":         Mean(slope, Plan{Level: 0.95, Rng: New(1)}),
	} {
		if got.Lo.OK || got.Hi.OK || got.SE.OK || got.Lo.Reason == "" {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	for name, got := range map[string]Blocks{"short": BlockLength(slope[:9]), "constant": BlockLength(flat)} {
		if got.Stationary.OK || got.Stationary.Reason == "" || got.Circular.OK {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func TestBlockLengthOfShortAndOfNoisySeriesIsFinite(t *testing.T) {
	t.Parallel()
	rng := New(3)
	for n := 10; n < 60; n++ {
		x := make([]float64, n)
		for i := range x {
			x[i] = rng.Float64()
		}
		if got := BlockLength(x); !got.Stationary.OK || got.Stationary.Value < 0 || got.Stationary.Value > float64(n) {
			t.Errorf("n = %d: %+v", n, got)
		}
	}
}

// The draws must not allocate: ten times the draws, the same number of allocations.
func TestMeanAllocatesNothingPerDraw(t *testing.T) {
	x := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9}
	count := func(draws int) float64 {
		rng := New(1)
		return testing.AllocsPerRun(10, func() { Mean(x, Plan{Draws: draws, Level: 0.95, Rng: rng}) })
	}
	if few, many := count(100), count(1000); many > few {
		t.Errorf("%g allocations for 100 draws, %g for 1000", few, many)
	}
}

func BenchmarkMean(b *testing.B) {
	x := make([]float64, 500)
	for i := range x {
		x[i] = float64(i % 17)
	}
	for b.Loop() {
		Mean(x, Plan{Draws: 2000, Level: 0.95, Rng: New(1)})
	}
}

func TestEightValuesAreEnough(t *testing.T) {
	t.Parallel()
	x, y := []float64{1, 2, 3, 4, 5, 6, 7, 8}, []float64{2, 1, 4, 3, 6, 5, 8, 7}
	plan := func() Plan { return Plan{Draws: 50, Level: 0.95, Rng: New(7)} }
	if got := Mean(x, plan()); !got.Lo.OK || !got.Hi.OK || got.Draws != 50 {
		t.Errorf("mean of eight: %+v", got)
	}
	if got := Correlation(x, y, 1, plan()); !got.Lo.OK || !got.Hi.OK {
		t.Errorf("correlation of eight in blocks of one: %+v", got)
	}
	flat := make([]float64, 8)
	for name, got := range map[string]Interval{"mean of seven": Mean(x[:7], plan()), "correlation of seven": Correlation(x[:7], y[:7], 1, plan()),
		"blocks below one": Correlation(x, y, 0.99, plan()), "x is flat": Correlation(flat, y, 1, plan()), "y is flat": Correlation(x, flat, 1, plan()),
		"one draw": Mean(x, Plan{Draws: 1, Level: 0.95, Rng: New(7)})} {
		if got.Lo.OK || got.Hi.OK || got.SE.OK || got.Lo.Reason == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
