package eventstudy

import (
	"math"

	"detente/internal/analysis/stat"
)

// rows is a series with its validity settled: ok where an observation is complete, tainted where an event window lies.
type rows struct {
	r, c    []float64 // c is nil for the constant-mean model
	ok      []bool
	tainted []bool // nil where nothing is
}

func newRows(s Series) rows {
	out := rows{r: s.R, c: s.C, ok: make([]bool, len(s.R))}
	for t, v := range s.R {
		out.ok[t] = !math.IsNaN(v) && (s.C == nil || !math.IsNaN(s.C[t]))
	}
	return out
}

// taint marks the rows of an event window, so that no estimation uses them.
func (s *rows) taint(t0 int, window [2]int) {
	if s.tainted == nil {
		s.tainted = make([]bool, len(s.r))
	}
	for t := max(0, t0+window[0]); t <= min(len(s.r)-1, t0+window[1]); t++ {
		s.tainted[t] = true
	}
}

// normal is the fitted model of normal returns: r = alpha + beta (c - meanC), with beta zero for the constant mean.
type normal struct {
	m, k, zeros  int
	meanR, meanC float64
	beta         float64
	ssC          float64 // centred sum of squares of the control
	rss, ssR     float64
}

// fit estimates the model from the usable rows in [from, to]; resid takes the residual of each row, NaN where it is not used, unless it
// is nil. The reason is not empty where no model can be estimated.
func (s *rows) fit(from, to, least int, resid []float64) (normal, string) {
	n := normal{k: 1}
	if s.c != nil {
		n.k = 2
	}
	for t := max(0, from); t <= min(len(s.r)-1, to); t++ {
		if s.usable(t) {
			n.m++
			n.meanR += s.r[t]
			if s.r[t] == 0 {
				n.zeros++
			}
			if s.c != nil {
				n.meanC += s.c[t]
			}
		}
	}
	if n.m < least || n.m <= n.k {
		return n, "too few observations in the estimation window"
	}
	n.meanR /= float64(n.m)
	n.meanC /= float64(n.m)
	if !s.slope(&n, from, to) {
		return n, "the control does not vary in the estimation window"
	}
	s.residuals(&n, from, to, resid)
	return n, ""
}

func (s *rows) usable(t int) bool { return s.ok[t] && (s.tainted == nil || !s.tainted[t]) }

func (s *rows) slope(n *normal, from, to int) bool {
	if s.c == nil {
		return true
	}
	var cross, largest float64
	for t := max(0, from); t <= min(len(s.r)-1, to); t++ {
		if s.usable(t) {
			d := s.c[t] - n.meanC
			n.ssC += d * d
			cross += d * (s.r[t] - n.meanR)
			largest = max(largest, math.Abs(s.c[t]))
		}
	}
	if n.ssC <= rounding(largest)*float64(n.m) {
		return false
	}
	n.beta = cross / n.ssC
	return true
}

func (s *rows) residuals(n *normal, from, to int, resid []float64) {
	var largest float64
	for t := from; t <= to; t++ {
		e := math.NaN()
		if t >= 0 && t < len(s.r) && s.usable(t) {
			d := s.r[t] - n.meanR
			e = s.abnormal(n, t)
			n.ssR += d * d
			n.rss += e * e
			largest = max(largest, math.Abs(s.r[t]))
		}
		if resid != nil {
			resid[t-from] = e
		}
	}
	if n.rss <= rounding(largest)*float64(n.m) {
		n.rss = 0
	}
}

// rounding is the square of what float64 loses on values up to largest: a mean square below it is zero.
func rounding(largest float64) float64 { return largest * largest * 1e-28 }

func (s *rows) abnormal(n *normal, t int) float64 {
	e := s.r[t] - n.meanR
	if s.c != nil {
		e -= n.beta * (s.c[t] - n.meanC)
	}
	return e
}

// sigma returns s = sqrt(RSS/(M-K)).
func (n normal) sigma() float64 { return math.Sqrt(n.rss / float64(n.m-n.k)) }

// variance returns the prediction-error factor of the sum of length abnormal returns, whose control returns deviate from their
// mean by deviation in sum: L + L^2/M + deviation^2/SS.
func (n normal) variance(length int, deviation float64) float64 {
	l := float64(length)
	v := l + l*l/float64(n.m)
	if n.k == 2 {
		v += deviation * deviation / n.ssC
	}
	return v
}

func (n normal) intercept() float64 { return n.meanR - n.beta*n.meanC }

func (n normal) explained() stat.Maybe {
	if n.ssR == 0 || n.rss == 0 {
		return stat.None(noVariance)
	}
	if n.k == 1 {
		return stat.Some(0)
	}
	return stat.Some(1 - n.rss/n.ssR)
}

const noVariance = "the estimation window has no variance"
