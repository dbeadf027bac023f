package stat

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// TestFactorIsLAPACKs compares with gonum's QR, signs of rows aside.
func TestFactorIsLAPACKs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(1, 6).Draw(t, "columns")
		n := rapid.IntRange(k, 40).Draw(t, "rows")
		number := rapid.Float64Range(-1e6, 1e6)
		columns, design := make([][]float64, k), mat.NewDense(n, k, nil)
		for j := range columns {
			columns[j] = rapid.SliceOfN(number, n, n).Draw(t, "column")
			design.SetCol(j, columns[j])
		}
		r, _, err := Factor(columns, nil)
		if err != nil {
			t.Skip(err) // dependent columns: TestOLS has them
		}
		var qr mat.QR
		var want mat.Dense
		qr.Factorize(design)
		qr.RTo(&want)
		for j := range k {
			within := 1e-12 * mat.Norm(design.ColView(j), 2)
			for i := range k {
				if got, want := math.Abs(r.At(i, j)), math.Abs(want.At(i, j)); math.Abs(got-want) > within*float64(n) {
					t.Fatalf("R[%d][%d] is %g, want %g", i, j, got, want)
				}
			}
		}
	})
}
