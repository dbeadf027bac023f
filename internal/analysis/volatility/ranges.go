package volatility

import (
	"fmt"
	"math"

	"detente/internal/analysis/stat"
)

// Bar is one day of a traded price.
type Bar struct{ Open, High, Low, Close float64 }

// Ranges are variances per day of log returns (fractions, not percent) over a sample of bars. Parkinson, GarmanKlass and RogersSatchell
// measure the day from open to close and miss what happens overnight; YangZhang and CloseClose include it. They hold for a price
// without jumps, observed continuously: thin trading biases them down.
type Ranges struct {
	N                                      int
	Parkinson, GarmanKlass, RogersSatchell float64
	YangZhang, CloseClose                  stat.Maybe
}

// FromRanges returns the range estimators over all bars, in time order. YangZhang and CloseClose need three bars, and compare each bar
// with the one before. Refuses no bars, prices that are not positive, and a high or low inside the bar; the error names the bar.
// Reference: Parkinson (1980); Garman and Klass (1980); Rogers and Satchell (1991); Yang and Zhang (2000).
func FromRanges(bars []Bar) (Ranges, error) {
	if len(bars) == 0 {
		return Ranges{}, fmt.Errorf("volatility: no bars")
	}
	r := Ranges{N: len(bars)}
	for i, b := range bars {
		if err := b.check(); err != nil {
			return Ranges{}, fmt.Errorf("volatility: bar %d: %w", i, err)
		}
		span, body := math.Log(b.High/b.Low), math.Log(b.Close/b.Open)
		r.Parkinson += span * span / (4 * math.Ln2)
		r.GarmanKlass += span*span/2 - (2*math.Ln2-1)*body*body
		r.RogersSatchell += b.rogersSatchell()
	}
	n := float64(len(bars))
	r.Parkinson /= n
	r.GarmanKlass /= n
	r.RogersSatchell /= n
	r.overnight(bars)
	return r, nil
}

func (b Bar) check() error {
	if i := stat.FirstNotFinite([]float64{b.Open, b.High, b.Low, b.Close}); i >= 0 || b.Low <= 0 {
		return fmt.Errorf("prices %v must be positive and finite", b)
	}
	if b.High < max(b.Open, b.Close) || b.Low > min(b.Open, b.Close) {
		return fmt.Errorf("high and low of %v do not enclose open and close", b)
	}
	return nil
}

func (b Bar) rogersSatchell() float64 {
	return math.Log(b.High/b.Close)*math.Log(b.High/b.Open) + math.Log(b.Low/b.Close)*math.Log(b.Low/b.Open)
}

func (r *Ranges) overnight(bars []Bar) {
	if len(bars) < 3 {
		r.YangZhang = stat.None("needs three bars")
		r.CloseClose = r.YangZhang
		return
	}
	var gaps, bodies, moves []float64
	var satchell float64
	for i := 1; i < len(bars); i++ {
		gaps = append(gaps, math.Log(bars[i].Open/bars[i-1].Close))
		bodies = append(bodies, math.Log(bars[i].Close/bars[i].Open))
		moves = append(moves, math.Log(bars[i].Close/bars[i-1].Close))
		satchell += bars[i].rogersSatchell()
	}
	n := float64(len(gaps))
	k := 0.34 / (1.34 + (n+1)/(n-1))
	r.YangZhang = stat.Some(stat.Variance(gaps) + k*stat.Variance(bodies) + (1-k)*satchell/n)
	r.CloseClose = stat.Some(stat.Variance(moves))
}
