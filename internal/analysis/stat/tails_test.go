package stat

import (
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"testing"
)

type tableRow struct {
	F     string            `json:"f"`
	Args  []json.RawMessage `json:"args"`
	Value float64           `json:"value"`
}

func (r tableRow) numbers(t *testing.T) []float64 {
	t.Helper()
	out := make([]float64, len(r.Args))
	for i, raw := range r.Args {
		if err := json.Unmarshal(raw, &out[i]); err != nil {
			t.Fatalf("%s: argument %d: %v", r.F, i, err)
		}
	}
	return out
}

func (r tableRow) eval(t *testing.T) float64 {
	t.Helper()
	if r.F == "quantile_type7" {
		var x []float64
		var p float64
		if err := errors.Join(json.Unmarshal(r.Args[0], &x), json.Unmarshal(r.Args[1], &p)); err != nil {
			t.Fatal(err)
		}
		return Quantile(x, p)
	}
	a := r.numbers(t)
	switch r.F {
	case "normal_sf":
		return NormalSF(a[0])
	case "t_sf":
		return TSF(a[0], a[1])
	case "f_sf":
		return FSF(a[0], a[1], a[2])
	case "chi2_sf":
		return ChiSquaredSF(a[0], a[1])
	case "normal_quantile":
		return NormalQuantile(a[0])
	case "t_quantile":
		return TQuantile(a[0], a[1])
	case "kolmogorov_sup_sf":
		return KolmogorovSF(a[0])
	case "binom_cdf":
		return BinomialCDF(int(a[0]), int(a[1]), a[2])
	case "binom_test_two_sided":
		return BinomialTwoSided(int(a[0]), int(a[1]), a[2])
	}
	t.Fatalf("the table names a function this test does not know: %s", r.F)
	return 0
}

// The values are mpmath's at 40 digits: 1e-10 relative is required by the reference, 1e-12 wanted.
func TestTableOfTailsAndQuantiles(t *testing.T) {
	t.Parallel()
	var rows []tableRow
	content, err := os.ReadFile(filepath.Join("testdata", "dist_table.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &rows); err != nil {
		t.Fatal(err)
	}
	checkRows(t, rows)
}

func TestTableAgreesWithTheSharedReference(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "reference", "expected", "distributions_edge.json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no ../shared beside the repository: the copy in testdata is tested")
	}
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID       string
			Expected struct{ Rows []tableRow }
		}
	}
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Cases {
		if c.ID == "dist.table" {
			checkRows(t, c.Expected.Rows)
			return
		}
	}
	t.Fatal("case dist.table is gone from the reference")
}

func checkRows(t *testing.T, rows []tableRow) {
	t.Helper()
	if len(rows) < 61 {
		t.Fatalf("got %d rows, want the table's 61", len(rows))
	}
	for _, r := range rows {
		got := r.eval(t)
		off := math.Abs(got-r.Value) / math.Abs(r.Value)
		if !(off <= 1e-10) {
			t.Errorf("%s%s = %.17g, want %.17g (relative error %.2g)", r.F, r.Args, got, r.Value, off)
		}
		if off > 1e-12 {
			t.Logf("%s%s: relative error %.2g is above the wanted 1e-12", r.F, r.Args, off)
		}
	}
}

func TestQuantilesInvertTails(t *testing.T) {
	t.Parallel()
	for _, df := range []float64{1, 2, 3.5, 7, 30, 118, 1000, 1e6, math.Inf(1)} {
		limit := 1e-12
		if df > 1e4 && !math.IsInf(df, 1) {
			limit = 1e-10 // the incomplete beta function loses digits there
		}
		for _, p := range []float64{1e-12, 1e-6, 0.01, 0.3, 0.499999, 0.5, 0.6, 0.975, 0.999999} {
			q := TQuantile(p, df)
			want := p
			got := TSF(-q, df)
			if math.Abs(got-want) > limit*want {
				t.Errorf("df %g: TSF(-TQuantile(%g)) = %.15g", df, p, got)
			}
		}
	}
}

func TestTailsAtTheEdges(t *testing.T) {
	t.Parallel()
	inf := math.Inf(1)
	for _, tt := range []struct {
		name      string
		got, want float64
	}{
		{"t of infinity", TTwoSided(inf, 3), 0},
		{"t of minus infinity", TSF(-inf, 3), 1},
		{"t of zero", TTwoSided(0, 3), 1},
		{"huge t", TTwoSided(1e200, 3), 0},
		{"F of zero", FSF(0, 1, 2), 1},
		{"F of infinity", FSF(inf, 1, 2), 0},
		{"chi squared of zero", ChiSquaredSF(0, 3), 1},
		{"chi squared of infinity", ChiSquaredSF(inf, 3), 0},
		{"normal of infinity", NormalTwoSided(inf), 0},
		{"Kolmogorov of zero", KolmogorovSF(0), 1},
		{"sure success", BinomialTwoSided(5, 5, 1), 1},
		{"impossible outcome", BinomialTwoSided(4, 5, 1), 0},
		{"no trial", BinomialTwoSided(0, 0, 0.5), 1},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %g, want %g", tt.name, tt.got, tt.want)
		}
	}
}

// No outside number here: the direct sum over both tails is the definition.
func TestBinomialForManyTrials(t *testing.T) {
	t.Parallel()
	if got := BinomialTwoSided(250, 500, 0.5); got != 1 {
		t.Errorf("the likeliest outcome: p = %g, want 1", got)
	}
	var direct float64
	for k := range 501 {
		if k <= 230 || k >= 270 {
			direct += math.Exp(logChoose(500, k) + 500*math.Log(0.5))
		}
	}
	if got := BinomialTwoSided(270, 500, 0.5); math.Abs(got-direct) > 1e-12 {
		t.Errorf("p = %g, want the sum of both tails %g", got, direct)
	}
}

func TestMisusePanics(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	for name, f := range map[string]func(){
		"mean of nothing":          func() { Mean(nil) },
		"variance of one value":    func() { Variance([]float64{1}) },
		"unequal lengths":          func() { CrossDeviation([]float64{1}, nil) },
		"quantile of nothing":      func() { Quantile(nil, 0.5) },
		"quantile above one":       func() { Quantile([]float64{1}, 1.1) },
		"no degrees of freedom":    func() { TTwoSided(1, 0) },
		"NaN statistic":            func() { TTwoSided(nan, 4) },
		"NaN normal":               func() { NormalSF(nan) },
		"normal quantile at one":   func() { NormalQuantile(1) },
		"negative F freedom":       func() { FSF(1, -1, 3) },
		"probability above one":    func() { BinomialCDF(1, 2, 1.5) },
		"chi squared of no choice": func() { ChiSquaredSF(1, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			f()
		})
	}
}

func TestBinomialWhereTheOutcomesAreNotAsLikely(t *testing.T) {
	t.Parallel()
	// Python 3, exact fractions: the sum of the masses of 94 trials of chance 12/25 that are no greater than that of w.
	for w, want := range map[int]float64{57: 0.017164435445022004, 40: 0.3035181743200229} {
		if got := BinomialTwoSided(w, 94, 0.48); math.Abs(got-want) > 1e-12 {
			t.Errorf("w = %d: p = %.15g, want %.15g", w, got, want)
		}
	}
}
