package volatility

import "math"

// minimise walks downhill from u by BFGS with a backtracking line search, and returns the lowest point it found. It is meant for a few
// smooth parameters; value may be plus infinity outside the region allowed.
func minimise(u [4]float64, value func([4]float64) float64, gradient func([4]float64) [4]float64) [4]float64 {
	inverse := identity(1)
	f, g := value(u), gradient(u)
	for step := range 300 {
		if step == 0 {
			inverse = identity(1 / max(1, norm(g)))
		}
		direction := multiply(inverse, g)
		slope := -inner(direction, g)
		if !(slope < 0) {
			inverse = identity(1 / max(1, norm(g)))
			direction = multiply(inverse, g)
			slope = -inner(direction, g)
		}
		next, fNext, ok := backtrack(u, direction, f, slope, value)
		if !ok {
			return u
		}
		gNext := gradient(next)
		inverse = updated(inverse, minus(next, u), minus(gNext, g))
		done := f-fNext < 1e-12*(1+math.Abs(f))
		u, f, g = next, fNext, gNext
		if done {
			return u
		}
	}
	return u
}

// backtrack halves the step until the value falls by a share of what the slope promises.
func backtrack(u, direction [4]float64, f, slope float64, value func([4]float64) float64) (next [4]float64, fNext float64, ok bool) {
	for length := 1.0; length > 1e-12; length /= 2 {
		for i := range u {
			next[i] = u[i] - length*direction[i]
		}
		if fNext = value(next); fNext <= f+1e-4*length*slope {
			return next, fNext, true
		}
	}
	return u, f, false
}

// updated is the BFGS update of the inverse Hessian for a step s that changed the gradient by y. A step of negative curvature leaves it.
func updated(inverse [4][4]float64, s, y [4]float64) [4][4]float64 {
	curvature := inner(s, y)
	if !(curvature > 1e-14) {
		return inverse
	}
	hy := multiply(inverse, y)
	factor := (1 + inner(y, hy)/curvature) / curvature
	for i := range s {
		for j := range s {
			inverse[i][j] += factor*s[i]*s[j] - (hy[i]*s[j]+s[i]*hy[j])/curvature
		}
	}
	return inverse
}

func identity(scale float64) (m [4][4]float64) {
	for i := range m {
		m[i][i] = scale
	}
	return m
}

func multiply(m [4][4]float64, v [4]float64) (out [4]float64) {
	for i := range m {
		out[i] = inner(m[i], v)
	}
	return out
}

func inner(a, b [4]float64) float64 {
	var s float64
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}

func minus(a, b [4]float64) [4]float64 {
	for i := range a {
		a[i] -= b[i]
	}
	return a
}

func norm(v [4]float64) float64 { return math.Sqrt(inner(v, v)) }
