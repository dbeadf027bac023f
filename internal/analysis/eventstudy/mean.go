package eventstudy

import "detente/internal/analysis/stat"

// Mean is an average with its 95 percent interval and the p of it being zero, Student's t with n-1 degrees of freedom.
type Mean struct{ Value, SE, Lo, Hi, P stat.Maybe }

// MeanOf returns the mean of x, of CARs or of standardised CARs. One value has no interval; none has nothing.
func MeanOf(x []float64) Mean {
	var m Mean
	m.Value, m.SE, m.Lo, m.Hi = interval(x)
	m.P = student(CrossSectionalT, x).P
	return m
}
