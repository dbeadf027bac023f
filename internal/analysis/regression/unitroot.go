package regression

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"detente/internal/analysis/stat"
)

// ADF is the augmented Dickey-Fuller test with a constant. The null is a unit root: a small P says the series is stationary around a
// level. P interpolates MacKinnon's (1994) response surface and is good to about three digits; the critical values are his of 2010.
type ADF struct {
	Stat                 stat.Maybe
	Lag                  int
	Rows                 int
	P                    stat.Maybe
	Crit1, Crit5, Crit10 float64
}

// DickeyFuller tests x with the given number of lagged differences. Errors: a negative lag, too few values, values not finite, a
// constant series. Reference: statsmodels adfuller(regression = "c", autolag = None).
func DickeyFuller(x []float64, lag int) (ADF, error) {
	if lag < 0 {
		return ADF{}, fmt.Errorf("regression: Dickey-Fuller with %d lags", lag)
	}
	columns, dx, err := fullerDesign(x, lag)
	if err != nil {
		return ADF{}, err
	}
	fit, err := New(columns, dx)
	if err != nil {
		return ADF{}, fmt.Errorf("regression: Dickey-Fuller: %w", err)
	}
	level := fit.Classical()[1]
	a := ADF{Lag: lag, Rows: fit.N, Stat: level.T, P: stat.None(level.T.Reason)}
	if level.T.OK {
		a.P = stat.Some(mackinnonP(level.T.Value))
	}
	a.Crit1, a.Crit5, a.Crit10 = mackinnonCritical(float64(fit.N))
	return a, nil
}

// DickeyFullerAIC picks the lag 0..maxLag with the least AIC on the rows that all lags share, then tests with that lag on all its rows.
// Reference: statsmodels adfuller(regression = "c", maxlag, autolag = "AIC").
func DickeyFullerAIC(x []float64, maxLag int) (ADF, error) {
	if maxLag < 0 {
		return ADF{}, fmt.Errorf("regression: Dickey-Fuller with %d lags", maxLag)
	}
	columns, dx, err := fullerDesign(x, maxLag)
	if err != nil {
		return ADF{}, err
	}
	r, err := triangle(append(columns, dx))
	if err != nil {
		return ADF{}, fmt.Errorf("regression: Dickey-Fuller: %w", err)
	}
	n, last := float64(len(dx)), len(columns)
	aic := make([]float64, maxLag+1)
	for lag := range aic {
		var rss float64
		for i := lag + 2; i <= last; i++ {
			rss += r.At(i, last) * r.At(i, last)
		}
		aic[lag] = n*math.Log(rss/n) + 2*float64(lag+2)
	}
	return DickeyFuller(x, smallest(aic))
}

// fullerDesign returns constant, level and lagged differences, and the difference to explain.
func fullerDesign(x []float64, lag int) (columns [][]float64, dx []float64, err error) {
	if len(x)-1-lag <= lag+3 {
		return nil, nil, fmt.Errorf("regression: %d values are too few for Dickey-Fuller with %d lags", len(x), lag)
	}
	d := make([]float64, len(x)-1)
	for t := range d {
		d[t] = x[t+1] - x[t]
	}
	columns = append([][]float64{Ones(len(d) - lag), x[lag : len(x)-1]}, lagColumns(d, lag, lag)...)
	return columns, d[lag:], nil
}

// mackinnonP is the response surface for a constant and one series: polynomials in the statistic on the normal scale, one below and one
// above -1.61 (MacKinnon 1994, tables 3 and 4).
func mackinnonP(t float64) float64 {
	switch {
	case t > 2.74:
		return 1
	case t < -18.83:
		return 0
	case t <= -1.61:
		return stat.NormalSF(-(2.1659 + t*(1.4412+t*0.038269)))
	}
	return stat.NormalSF(-(1.7339 + t*(0.93202+t*(-0.12745-t*0.010368))))
}

// mackinnonCritical returns the 1, 5 and 10 percent critical values for n rows (MacKinnon 2010, table 2, constant).
func mackinnonCritical(n float64) (one, five, ten float64) {
	at := func(b0, b1, b2, b3 float64) float64 { return b0 + (b1+(b2+b3/n)/n)/n }
	return at(-3.43035, -6.5393, -16.786, -79.433), at(-2.86154, -2.8903, -4.234, -40.040), at(-2.56677, -1.5384, -2.809, 0)
}

// KPSS is the test of Kwiatkowski et al. (1992) of stationarity around a level; a small P says the series is not. P interpolates their
// table, so it lies between 0.01 and 0.1; Clamped says that it would be beyond.
type KPSS struct {
	Stat    stat.Maybe
	Lag     int
	P       stat.Maybe
	Clamped bool
}

// Stationarity returns the KPSS test with lag floor(4 (n/100)^(1/4)). Errors: fewer than three values, values not finite.
// Reference: R tseries kpss.test(null = "Level").
func Stationarity(x []float64) (KPSS, error) {
	if len(x) < 3 {
		return KPSS{}, fmt.Errorf("regression: %d values are too few for KPSS", len(x))
	}
	if i := stat.FirstNotFinite(x); i >= 0 {
		return KPSS{}, fmt.Errorf("regression: KPSS: value %d is not finite", i)
	}
	n := float64(len(x))
	k := KPSS{Lag: int(math.Floor(4 * math.Pow(n/100, 0.25)))}
	e := append([]float64{}, x...)
	floats.AddConst(-stat.Mean(x), e)
	longRun := bartlett(e, k.Lag) / n
	if stat.Constant(x) || longRun == 0 {
		k.Stat, k.P = stat.None("zero variance"), stat.None("zero variance")
		return k, nil
	}
	var sum, squares float64
	for _, v := range e {
		sum += v
		squares += sum * sum
	}
	value := squares / (n * n * longRun)
	k.Stat = stat.Some(value)
	k.P, k.Clamped = kpssP(value)
	return k, nil
}

func kpssP(value float64) (p stat.Maybe, clamped bool) {
	critical, level := []float64{0.347, 0.463, 0.574, 0.739}, []float64{0.10, 0.05, 0.025, 0.01}
	if value <= critical[0] {
		return stat.Some(level[0]), value < critical[0]
	}
	for i := 1; i < len(critical); i++ {
		if value <= critical[i] {
			share := (value - critical[i-1]) / (critical[i] - critical[i-1])
			return stat.Some(level[i-1] + share*(level[i]-level[i-1])), false
		}
	}
	return stat.Some(level[3]), true
}
