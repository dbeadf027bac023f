package breaks

import (
	"fmt"

	"detente/internal/analysis/stat"
)

// Chow is the F test of equal coefficients before and after a position named beforehand.
type Chow struct {
	Test
	DF1, DF2 int
}

// ChowAt tests for a break after the first `after` observations, F = ((RSS-RSS1-RSS2)/k) / ((RSS1+RSS2)/(n-2k)). The statistic is
// missing where a side has no more rows than regressors or both sides fit exactly. Errors: values not finite, collinear columns, a
// position outside the sample. Choosing the position by looking at the series makes its p too small.
func ChowAt(s Sample, after int) (Chow, error) {
	if after < 1 || after >= s.n() {
		return Chow{}, fmt.Errorf("breaks: Chow test after observation %d of %d", after, s.n())
	}
	c := Chow{DF1: s.k(), DF2: s.n() - 2*s.k(), Test: missing("a side has no more observations than regressors")}
	if after <= s.k() || s.n()-after <= s.k() {
		return c, nil
	}
	var rss [3]float64
	for i, side := range [][2]int{{0, s.n()}, {0, after}, {after, s.n()}} {
		fit, err := s.fit(side[0], side[1])
		if err != nil {
			return Chow{}, err
		}
		rss[i] = fit.RSS
	}
	if s.negligible(rss[1] + rss[2]) {
		c.Test = missing("both sides fit exactly")
		return c, nil
	}
	f := (rss[0] - rss[1] - rss[2]) / float64(c.DF1) / ((rss[1] + rss[2]) / float64(c.DF2))
	c.Test = Test{Stat: stat.Some(f), P: stat.Some(stat.FSF(f, float64(c.DF1), float64(c.DF2))), At: after}
	return c, nil
}
