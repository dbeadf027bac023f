package correlation

import (
	"math"
	"testing"

	"detente/internal/analysis/stat/stattest"
)

// Of 1,000 pairs of unrelated series about 50 should look related at 5 percent. METHODS 14 has the sizes of 2,000 runs: with n = 250 and
// phi = .9 the naive t rejects .526, N_eff .065, the circular shift .053.
func TestRobustPValuesKeepTheirSize(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("simulation")
	}
	for _, tt := range []struct {
		name         string
		phi          float64
		least, most  float64
		naive, above float64
	}{
		{"independent", 0, 0.03, 0.07, 0.03, 0.07},
		{"persistent", 0.9, 0.03, 0.07, 0.40, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rates := rejections(1000, 400, tt.phi)
			t.Logf("naive %.3f, N_eff %.3f, shift %.3f", rates[0], rates[1], rates[2])
			if rates[0] < tt.naive || rates[0] > tt.above {
				t.Errorf("naive t rejects %.3f, want %.2f to %.2f", rates[0], tt.naive, tt.above)
			}
			for i, name := range []string{"N_eff", "circular shift"} {
				if rate := rates[i+1]; rate < tt.least || rate > tt.most {
					t.Errorf("%s rejects %.3f, want %.2f to %.2f", name, rate, tt.least, tt.most)
				}
			}
		})
	}
}

func rejections(runs, n int, phi float64) [3]float64 {
	random := stattest.NewRandom(20220224)
	var rates [3]float64
	for range runs {
		p := Pairs{X: random.AR1(n, phi), Y: random.AR1(n, phi)}
		for i, value := range []float64{p.Pearson().P.Value, p.Effective().P.Value, p.Shift().P.Value} {
			if value < 0.05 {
				rates[i] += 1 / float64(runs)
			}
		}
	}
	return rates
}

func TestPermutationPValuesAreUniform(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("simulation")
	}
	random := stattest.NewRandom(7)
	const runs = 1000
	var single, search, shift [10]float64
	for range runs {
		p := Pairs{X: random.AR1(120, 0), Y: random.AR1(120, 0)}
		single[decile(p.Permute(99, random).P.Value)]++
		e, err := p.MaxCCF(5, 99, random)
		if err != nil {
			t.Fatal(err)
		}
		search[decile(e.Permutation.P.Value)]++
		shift[decile(e.Shift.P.Value)]++
	}
	for name, counts := range map[string][10]float64{"permutation": single, "largest of all lags": search, "largest, rotated": shift} {
		var chi float64
		for _, c := range counts {
			chi += (c - runs/10) * (c - runs/10) / (runs / 10)
		}
		t.Logf("%s: chi-squared %.1f of %v", name, chi, counts)
		if name != "largest, rotated" && chi > 27.9 { // R: qchisq(0.999, 9) = 27.88
			t.Errorf("%s: p is not uniform: %v", name, counts)
		}
	}
	if below := shift[0] / runs; below < 0.05 || below > 0.15 {
		t.Errorf("largest, rotated: p <= 0.1 in %.3f of the runs", below)
	}
}

// decile maps p in (0, 1] to 0..9, each closed above.
func decile(p float64) int { return min(9, max(0, int(math.Ceil(p*10-1e-9))-1)) }

func TestShiftSearchKeepsItsSizeWherePermutationDoesNot(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("simulation")
	}
	random := stattest.NewRandom(11)
	const runs = 300
	var permuted, rotated float64
	for range runs {
		p := Pairs{X: random.AR1(300, 0.9), Y: random.AR1(300, 0.9)}
		e, err := p.MaxCCF(5, 99, random)
		if err != nil {
			t.Fatal(err)
		}
		if e.Permutation.P.Value <= 0.05 {
			permuted += 1.0 / runs
		}
		if e.Shift.P.Value <= 0.05 {
			rotated += 1.0 / runs
		}
	}
	t.Logf("permutation %.3f, rotation %.3f", permuted, rotated)
	if permuted < 0.3 || rotated > 0.10 {
		t.Errorf("permutation rejects %.3f, rotation %.3f of 5 percent", permuted, rotated)
	}
}
