package correlation

import (
	"math/cmplx"

	"gonum.org/v1/gonum/dsp/fourier"
	"gonum.org/v1/gonum/floats"
)

const (
	// block is how many values of y are multiplied with all lags of x before moving on, so that both stay in the first-level cache.
	block = 1024
	// directLags is the number of lags up to which multiplying is faster than transforming (measured at 6,800 pairs).
	directLags = 300
)

// products computes the lagged products of one series with many orders of another.
type products struct {
	x         []float64
	transform *fourier.FFT // nil for few lags
	fx, fy    []complex128
	long      []float64
}

// newProducts prepares x for lags -maxLag..maxLag.
func newProducts(x []float64, maxLag int) *products {
	p := &products{x: x}
	if 2*maxLag+1 <= directLags {
		return p
	}
	size := 1
	for size < len(x)+maxLag { // lags beyond maxLag may wrap around, they are not read
		size *= 2
	}
	p.transform = fourier.NewFFT(size)
	p.long = padded(x, size)
	p.fx = p.transform.Coefficients(nil, p.long)
	for i, c := range p.fx {
		p.fx[i] = c / complex(float64(size), 0)
	}
	p.fy = make([]complex128, len(p.fx))
	return p
}

// into fills out with sum_t x[t+k] y[t] for k = -K..K, K = len(out)/2; y is as long as x.
func (p *products) into(out, y []float64) {
	if p.transform == nil {
		crossProducts(out, p.x, y)
		return
	}
	clear(p.long[copy(p.long, y):])
	p.fy = p.transform.Coefficients(p.fy, p.long)
	for i, c := range p.fy {
		p.fy[i] = p.fx[i] * cmplx.Conj(c)
	}
	p.long = p.transform.Sequence(p.long, p.fy)
	size, maxLag := len(p.long), len(out)/2
	for k := -maxLag; k <= maxLag; k++ {
		out[k+maxLag] = p.long[(k+size)%size]
	}
}

// crossProducts is into term by term.
func crossProducts(out, x, y []float64) {
	n, maxLag := len(y), len(out)/2
	clear(out)
	for start := 0; start < n; start += block {
		end := min(start+block, n)
		for k := -maxLag; k <= maxLag; k++ {
			from, to := max(start, -k), min(end, n-k)
			if from < to {
				out[k+maxLag] += floats.Dot(x[from+k:to+k], y[from:to])
			}
		}
	}
}
