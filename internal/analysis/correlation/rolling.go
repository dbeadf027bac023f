package correlation

import (
	"fmt"
	"math"

	"detente/internal/analysis/stat"
)

// Window is the correlation over the rows that end at row Index (zero-based, of the series as given), with Fisher's interval for that
// window alone. N counts its complete pairs.
type Window struct {
	Index  int
	N      int
	R      stat.Maybe
	Lo, Hi stat.Maybe
}

// Rolling returns one Window a row from row width-1 on. NaN in x or y marks a missing value; a window with fewer than least complete
// pairs, or without variance, has no R. Neighbouring windows share width-1 rows, so the bands are pointwise and a path that leaves
// zero for a while is weaker evidence than it looks. Refuses unequal lengths, width < 4, and least outside 4..width; a series shorter
// than width gives no window. Reference: zoo rollapply(width, cor, align = "right").
func Rolling(x, y []float64, width, least int) ([]Window, error) {
	switch {
	case len(x) != len(y):
		return nil, fmt.Errorf("correlation: x has %d values, y has %d", len(x), len(y))
	case width < 4:
		return nil, fmt.Errorf("correlation: a rolling window needs at least 4 rows, not %d", width)
	case least < 4 || least > width:
		return nil, fmt.Errorf("correlation: the least number of pairs must be 4..%d, not %d", width, least)
	}
	var windows []Window
	for end := width; end <= len(x); end++ {
		p, err := Complete(x[end-width:end], y[end-width:end])
		if err != nil {
			return nil, fmt.Errorf("correlation: window ending at row %d: %w", end-1, err)
		}
		windows = append(windows, p.window(end-1, least))
	}
	return windows, nil
}

func (p Pairs) window(index, least int) Window {
	w := Window{Index: index, N: p.N()}
	reason := p.trouble()
	if p.N() < least {
		reason = fmt.Sprintf("%d complete pairs, %d needed", p.N(), least)
	}
	if reason != "" {
		w.R = stat.None(reason)
		w.Lo, w.Hi = w.R, w.R
		return w
	}
	r := product(p.X, p.Y)
	w.R = stat.Some(r)
	w.Lo, w.Hi = fisher(r, 1/math.Sqrt(float64(p.N()-3)))
	return w
}
