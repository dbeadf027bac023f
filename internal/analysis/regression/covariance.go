package regression

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"detente/internal/analysis/stat"
)

// RuleLag is the customary Newey-West lag, floor(4 (n/100)^(2/9)).
func RuleLag(n int) int { return int(math.Floor(4 * math.Pow(float64(n)/100, 2.0/9))) }

// NeweyWest returns the coefficients with errors that allow for heteroskedasticity and for autocorrelation up to lag observations,
// Bartlett weights, the factor n/(n-k) and Student's t with n-k degrees of freedom. A negative lag counts as zero, one beyond the
// sample as n-1. Reference: Newey and West (1987); R sandwich NeweyWest(lag, prewhite = FALSE, adjust = TRUE); Stata newey.
func (f Fit) NeweyWest(lag int) []Coefficient {
	return f.coefficients(func(j int) float64 { return f.smallSample() * f.longRun(j, lag) })
}

// NeweyWestLarge is NeweyWest without the factor n/(n-k) (adjust = FALSE).
func (f Fit) NeweyWestLarge(lag int) []Coefficient {
	return f.coefficients(func(j int) float64 { return f.longRun(j, lag) })
}

func (f Fit) smallSample() float64 {
	if f.DF() <= 0 {
		return 0
	}
	return float64(f.N) / float64(f.DF())
}

func (f Fit) longRun(j, lag int) float64 {
	return bartlett(f.influence(j), lag)
}

// bartlett returns the sum of autocovariances (not divided by n) with weights 1 - l/(lag+1).
func bartlett(u []float64, lag int) float64 {
	lag = max(0, min(lag, len(u)-1))
	total := floats.Dot(u, u)
	for l := 1; l <= lag; l++ {
		total += 2 * (1 - float64(l)/float64(lag+1)) * floats.Dot(u[l:], u[:len(u)-l])
	}
	return max(0, total)
}

// White names a heteroskedasticity-consistent covariance: HC0 plain, HC1 times n/(n-k), HC2 over 1-h, HC3 over (1-h)^2, with h the
// leverage of a row.
type White int

// The four usual forms.
const (
	HC0 White = iota
	HC1
	HC2
	HC3
)

// Heteroskedastic returns the coefficients with White's errors in the given form, Student's t with n-k degrees of freedom.
// Reference: R sandwich vcovHC. Panics on an unknown form.
func (f Fit) Heteroskedastic(form White) []Coefficient {
	scale := f.rowScale(form)
	return f.coefficients(func(j int) float64 {
		a := f.influence(j)
		floats.Mul(a, a)
		return floats.Dot(a, scale)
	})
}

// rowScale is what each squared residual is multiplied with.
func (f Fit) rowScale(form White) []float64 {
	scale := Ones(f.N)
	switch form {
	case HC0:
	case HC1:
		floats.Scale(f.smallSample(), scale)
	case HC2, HC3:
		for i, h := range f.Leverage() {
			left := max(1-h, 1e-12) // a row that fits itself exactly has no residual either
			scale[i] = 1 / left
			if form == HC3 {
				scale[i] /= left
			}
		}
	default:
		panic(fmt.Sprintf("regression: no covariance form %d", form))
	}
	return scale
}

// Leverage returns the diagonal of X (X'X)^-1 X', by observation; the sum is K.
func (f Fit) Leverage() []float64 {
	h := make([]float64, f.N)
	for j, column := range f.Columns {
		w := f.weights(j)
		floats.Mul(w, column)
		floats.Add(h, w)
	}
	return h
}

// AutomaticBandwidth returns the data-driven bandwidth of Newey and West (1994) for the Bartlett kernel without prewhitening; the lag
// is its whole part (AutomaticLag). Reference: R sandwich bwNeweyWest(prewhite = FALSE).
func (f Fit) AutomaticBandwidth() stat.Maybe {
	h := make([]float64, f.N)
	for j, column := range f.Columns {
		if j != f.Intercept {
			floats.Add(h, column)
		}
	}
	if f.K == 1 && f.Intercept == 0 {
		h = Ones(f.N)
	}
	floats.Mul(h, f.Resid)
	n := float64(f.N)
	var s0, s1 float64
	for j := 0; j <= min(RuleLag(f.N), f.N-1); j++ {
		covariance := floats.Dot(h[j:], h[:f.N-j]) / n
		if j == 0 {
			s0 = covariance
			continue
		}
		s0 += 2 * covariance
		s1 += 2 * float64(j) * covariance
	}
	if s0 == 0 {
		return stat.None("the long-run variance of the scores is zero")
	}
	return stat.Some(1.1447 * math.Cbrt(s1/s0*s1/s0) * math.Cbrt(n))
}

// AutomaticLag returns the whole part of AutomaticBandwidth, at most n-1, and RuleLag where the bandwidth does not exist.
func (f Fit) AutomaticLag() int {
	bandwidth := f.AutomaticBandwidth()
	if !bandwidth.OK {
		return RuleLag(f.N)
	}
	return min(int(math.Floor(bandwidth.Value)), f.N-1)
}

// Fixed is inference with a lag that grows with the sample and critical values that allow for it. B is (Lag+1)/n; CV5 and CV10 are the
// two-sided 5 and 10 percent critical values of |t|. Reject5 is by coefficient; no p-value exists in this form.
type Fixed struct {
	Lag          int
	B            float64
	CV5, CV10    float64
	Coefficients []Coefficient
	Reject5      []bool
}

// FixedB returns Newey-West errors with lag ceil(1.3 sqrt n) (Lazarus, Lewis, Stock and Watson 2018) judged by the fixed-b critical
// values of Kiefer and Vogelsang (2005) for the Bartlett kernel. It keeps its size best when the series are persistent. Its
// coefficients carry no P, and intervals from the 5 percent critical value.
func (f Fit) FixedB() Fixed {
	lag := int(math.Ceil(1.3 * math.Sqrt(float64(f.N))))
	b := float64(lag+1) / float64(f.N)
	x := Fixed{Lag: lag, B: b, CV5: 1.9600 + b*(2.9694+b*(0.4160-b*0.5324)), CV10: 1.6449 + b*(2.1859+b*(0.3142-b*0.3427))}
	x.Coefficients = f.NeweyWest(lag)
	none := stat.None("compare |t| with the fixed-b critical value")
	for i := range x.Coefficients {
		c := &x.Coefficients[i]
		x.Reject5 = append(x.Reject5, c.T.OK && math.Abs(c.T.Value) > x.CV5)
		c.P = none
		if c.T.OK {
			c.Lo, c.Hi = stat.Some(c.Value-x.CV5*c.SE), stat.Some(c.Value+x.CV5*c.SE)
		}
	}
	return x
}
