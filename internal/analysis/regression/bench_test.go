package regression

import (
	"testing"

	"detente/internal/analysis/stat/stattest"
)

// A whole official series since 1998 has about 6,800 fixings.
const long = 6800

func BenchmarkGranger(b *testing.B) {
	random := stattest.NewRandom(1)
	y, x := random.AR1(long, 0.1), random.AR1(long, 0.5)
	for b.Loop() {
		choice, err := ChooseLag(y, x, 10)
		if err != nil {
			b.Fatal(err)
		}
		for _, pair := range [][2][]float64{{y, x}, {x, y}} {
			if _, err := HelpsPredict(pair[0], pair[1], choice.ByAIC); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkProjection(b *testing.B) {
	random := stattest.NewRandom(1)
	q := Projection{Return: random.AR1(long, 0.1), Shock: random.AR1(long, 0), Control: random.AR1(long, 0), Lags: 4, Horizon: 20, Cumulative: true}
	for b.Loop() {
		if _, err := q.Run(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNeweyWestWithDiagnostics(b *testing.B) {
	random := stattest.NewRandom(1)
	columns, y := [][]float64{Ones(long), random.AR1(long, 0), random.AR1(long, 0)}, random.AR1(long, 0.2)
	for b.Loop() {
		fit, err := New(columns, y)
		if err != nil {
			b.Fatal(err)
		}
		fit.NeweyWest(RuleLag(long))
		fit.Diagnostics()
		fit.Summary()
	}
}
