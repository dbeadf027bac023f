package stat

import (
	"math"
	"strings"
	"testing"
)

// The NIST Statistical Reference Datasets, linear least squares (public domain), https://www.itl.nist.gov/div898/strd/lls/lls.shtml:
// data and certified values. digits is the least number of correct digits over the coefficients that the solver must reach.
type nistCase struct {
	name    string
	columns [][]float64
	y       []float64
	coef    []float64
	digits  float64
}

func TestOLSReachesTheNISTDigits(t *testing.T) {
	t.Parallel()
	for _, c := range nistCases() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			fit, err := OLS(c.columns, c.y)
			if err != nil {
				t.Fatal(err)
			}
			worst := 15.0
			for j, want := range c.coef {
				worst = min(worst, -math.Log10(math.Abs(fit.Coef[j]-want)/math.Abs(want)))
			}
			t.Logf("%.1f digits", worst)
			if worst < c.digits {
				t.Errorf("%.1f correct digits, want %.0f: %v", worst, c.digits, fit.Coef)
			}
		})
	}
}

func nistCases() []nistCase {
	ramp := sequence(0, 20)
	one, noise := make([]float64, 21), make([]float64, 21)
	two := make([]float64, 21)
	for i, x := range ramp {
		one[i] = 1 + x*(1+x*(1+x*(1+x*(1+x))))
		two[i] = 1 + .1*x + .01*x*x + .001*math.Pow(x, 3) + .0001*math.Pow(x, 4) + .00001*math.Pow(x, 5)
		noise[i] = wamplerNoise[i]
	}
	unit := []float64{1, 1, 1, 1, 1, 1}
	longley := append([][]float64{ones(16)}, longleyX...)
	return []nistCase{
		{"Norris", powers(norrisX, 1), norrisY, []float64{-0.262323073774029, 1.00211681802045}, 11},
		{"Pontius", powers(pontiusX(), 2), pontiusY, []float64{0.673565789473684e-03, 0.732059160401003e-06, -0.316081871345029e-14}, 11},
		{"NoInt1", [][]float64{sequence(60, 70)}, sequence(130, 140), []float64{2.07438016528926}, 14},
		{"NoInt2", [][]float64{{4, 5, 6}}, []float64{3, 4, 4}, []float64{0.727272727272727}, 14},
		{"Longley", longley, longleyY, []float64{-3482258.63459582, 15.0618722713733, -0.358191792925910e-01, -2.02022980381683,
			-1.03322686717359, -0.511041056535807e-01, 1829.15146461355}, 10},
		{"Filip", powers(filipX, 10), filipY, []float64{-1467.48961422980, -2772.17959193342, -2316.37108160893, -1127.97394098372,
			-354.478233703349, -75.1242017393757, -10.8753180355343, -1.06221498588947, -0.670191154593408e-01,
			-0.246781078275479e-02, -0.402962525080404e-04}, 7},
		{"Wampler1", powers(ramp, 5), one, unit, 9},
		{"Wampler2", powers(ramp, 5), two, []float64{1, .1, .01, .001, .0001, .00001}, 9},
		{"Wampler3", powers(ramp, 5), plus(one, noise, 1), unit, 9},
		{"Wampler4", powers(ramp, 5), plus(one, noise, 100), unit, 7},
		{"Wampler5", powers(ramp, 5), plus(one, noise, 10000), unit, 5},
	}
}

func TestOLSCovarianceOfLongley(t *testing.T) {
	t.Parallel()
	fit, err := OLS(append([][]float64{ones(16)}, longleyX...), longleyY)
	if err != nil {
		t.Fatal(err)
	}
	s := math.Sqrt(fit.RSS / float64(fit.DF()))
	for j, want := range []float64{890420.383607373, 84.9149257747669, 0.334910077722432e-01, 0.488399681651699, 0.214274163161675,
		0.226073200069370, 455.478499142212} { // NIST StRD, standard deviations of the estimates
		if got := s * math.Sqrt(fit.XtXInv[j][j]); math.Abs(got-want) > 1e-9*want {
			t.Errorf("standard error %d: got %.15g, want %.15g", j, got, want)
		}
	}
}

func TestOLSRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		columns [][]float64
		y       []float64
		want    string
	}{
		{"no column", nil, []float64{1, 2}, "no column"},
		{"too few rows", [][]float64{{1}, {2}}, []float64{1}, "1 rows are too few for 2 columns"},
		{"unequal", [][]float64{{1, 2}}, []float64{1, 2, 3}, "column 0 has 2 rows, y has 3"},
		{"NaN in y", [][]float64{{1, 2}}, []float64{1, math.NaN()}, "y is not finite in row 1"},
		{"infinite column", [][]float64{{1, 1}, {math.Inf(1), 2}}, []float64{1, 2}, "column 1 is not finite in row 0"},
		{"twin columns", [][]float64{ones(4), {1, 2, 3, 5}, {3, 5, 7, 11}}, []float64{1, 2, 3, 4}, "column 2 is"},
		{"zero column", [][]float64{{0, 0, 0}}, []float64{1, 2, 3}, "column 0 is"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := OLS(tt.columns, tt.y)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func BenchmarkOLS(b *testing.B) {
	n := 6800
	columns := [][]float64{ones(n)}
	for j := range 10 {
		column := make([]float64, n)
		for i := range column {
			column[i] = math.Sin(float64(i*(j+1))) + float64((i*7919+j*104729)%97)/97
		}
		columns = append(columns, column)
	}
	for b.Loop() {
		if _, err := OLS(columns[:10], columns[10]); err != nil {
			b.Fatal(err)
		}
	}
}

func ones(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = 1
	}
	return x
}

func sequence(from, to int) []float64 {
	var x []float64
	for v := from; v <= to; v++ {
		x = append(x, float64(v))
	}
	return x
}

func powers(x []float64, degree int) [][]float64 {
	columns := make([][]float64, degree+1)
	for j := range columns {
		columns[j] = make([]float64, len(x))
		for i := range x {
			columns[j][i] = math.Pow(x[i], float64(j))
		}
	}
	return columns
}

func plus(x, noise []float64, scale float64) []float64 {
	sum := make([]float64, len(x))
	for i := range x {
		sum[i] = x[i] + scale*noise[i]
	}
	return sum
}
