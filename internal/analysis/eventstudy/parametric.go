package eventstudy

import (
	"math"

	"detente/internal/analysis/stat"
)

func missingTest(name, reason string) Test {
	none := stat.None(reason)
	return Test{Name: name, Statistic: none, DF: none, P: none}
}

func firstReason(results ...stat.Maybe) string {
	for _, r := range results {
		if !r.OK {
			return r.Reason
		}
	}
	return ""
}

func normalTest(name string, z float64) Test {
	return Test{Name: name, Statistic: stat.Some(z), DF: stat.None("normal distribution"), P: stat.Some(stat.NormalTwoSided(z))}
}

func tTest(name string, t, df float64) Test {
	return Test{Name: name, Statistic: stat.Some(t), DF: stat.Some(df), P: stat.Some(stat.TTwoSided(t, df))}
}

// student tests that x has mean zero: sqrt(N) mean/sd, Student's t with N-1 degrees of freedom. With abnormal returns it is the
// cross-sectional test of Brown and Warner (1980); with standardised ones that of Boehmer, Musumeci and Poulsen (1991), for the window
// on SCAR as Mikkelson and Partch (1988).
func student(name string, x []float64) Test {
	sd, reason := spread(x)
	if reason != "" {
		return missingTest(name, reason)
	}
	n := float64(len(x))
	return tTest(name, math.Sqrt(n)*stat.Mean(x)/sd, n-1)
}

// excess returns Q = (M-K)/(M-K-2), the variance of a standardised abnormal return; ok is false where it does not exist.
func (e *Event) excess() (q float64, ok bool) {
	df := float64(e.M - e.K)
	return df / (df - 2), df > 2
}

const noPatell = "Patell's variance needs more than K+2 estimation observations"

// patellDay is Patell (1976) for one day: sum SAR / sqrt(sum Q).
func (p pool) patellDay(sar []float64, who []int) Test {
	var sum, variance float64
	for i, at := range who {
		q, ok := p.events[at].excess()
		if !ok {
			return missingTest(PatellZ, noPatell)
		}
		sum, variance = sum+sar[i], variance+q
	}
	if variance == 0 {
		return missingTest(PatellZ, "no event was observed that day")
	}
	return normalTest(PatellZ, sum/math.Sqrt(variance))
}

// patellWindow is Patell (1976) for the whole window: N^(-1/2) sum CSAR/sqrt(L Q), with CSAR the sum of an event's SAR.
func (p pool) patellWindow() Test {
	var total float64
	for i, e := range p.events {
		q, ok := e.excess()
		if !ok {
			return missingTest(PatellZ, noPatell)
		}
		var csar float64
		for _, d := range e.Days {
			csar += d.T.Value // 0 where missing
		}
		total += p.signs[i] * csar / math.Sqrt(float64(e.L)*q)
	}
	if p.n() == 0 {
		return missingTest(PatellZ, needsTwo)
	}
	return normalTest(PatellZ, total/math.Sqrt(float64(p.n())))
}

const noAdjustment = "the mean correlation leaves no variance to adjust by"

// kolariPynnonen scales the BMP statistic for events that are correlated: times sqrt((1-rbar)/(1+(N-1)rbar)).
// Reference: Kolari and Pynnonen (2010).
func kolariPynnonen(bmp Test, rbar stat.Maybe, n int) Test {
	if !bmp.Statistic.OK || !rbar.OK {
		return missingTest(KPT, firstReason(bmp.Statistic, rbar))
	}
	inflation := 1 + float64(n-1)*rbar.Value
	if inflation <= 0 || 1-rbar.Value <= 1e-12 {
		return missingTest(KPT, noAdjustment)
	}
	return tTest(KPT, bmp.Statistic.Value*math.Sqrt((1-rbar.Value)/inflation), bmp.DF.Value)
}

// adjustedPatell is Patell's statistic times sqrt(1/(1+(N-1)rbar)). Reference: Kolari and Pynnonen (2010).
func adjustedPatell(patell Test, rbar stat.Maybe, n int) Test {
	if !patell.Statistic.OK || !rbar.OK {
		return missingTest(AdjustedPatellZ, firstReason(patell.Statistic, rbar))
	}
	inflation := 1 + float64(n-1)*rbar.Value
	if inflation <= 0 || 1-rbar.Value <= 1e-12 {
		return missingTest(AdjustedPatellZ, noAdjustment)
	}
	return normalTest(AdjustedPatellZ, patell.Statistic.Value/math.Sqrt(inflation))
}

// timeSeries compares averages with the standard deviation, over the estimation window, of the mean residual by event time.
// Reference: Brown and Warner (1980, 1985).
type timeSeries struct {
	sd stat.Maybe
	df float64
}

func (p pool) timeSeries() timeSeries {
	var means []float64
	for k := range p.spec.Estimation[1] - p.spec.Estimation[0] + 1 {
		var sum, n float64
		for i, e := range p.events {
			if v := e.resid[k]; !math.IsNaN(v) {
				sum, n = sum+p.signs[i]*v, n+1
			}
		}
		if n > 0 {
			means = append(means, sum/n)
		}
	}
	sd, reason := spread(means)
	if reason != "" {
		return timeSeries{sd: stat.None(noVariance)}
	}
	return timeSeries{sd: stat.Some(sd), df: float64(len(means) - 1)}
}

func (s timeSeries) day(aar stat.Maybe) Test {
	if !aar.OK || !s.sd.OK {
		return missingTest(TimeSeriesT, firstReason(aar, s.sd))
	}
	return tTest(TimeSeriesT, aar.Value/s.sd.Value, s.df)
}

func (s timeSeries) window(p pool) Test {
	if !s.sd.OK {
		return missingTest(TimeSeriesT, s.sd.Reason)
	}
	var sum float64
	days := 0
	for d := range p.spec.length() {
		if ar, _, _ := p.day(d); len(ar) > 0 {
			sum += stat.Mean(ar)
			days++
		}
	}
	if days == 0 {
		return missingTest(TimeSeriesT, "no event to average")
	}
	return tTest(TimeSeriesT, sum/(s.sd.Value*math.Sqrt(float64(days))), s.df)
}
