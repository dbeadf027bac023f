package stat

import "math"

// BinomialCDF returns P(X <= k) for n trials of probability p.
func BinomialCDF(k, n int, p float64) float64 {
	refuseBinomial("BinomialCDF", n, p)
	if k >= n {
		return 1
	}
	var total float64
	for i := 0; i <= k; i++ {
		total += binomialMass(i, n, p)
	}
	return min(1, total)
}

// BinomialTwoSided returns the exact two-sided p-value of k successes in n trials under probability p: the sum of the probabilities of
// all outcomes no likelier than k, with the relative slack 1e-7 of R's binom.test.
func BinomialTwoSided(k, n int, p float64) float64 {
	refuseBinomial("BinomialTwoSided", n, p)
	limit := binomialMass(k, n, p) * (1 + 1e-7)
	var total, left float64
	for i := 0; i <= n; i++ {
		if mass := binomialMass(i, n, p); mass <= limit {
			total += mass
		} else {
			left += mass
		}
	}
	if left == 0 {
		return 1
	}
	return min(1, total)
}

func binomialMass(k, n int, p float64) float64 {
	switch {
	case k < 0 || k > n:
		return 0
	case p == 0 || p == 1:
		if (p == 0) == (k == 0) && (p == 1) == (k == n) {
			return 1
		}
		return 0
	}
	if n <= 60 { // the coefficients are exact in float64 here
		return choose(n, k) * math.Pow(p, float64(k)) * math.Pow(1-p, float64(n-k))
	}
	return math.Exp(logChoose(n, k) + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
}

func choose(n, k int) float64 {
	c := 1.0
	for i := 1; i <= min(k, n-k); i++ {
		c = math.Round(c * float64(n-min(k, n-k)+i) / float64(i))
	}
	return c
}

func logChoose(n, k int) float64 {
	whole, _ := math.Lgamma(float64(n + 1))
	left, _ := math.Lgamma(float64(k + 1))
	right, _ := math.Lgamma(float64(n - k + 1))
	return whole - left - right
}

func refuseBinomial(name string, n int, p float64) {
	if n < 0 || !(p >= 0 && p <= 1) {
		panic("stat: " + name + " needs n >= 0 and p in [0, 1]")
	}
}
