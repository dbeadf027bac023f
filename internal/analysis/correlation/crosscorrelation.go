package correlation

import (
	"fmt"
	"math"

	"detente/internal/analysis/stat"
)

// Lagged is the correlation at one lag. At lag k it pairs x[t+k] with y[t]: for k > 0, y leads x by k observations.
type Lagged struct {
	Lag int
	R   float64
}

// Cross is a cross-correlation function over lags -K..K in order, with the bounds that single lags of unrelated series stay within
// 95 times in 100: White for white noise, Bartlett for autocorrelated series. Beyond counts the lags outside White; about 5 percent
// of them are expected there by chance.
type Cross struct {
	N        int
	Lags     []Lagged
	White    float64
	Bartlett float64
	Beyond   int
}

// CCF returns the cross-correlation with divisor n and full-sample means, the convention of R's ccf(x, y): with x the rate and y the
// tension, k > 0 reads "tension leads". The error names a lag that the sample is too short for, or a series without variance.
func (p Pairs) CCF(maxLag int) (Cross, error) {
	if err := p.checkLags(maxLag); err != nil {
		return Cross{}, err
	}
	zx, zy := standardise(p.X), standardise(p.Y)
	n := float64(p.N())
	c := Cross{N: p.N(), White: stat.NormalQuantile(0.975) / math.Sqrt(n)}
	c.Bartlett = c.White * math.Sqrt(bartlettFactor(zx, zy))
	values := make([]float64, 2*maxLag+1)
	newProducts(zx, maxLag).into(values, zy)
	for i, v := range values {
		l := Lagged{Lag: i - maxLag, R: clamp(v / n)}
		if math.Abs(l.R) > c.White {
			c.Beyond++
		}
		c.Lags = append(c.Lags, l)
	}
	return c, nil
}

func (p Pairs) checkLags(maxLag int) error {
	if reason := p.trouble(); reason != "" {
		return fmt.Errorf("correlation: no cross-correlation: %s", reason)
	}
	if maxLag < 0 || maxLag >= p.N() {
		return fmt.Errorf("correlation: lags up to %d do not fit %d pairs", maxLag, p.N())
	}
	return nil
}

// bartlettFactor is 1 + 2 sum r_x(k) r_y(k) over k up to n/5, at least a rounding above zero.
func bartlettFactor(zx, zy []float64) float64 {
	lags := len(zx) / 5
	ax, ay := autocorrelations(zx, lags), autocorrelations(zy, lags)
	factor := 1.0
	for k := 1; k <= lags; k++ {
		factor += 2 * ax[k] * ay[k]
	}
	return max(factor, 0)
}

// Extreme is the lag at which the cross-correlation is largest in size, with p-values of that size over all lags searched.
// Permutation compares it with random orders of y, which break autocorrelation; Shift compares it with all rotations of y, which
// keep it (deterministic, on circular correlations).
type Extreme struct {
	Lagged
	Permutation Count
	Shift       Count
}

// MaxCCF searches lags -maxLag..maxLag for the largest |r| and tests it as the largest of the whole search, from draws random orders.
// The same generator state gives the same p. A rotation within maxLag of none at all shares lags with the data and is left out of
// Shift. Errors as CCF; also where draws < 1.
func (p Pairs) MaxCCF(maxLag, draws int, random stat.Random) (Extreme, error) {
	if err := p.checkLags(maxLag); err != nil {
		return Extreme{}, err
	}
	if draws < 1 {
		return Extreme{}, fmt.Errorf("correlation: a permutation test needs at least one draw, not %d", draws)
	}
	zx, zy := standardise(p.X), standardise(p.Y)
	out, products := make([]float64, 2*maxLag+1), newProducts(zx, maxLag)
	products.into(out, zy)
	at := largest(out)
	e := Extreme{Lagged: Lagged{Lag: at - maxLag, R: clamp(out[at] / float64(p.N()))}, Shift: p.shiftMax(maxLag)}
	limit := math.Abs(out[at]) - slack*float64(p.N())
	e.Permutation.Total = draws
	for range draws {
		shuffle(zy, random)
		products.into(out, zy)
		if math.Abs(out[largest(out)]) >= limit {
			e.Permutation.Extreme++
		}
	}
	e.Permutation.P = stat.Some(float64(1+e.Permutation.Extreme) / float64(1+draws))
	return e, nil
}

// largest returns the index of the value largest in size, the first of equals.
func largest(x []float64) int {
	at := 0
	for i, v := range x {
		if math.Abs(v) > math.Abs(x[at]) {
			at = i
		}
	}
	return at
}

// shiftMax compares the largest circular |r| over rotations -maxLag..maxLag with that over the same span around every rotation that
// does not overlap it.
func (p Pairs) shiftMax(maxLag int) Count {
	n := p.N()
	if n < 2*(2*maxLag+1) {
		return Count{P: stat.None("too few pairs for rotations beyond the lags searched")}
	}
	r := p.rotations()
	spans := make([]float64, n)
	for s := range spans {
		for k := -maxLag; k <= maxLag; k++ {
			spans[s] = max(spans[s], math.Abs(r[(s+k+n)%n]))
		}
	}
	var c Count
	for s := 2*maxLag + 1; s <= n-2*maxLag-1; s++ {
		c.Total++
		if spans[s] >= spans[0]-slack {
			c.Extreme++
		}
	}
	c.P = stat.Some(float64(1+c.Extreme) / float64(1+c.Total))
	return c
}
