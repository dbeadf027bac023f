package eventstudy

import (
	"math"

	"detente/internal/analysis/stat"
)

// signs are the generalised sign tests: is the number of positive values what the share of positive residuals in the estimation
// windows lets expect? Reference: Cowan (1992).
type signs struct{ expected stat.Maybe }

func (p pool) generalizedSigns() signs {
	if p.n() == 0 {
		return signs{stat.None("no event to average")}
	}
	var shares float64
	for i, e := range p.events {
		positive := 0
		for _, v := range e.resid {
			if p.signs[i]*v > 0 { // false for NaN
				positive++
			}
		}
		shares += float64(positive) / float64(e.M)
	}
	expected := shares / float64(p.n())
	if expected <= 0 || expected >= 1 {
		return signs{stat.None("all estimation residuals have one sign")}
	}
	return signs{stat.Some(expected)}
}

func (signs) positive(x []float64) int {
	n := 0
	for _, v := range x {
		if v > 0 {
			n++
		}
	}
	return n
}

func (s signs) z(x []float64) Test {
	if !s.expected.OK || len(x) == 0 {
		return missingTest(GeneralizedSignZ, s.expected.Reason)
	}
	n, p := float64(len(x)), s.expected.Value
	return normalTest(GeneralizedSignZ, (float64(s.positive(x))-n*p)/math.Sqrt(n*p*(1-p)))
}

// exact is the two-sided binomial test; its statistic is the number of positive values. It is the one to read below 30 events.
func (s signs) exact(x []float64) Test {
	if !s.expected.OK || len(x) == 0 {
		return missingTest(GeneralizedSignExact, s.expected.Reason)
	}
	w := s.positive(x)
	return exactTest(GeneralizedSignExact, float64(w), stat.BinomialTwoSided(w, len(x), s.expected.Value))
}

func exactTest(name string, statistic, p float64) Test {
	return Test{Name: name, Statistic: stat.Some(statistic), DF: stat.None("exact distribution"), P: stat.Some(min(1, p))}
}
