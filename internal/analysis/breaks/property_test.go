package breaks

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"detente/internal/analysis/stat/stattest"
)

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-8*max(1, math.Abs(a), math.Abs(b)) }

// steps draws a short series whose level and spread jump now and then.
func steps(t *rapid.T, least, most int) []float64 {
	random := stattest.NewRandom(rapid.Uint64().Draw(t, "seed"))
	y := random.AR1(rapid.IntRange(least, most).Draw(t, "n"), 0)
	level, spread := 0.0, 1.0
	for i := range y {
		if random.Intn(12) == 0 {
			level, spread = 4*random.NormFloat64(), 0.2+3*random.Float64()
		}
		y[i] = level + spread*y[i]
	}
	return y
}

// TestPELTIsTheOptimum compares with the programme that tries every last change, O(n^2).
func TestPELTIsTheOptimum(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		y := steps(t, 12, 90)
		cost := Cost(rapid.IntRange(0, 2).Draw(t, "cost"))
		least := rapid.IntRange(2, 6).Draw(t, "least")
		penalty := rapid.Float64Range(0, 20).Draw(t, "penalty")
		got, err := PELT(y, cost, penalty, least)
		if err != nil {
			t.Fatal(err)
		}
		o := newOptimum(y, cost)
		want := make([]float64, len(y)+1)
		want[0] = -penalty
		for to := 1; to <= len(y); to++ {
			want[to] = math.Inf(1)
			for from := 0; from+least <= to; from++ {
				want[to] = min(want[to], want[from]+o.charge(from, to)+penalty)
			}
		}
		if !near(got.Objective, want[len(y)]) {
			t.Fatalf("objective %.12g, optimum %.12g, breaks %v", got.Objective, want[len(y)], got.Breaks)
		}
		total := penalty * float64(len(got.Breaks))
		ends := append(slices.Clone(got.Breaks), len(y))
		for i, to := range ends {
			from := 0
			if i > 0 {
				from = ends[i-1]
			}
			if to-from < least {
				t.Fatalf("segment %d..%d is shorter than %d", from, to, least)
			}
			total += o.charge(from, to)
		}
		if !near(total, got.Objective) {
			t.Fatalf("breaks %v cost %.12g, objective %.12g", got.Breaks, total, got.Objective)
		}
	})
}

// TestPartitionsAreTheOptimum compares one and two breaks with all positions.
func TestPartitionsAreTheOptimum(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		y := steps(t, 20, 45)
		x := stattest.NewRandom(^rapid.Uint64().Draw(t, "x")).AR1(len(y), 0) // drawn numbers are small: one seed for both makes x of y
		s := Regression([][]float64{Mean(y).Columns[0], x}, y)
		got, err := Partitions(s, 0.2, 2)
		if err != nil {
			t.Fatal(err)
		}
		rss := func(from, to int) float64 {
			fit, err := s.fit(from, to)
			if err != nil {
				t.Fatal(err)
			}
			return fit.RSS
		}
		n, h := len(y), got.MinSegment
		one, two := math.Inf(1), math.Inf(1)
		for a := h; a+h <= n; a++ {
			one = min(one, rss(0, a)+rss(a, n))
			for b := a + h; b+h <= n; b++ {
				two = min(two, rss(0, a)+rss(a, b)+rss(b, n))
			}
		}
		if !near(got.ByNumber[0].RSS, rss(0, n)) || !near(got.ByNumber[1].RSS, one) || !near(got.ByNumber[2].RSS, two) {
			t.Fatalf("got %+v, want %.10g %.10g %.10g", got.ByNumber, rss(0, n), one, two)
		}
	})
}

func TestSupFIsTheLargestChow(t *testing.T) {
	t.Parallel()
	random := stattest.NewRandom(4)
	y, x := random.AR1(80, 0), random.AR1(80, 0)
	s := Regression([][]float64{Mean(y).Columns[0], x}, y)
	got, err := SupF(s, 0.15)
	if err != nil {
		t.Fatal(err)
	}
	var top Chow
	for at := 12; at <= 68; at++ {
		c, err := ChowAt(s, at)
		if err != nil {
			t.Fatal(err)
		}
		if c.Stat.Value > top.Stat.Value {
			top = c
		}
	}
	if !near(got.Stat.Value, 2*top.Stat.Value) || got.At != top.At {
		t.Errorf("got %+v, largest Chow %+v", got, top)
	}
}

func TestBreakTestsKeepTheirSize(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("simulation")
	}
	random := stattest.NewRandom(5)
	const runs = 1000
	rejected := map[string]float64{}
	for range runs {
		y := random.AR1(200, 0)
		s := Mean(y)
		chow, _ := ChowAt(s, 80)
		ols, _ := OLSCUSUM(s)
		rec, _ := RecursiveCUSUM(s)
		f, _ := SupF(s, 0.15)
		v, _ := VarianceChange(y)
		for name, p := range map[string]float64{"Chow": chow.P.Value, "OLS-CUSUM": ols.P.Value, "Rec-CUSUM": rec.P.Value, "sup-F": f.P.Value,
			"kappa2": v.Kappa2.P.Value} {
			if p < 0.05 {
				rejected[name] += 1.0 / runs
			}
		}
	}
	t.Log(rejected)
	for name, rate := range rejected { // the limit laws of the cumulated sums are reached slowly and from below
		if rate < 0.015 || rate > 0.07 {
			t.Errorf("%s rejects %.3f of series without a break", name, rate)
		}
	}
	if len(rejected) != 5 {
		t.Errorf("only %v reject at all", rejected)
	}
}

func TestFlatSeriesHaveNoTests(t *testing.T) {
	t.Parallel()
	y := make([]float64, 40)
	for i := range y {
		y[i] = 3
	}
	s := Mean(y)
	chow, errChow := ChowAt(s, 20)
	ols, errOLS := OLSCUSUM(s)
	rec, errRec := RecursiveCUSUM(s)
	f, errF := SupF(s, 0.15)
	v, errV := VarianceChange(y)
	for i, err := range []error{errChow, errOLS, errRec, errF, errV} {
		if err != nil {
			t.Errorf("test %d: %v", i, err)
		}
	}
	for i, got := range []Test{chow.Test, ols, rec, f, v.InclanTiao, v.Kappa1, v.Kappa2} {
		if got.Stat.OK || got.P.OK || got.P.Reason == "" {
			t.Errorf("test %d of a flat series: %+v", i, got)
		}
	}
	short, err := ChowAt(Mean([]float64{1, 2, 4, 3}), 1)
	if err != nil || short.Stat.OK {
		t.Errorf("Chow with one observation on a side: %+v, %v", short, err)
	}
}

func TestExactStepsHaveAFiniteBIC(t *testing.T) {
	t.Parallel()
	y := make([]float64, 60)
	for i := 25; i < 60; i++ {
		y[i] = 7
	}
	b, err := Partitions(Mean(y), 0.15, 2)
	if err != nil || b.Chosen != 1 || b.Best().Breaks[0] != 25 || math.IsInf(b.Best().BIC, 0) {
		t.Errorf("got %+v, %v", b, err)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	y := stattest.NewRandom(2).AR1(40, 0)
	bad := append([]float64{math.NaN()}, y[1:]...)
	for name, tt := range map[string]struct {
		call func() error
		want string
	}{
		"Chow outside":      {func() error { _, err := ChowAt(Mean(y), 40); return err }, "after observation 40 of 40"},
		"Chow NaN":          {func() error { _, err := ChowAt(Mean(bad), 20); return err }, "row 0"},
		"unequal":           {func() error { _, err := OLSCUSUM(Regression([][]float64{y[1:]}, y)); return err }, "column 0 has 39 rows"},
		"recursive short":   {func() error { _, err := RecursiveCUSUM(Mean(y[:2])); return err }, "too few"},
		"trim":              {func() error { _, err := Partitions(Mean(y), 0.7, 2); return err }, "cannot be fitted"},
		"flat":              {func() error { _, err := Partitions(Mean(make([]float64, 40)), 0.15, 2); return err }, "exactly"},
		"segments of one":   {func() error { _, err := Partitions(Mean(y), 0.03, 2); return err }, "cannot be fitted"},
		"sup-F trim":        {func() error { _, err := SupF(Mean(y), 0.5); return err }, "sup-F"},
		"PELT NaN":          {func() error { _, err := PELT(bad, MeanShift, 1, 2); return err }, "value 0"},
		"PELT of singles":   {func() error { _, err := PELT(y, VarianceShift, 1, 1); return err }, "at least two"},
		"PELT negative":     {func() error { _, err := PELT(y, MeanShift, -1, 2); return err }, "penalty -1"},
		"PELT short":        {func() error { _, err := PELT(y[:3], MeanShift, 1, 5); return err }, "3 values"},
		"variance of few":   {func() error { _, err := VarianceChange(y[:9]); return err }, "too few"},
		"variance with NaN": {func() error { _, err := VarianceChange(bad); return err }, "value 0"},
	} {
		if err := tt.call(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error with %q", name, err, tt.want)
		}
	}
}

func BenchmarkPartitions(b *testing.B) {
	s := Mean(stattest.NewRandom(1).AR1(6800, 0.1))
	for b.Loop() {
		if _, err := Partitions(s, 0.15, 5); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPELT(b *testing.B) {
	y := stattest.NewRandom(1).AR1(6800, 0.1)
	for b.Loop() {
		if _, err := PELT(y, VarianceShift, Penalty(y, VarianceShift), 5); err != nil {
			b.Fatal(err)
		}
	}
}
