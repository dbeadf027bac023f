package breaks

import (
	"math"
	"testing"
)

// R 4.2, strucchange 1.5-3: pvalue.Fstats(8 + 4*k, "supF", k, lambda) at the shares of Hansen's table, 0.49, 0.47, ... 0.03; the last at
// lambda = 0.004, beyond it. One digit wrong anywhere in the table shows.
func TestSupFPIsStrucchanges(t *testing.T) {
	t.Parallel()
	for at, want := range [3][25]float64{
		{0.000894983, 0.001500866, 0.002005251, 0.002478029, 0.002978100, 0.003385355, 0.003917225, 0.004377938, 0.004886968,
			0.005439650, 0.005920087, 0.006494128, 0.007064463, 0.007554866, 0.008136657, 0.008927099, 0.009680876, 0.010353913,
			0.011240092, 0.012171226, 0.012969353, 0.014488721, 0.016418785, 0.017882487, 0.0218455450},
		{0.000631412, 0.001008714, 0.001397350, 0.001693890, 0.002207664, 0.002549804, 0.002933155, 0.003402007, 0.003742667,
			0.004126551, 0.004566235, 0.004798191, 0.005108593, 0.005563411, 0.005863721, 0.006190039, 0.006787513, 0.007279160,
			0.008201287, 0.008879659, 0.009680818, 0.010561657, 0.011526891, 0.013090712, 0.0161697812},
		{0.000348379, 0.000561582, 0.000760650, 0.000911657, 0.001117159, 0.001310625, 0.001481200, 0.001718119, 0.001849288,
			0.002032510, 0.002242929, 0.002559158, 0.002809953, 0.002882807, 0.002973490, 0.003244339, 0.003566105, 0.003652843,
			0.004114544, 0.004773204, 0.005298764, 0.005929577, 0.006553183, 0.007356897, 0.0087514933},
	} {
		k := at + 1
		for row, p := range want {
			share := 0.49 - 0.02*float64(row)
			if row == 24 {
				share = 0.004
			}
			if got := hansenP(float64(8+4*k), k, share); !got.OK || math.Abs(got.Value/p-1) > 1e-5 {
				t.Errorf("%d regressors, share %.2f: %+v, want %g", k, share, got, p)
			}
		}
	}
	// Between two rows, above the first, and with more regressors than the table has.
	for _, tt := range []struct{ f, share, want float64 }{{12, 0.16, 0.0401882523}, {12, 0.495, 0.0034236341}} {
		if got := hansenP(tt.f, 2, tt.share); math.Abs(got.Value/tt.want-1) > 1e-7 {
			t.Errorf("share %g: %+v, want %g", tt.share, got, tt.want)
		}
	}
	if got := hansenP(12, 4, 0.15); got.OK {
		t.Errorf("four regressors: %+v", got)
	}
}

// R 4.2, strucchange 1.5-3: pvalue.efp(x, "Brownian motion", FALSE, "max", k = 1). METHODS 8: 0.948 is the 5 percent critical value.
func TestRecursivePIsStrucchanges(t *testing.T) {
	t.Parallel()
	for x, want := range map[float64]float64{0.1: 0.98535, 0.29: 0.957515, 0.31: 0.953915389213, 0.5: 0.626493109521, 0.8: 0.138229670944, 0.948: 0.049962020498, 1.2: 0.005895245603} {
		if got := recursiveP(x); math.Abs(got/want-1) > 1e-9 {
			t.Errorf("recursiveP(%g) = %.12g, want %.12g", x, got, want)
		}
	}
}
