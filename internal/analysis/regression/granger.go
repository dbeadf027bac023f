package regression

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"detente/internal/analysis/stat"
)

// Granger is the test whether lags of one series help to predict another beyond the other's own lags. Rows is the number of
// observations used. It says "helps predict", never "causes".
type Granger struct {
	Test
	Lag  int
	Rows int
	// Robust is the same question by Wald's test over HC3 errors. The F of Granger supposes errors of one size: where wild stretches
	// of y are also those in which x moves, it rejects far too often.
	Robust Test
	// RSSRestricted is without, RSSFull with the lags of the other series.
	RSSRestricted, RSSFull float64
}

// HelpsPredict tests lags 1..lag of x in
//
//	y[t] = a + sum phi_l y[t-l] + sum theta_l x[t-l] + e,  F = ((RSS_r-RSS_u)/p) / (RSS_u/(T-2p-1))
//
// with T the rows that have all lags. Both series must be stationary. The statistic is missing where T-2p-1 <= 0. Errors: unequal
// lengths, lag < 1, values not finite, collinear lags. Reference: R lmtest grangertest(y ~ x, order = lag); Robust is
// waldtest(vcov = vcovHC(type = "HC3"), test = "F") of the same two models.
func HelpsPredict(y, x []float64, lag int) (Granger, error) {
	if err := checkPair(y, x, lag); err != nil {
		return Granger{}, err
	}
	g := Granger{Lag: lag, Rows: max(0, len(y)-lag)}
	df := g.Rows - 2*lag - 1
	if df <= 0 {
		g.Test = missingTest(fmt.Sprintf("%d rows leave no residual degrees of freedom with %d lags", g.Rows, lag))
		g.Robust = g.Test
		return g, nil
	}
	own := append([][]float64{Ones(g.Rows)}, lagColumns(y, lag, lag)...)
	restricted, err := stat.OLS(own, y[lag:])
	if err != nil {
		return Granger{}, fmt.Errorf("regression: Granger, own lags: %w", err)
	}
	full, err := New(append(own, lagColumns(x, lag, lag)...), y[lag:])
	if err != nil {
		return Granger{}, fmt.Errorf("regression: Granger, both lags: %w", err)
	}
	g.RSSRestricted, g.RSSFull = restricted.RSS, full.RSS
	if full.RSS <= 1e-26*floats.Dot(y, y) { // rounding, not noise
		g.Test = missingTest("the lags explain everything")
		g.Robust = g.Test
		return g, nil
	}
	g.Test = fisherF((g.RSSRestricted-g.RSSFull)/float64(lag)/(g.RSSFull/float64(df)), lag, df)
	g.Robust = full.Wald(lag+1, HC3)
	return g, nil
}

func checkPair(y, x []float64, lag int) error {
	if len(x) != len(y) {
		return fmt.Errorf("regression: y has %d values, x has %d", len(y), len(x))
	}
	if lag < 1 {
		return fmt.Errorf("regression: needs at least one lag, not %d", lag)
	}
	return nil
}

// lagColumns returns x[t-1] .. x[t-lags] for t from first to the end.
func lagColumns(x []float64, lags, first int) [][]float64 {
	columns := make([][]float64, lags)
	for l := 1; l <= lags; l++ {
		columns[l-1] = x[first-l : len(x)-l]
	}
	return columns
}

// LagChoice holds the information criteria of a bivariate vector autoregression by number of lags 1..len(AIC), all on the same sample,
// and the lag that minimises each.
type LagChoice struct {
	AIC, BIC     []float64
	ByAIC, ByBIC int
	Rows         int
}

// ChooseLag computes ln|Sigma| + 2(4p+2)/T (AIC) and ln|Sigma| + ln T (4p+2)/T (BIC) for p = 1..maxLag on the T = n - maxLag rows that
// have all lags; Sigma has divisor T. Errors: unequal lengths, maxLag < 1, too few rows, collinear lags.
// Reference: statsmodels VAR.select_order.
func ChooseLag(y, x []float64, maxLag int) (LagChoice, error) {
	if err := checkPair(y, x, maxLag); err != nil {
		return LagChoice{}, err
	}
	rows, width := len(y)-maxLag, 2*maxLag+1
	if rows <= width+1 {
		return LagChoice{}, fmt.Errorf("regression: %d values are too few to choose among %d lags", len(y), maxLag)
	}
	columns := [][]float64{Ones(rows)}
	for l := 1; l <= maxLag; l++ {
		columns = append(columns, y[maxLag-l:len(y)-l], x[maxLag-l:len(x)-l])
	}
	r, err := triangle(append(columns, y[maxLag:], x[maxLag:]))
	if err != nil {
		return LagChoice{}, err
	}
	c := LagChoice{Rows: rows}
	t := float64(rows)
	for p := 1; p <= maxLag; p++ {
		logDet := math.Log(residualDet(r, 2*p+1, width) / (t * t))
		c.AIC = append(c.AIC, logDet+2*float64(4*p+2)/t)
		c.BIC = append(c.BIC, logDet+math.Log(t)*float64(4*p+2)/t)
	}
	c.ByAIC, c.ByBIC = 1+smallest(c.AIC), 1+smallest(c.BIC)
	return c, nil
}

// triangle returns R of the QR factors of the columns side by side. One factorisation serves every model whose regressors are the
// first so many columns: the rest of the last columns below that row are its residuals, rotated.
func triangle(columns [][]float64) (*mat.Dense, error) {
	n, k := len(columns[0]), len(columns)
	design := mat.NewDense(n, k, nil)
	for j, column := range columns {
		if i := stat.FirstNotFinite(column); i >= 0 {
			return nil, fmt.Errorf("regression: column %d is not finite in row %d", j, i)
		}
		design.SetCol(j, column)
	}
	var qr mat.QR
	qr.Factorize(design)
	r := new(mat.Dense)
	qr.RTo(r)
	for j, column := range columns {
		if math.Abs(r.At(j, j)) <= 1e-13*mat.Norm(mat.NewVecDense(n, column), 2) {
			return nil, fmt.Errorf("regression: column %d is constant zero or a linear combination of the columns before it", j)
		}
	}
	return r, nil
}

// residualDet is the determinant of the residual cross products of the two responses in columns width and width+1 after the first k
// columns were taken out.
func residualDet(r *mat.Dense, k, width int) float64 {
	var yy, xx, xy float64
	for i := k; i <= width+1; i++ {
		a, b := r.At(i, width), r.At(i, width+1)
		yy += a * a
		xx += b * b
		xy += a * b
	}
	return yy*xx - xy*xy
}

func smallest(x []float64) int {
	at := 0
	for i, v := range x {
		if v < x[at] {
			at = i
		}
	}
	return at
}
