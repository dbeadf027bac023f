package correlation

import (
	"math"
	"testing"

	"detente/internal/analysis/stat/stattest"
)

// Expected from R 4.2 on corr_autocorr.csv, lags -3..3: seven times the least p of r = 0, by Student's t, with the Bartlett-weighted sum
// (four lags, n/(n-2)) of the products of the standardised x[t+k] and y[t] as its variance; the least is at lag 0.
func TestLargestLagByNeweyWest(t *testing.T) {
	t.Parallel()
	columns := stattest.Columns(t, "corr_autocorr.csv")
	got := Pairs{X: columns["x"], Y: columns["y"]}.MaxHAC(3, 4)
	if want := 0.0260213823093389; !got.OK || math.Abs(got.Value-want) > 1e-10 {
		t.Errorf("p %.15g, want %.15g", got.Value, want)
	}
}

// Unrelated series that are wild at the same time: random orders and rotations find a link, Newey-West does not.
func TestLargestLagKeepsItsSizeWhereVolatilityCoincides(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("simulation")
	}
	random := stattest.NewRandom(12)
	var turned, robust float64
	const runs = 300
	for range runs {
		p := Pairs{X: random.AR1(400, 0), Y: random.AR1(400, 0)}
		for i := 200; i < 220; i++ {
			p.X[i] *= 5
			p.Y[i] *= 5
		}
		if p.shiftMax(5).P.Value < 0.05 {
			turned += 1.0 / runs
		}
		if p.MaxHAC(5, RuleLag(400)).Value < 0.05 {
			robust += 1.0 / runs
		}
	}
	t.Logf("rotations reject %.3f, Newey-West %.3f", turned, robust)
	if robust > 0.10 || turned < 0.15 {
		t.Errorf("rotations reject %.3f and Newey-West %.3f of unrelated series", turned, robust)
	}
}

func TestLargestLagByNeweyWestOfNothing(t *testing.T) {
	t.Parallel()
	if got := (Pairs{X: []float64{1, 1, 1, 1, 1, 1}, Y: []float64{1, 2, 3, 4, 5, 7}}).MaxHAC(1, 1); got.OK || got.Reason == "" {
		t.Errorf("a constant series has p %v", got)
	}
}
