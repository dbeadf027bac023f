package correlation

import (
	"math"
	"math/cmplx"

	"gonum.org/v1/gonum/dsp/fourier"
	"gonum.org/v1/gonum/floats"

	"detente/internal/analysis/stat"
)

// slack is what two correlations may differ by and still count as equal in a permutation count.
const slack = 1e-12

// directShift is the number of pairs up to which circular correlations are computed term by term; above it the transform is faster.
const directShift = 2000

// Count is a permutation p-value: Extreme of Total rearrangements are at least as extreme as the data.
type Count struct {
	Extreme, Total int
	P              stat.Maybe
}

// Shift compares |r| with the correlations of x and y rotated by s = 1..n-1. Rotating keeps both autocorrelations, so the
// p-value (1 + extreme)/n holds for persistent series; it is deterministic, and never below 1/n.
func (p Pairs) Shift() Count {
	if reason := p.trouble(); reason != "" {
		return Count{P: stat.None(reason)}
	}
	r := p.rotations()
	c := Count{Total: p.N() - 1}
	for _, v := range r[1:] {
		if math.Abs(v) >= math.Abs(r[0])-slack {
			c.Extreme++
		}
	}
	c.P = stat.Some(float64(1+c.Extreme) / float64(p.N()))
	return c
}

// rotations returns the correlation of x[t] and y[(t+s) mod n] for s = 0..n-1.
func (p Pairs) rotations() []float64 {
	zx, zy := standardise(p.X), standardise(p.Y)
	if p.N() <= directShift {
		return rotateDirect(zx, zy)
	}
	return rotateTransform(zx, zy)
}

func rotateDirect(zx, zy []float64) []float64 {
	n := len(zx)
	twice := append(append(make([]float64, 0, 2*n), zy...), zy...)
	r := make([]float64, n)
	for s := range r {
		r[s] = floats.Dot(zx, twice[s:s+n]) / float64(n)
	}
	return r
}

// rotateTransform pads to a power of two, since a transform of prime length is slow, and folds the two ends together.
func rotateTransform(zx, zy []float64) []float64 {
	n := len(zx)
	size := 1
	for size < 2*n {
		size *= 2
	}
	fft := fourier.NewFFT(size)
	fx := fft.Coefficients(nil, padded(zx, size))
	fy := fft.Coefficients(nil, padded(zy, size))
	for i := range fx {
		fx[i] = cmplx.Conj(fx[i]) * fy[i]
	}
	lags := fft.Sequence(nil, fx)
	r := make([]float64, n)
	scale := 1 / (float64(size) * float64(n))
	for s := range r {
		r[s] = lags[s] * scale
		if s > 0 {
			r[s] += lags[size-n+s] * scale
		}
	}
	return r
}

func padded(x []float64, size int) []float64 {
	long := make([]float64, size)
	copy(long, x)
	return long
}
