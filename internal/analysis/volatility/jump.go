package volatility

import (
	"fmt"
	"math"

	"detente/internal/analysis/stat"
)

// Session is the variation of one trading session from its intraday returns, in the square of their unit. Variance (realised) holds
// smooth movement and jumps, Bipower smooth movement alone, Quarticity its fourth-power counterpart. Z is the ratio statistic of
// Barndorff-Nielsen and Shephard with the maximum adjustment of Huang and Tauchen (2005); P is one-sided, small where a jump is likely.
type Session struct {
	N          int
	Variance   float64
	Bipower    float64
	Quarticity float64
	Z, P       stat.Maybe
}

// FromSession returns the measures of one session's returns between consecutive bars. Refuses fewer than three returns and values that
// are not finite.
func FromSession(returns []float64) (Session, error) {
	if i := stat.FirstNotFinite(returns); i >= 0 {
		return Session{}, fmt.Errorf("volatility: intraday return %d is not finite", i)
	}
	if len(returns) < 3 {
		return Session{}, fmt.Errorf("volatility: %d intraday returns are too few, need 3", len(returns))
	}
	n := float64(len(returns))
	s := Session{N: len(returns), Variance: n * meanSquare(returns)}
	for i := 1; i < len(returns); i++ {
		s.Bipower += math.Abs(returns[i]) * math.Abs(returns[i-1])
		if i > 1 {
			s.Quarticity += math.Pow(math.Abs(returns[i])*math.Abs(returns[i-1])*math.Abs(returns[i-2]), 4.0/3)
		}
	}
	s.Bipower *= math.Pi / 2 * n / (n - 1)
	third := math.Pow(2, 2.0/3) * math.Gamma(7.0/6) / math.Gamma(0.5) // the mean of |Z|^(4/3)
	s.Quarticity *= n * n / (n - 2) / (third * third * third)
	if s.Variance == 0 || s.Bipower == 0 {
		s.Z = stat.None("no smooth movement to compare with")
		s.P = s.Z
		return s, nil
	}
	scale := (math.Pi*math.Pi/4 + math.Pi - 5) / n * max(1, s.Quarticity/(s.Bipower*s.Bipower))
	z := (1 - s.Bipower/s.Variance) / math.Sqrt(scale)
	s.Z, s.P = stat.Some(z), stat.Some(stat.NormalSF(z))
	return s, nil
}
