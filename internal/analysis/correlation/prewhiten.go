package correlation

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"detente/internal/analysis/stat"
)

// Whitened is the cross-correlation of two series after both were filtered with the autoregression of x. Coefficients has Order
// values; AIC is by order 0..maxOrder, less its minimum; Cross.N counts the filtered pairs and Cross.White is their bound.
type Whitened struct {
	Cross
	Order        int
	Coefficients []float64
	AIC          []float64
}

// Prewhitened fits an autoregression to x by Yule and Walker, order by AIC n ln v + 2(p+1) over 0..maxOrder (R ar), filters x and y
// with it, and correlates what is left over lags -maxLag..maxLag. Errors as CCF.
func (p Pairs) Prewhitened(maxOrder, maxLag int) (Whitened, error) {
	if err := p.checkLags(maxLag); err != nil {
		return Whitened{}, err
	}
	if maxOrder < 0 || maxOrder+maxLag >= p.N() {
		return Whitened{}, fmt.Errorf("correlation: autoregression up to order %d and lags up to %d do not fit %d pairs", maxOrder, maxLag, p.N())
	}
	ar := levinson(autocorrelations(standardise(p.X), maxOrder))
	w := Whitened{AIC: make([]float64, maxOrder+1)}
	for order, v := range ar.variance {
		w.AIC[order] = float64(p.N())*math.Log(v) + 2*float64(order+1)
		if w.AIC[order] < w.AIC[w.Order] {
			w.Order = order
		}
	}
	floats.AddConst(-w.AIC[w.Order], w.AIC)
	w.Coefficients = ar.coefficients[w.Order]
	filtered := Pairs{X: filter(p.X, w.Coefficients), Y: filter(p.Y, w.Coefficients)}
	var err error
	w.Cross, err = filtered.CCF(maxLag)
	return w, err
}

// filter returns x[t] - sum a[j] x[t-1-j] for t from len(a), of the centred series so that large levels keep their digits.
func filter(x, a []float64) []float64 {
	mean := stat.Mean(x)
	out := make([]float64, 0, len(x)-len(a))
	for t := len(a); t < len(x); t++ {
		v := x[t] - mean
		for j, c := range a {
			v -= c * (x[t-1-j] - mean)
		}
		out = append(out, v)
	}
	return out
}
