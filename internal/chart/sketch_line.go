package chart

import (
	"math"
	"slices"
	"strconv"
)

// point is a place in the box of a path.
type point struct{ x, y float64 }

// straightened leaves out what lies no further above or below the straight line between the points that stay than the tolerance: of a
// stretch the point that is furthest from its chord stays, and parts it in two (Ramer, Douglas and Peucker, with vertical distances).
// A tolerance of 0 keeps all.
func straightened(list []point, tolerance float64) []point {
	if tolerance == 0 || len(list) < 3 {
		return list
	}
	first, last := list[0], list[len(list)-1]
	furthest, most := 0, tolerance
	for i, p := range list[1 : len(list)-1] {
		if d := p.offChord(first, last); d > most {
			furthest, most = i+1, d
		}
	}
	if furthest == 0 {
		return []point{first, last}
	}
	before := straightened(list[:furthest+1], tolerance)
	return slices.Concat(before[:len(before)-1], straightened(list[furthest:], tolerance))
}

// offChord is how far the point is above or below the line from one to the other, which may be upright.
func (p point) offChord(from, to point) float64 {
	if to.x == from.x {
		return max(min(from.y, to.y)-p.y, p.y-max(from.y, to.y), 0)
	}
	return math.Abs(p.y - from.y - (to.y-from.y)*(p.x-from.x)/(to.x-from.x))
}

// path goes through the points.
func path(list []point) string {
	out := make([]byte, 0, 10*len(list))
	for i, p := range list {
		letter := byte('L')
		if i == 0 {
			letter = 'M'
		}
		out = strconv.AppendFloat(append(out, letter), p.x, 'f', 1, 64)
		out = strconv.AppendFloat(append(out, ' '), p.y, 'f', 1, 64)
	}
	return string(out)
}
