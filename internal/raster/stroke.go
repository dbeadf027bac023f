package raster

import "math"

// stroked is the outline of a line of some width, in pieces that all turn the same way round, so that where they overlap
// they count once. Joins are round, which at the widths of charts nobody tells from others.
func stroked(p path, width float64, round, square bool, dashes []float64) path {
	half := width / 2
	var out path
	for _, l := range dashed(p, dashes) {
		points := l.points
		if l.closed && len(points) > 1 && points[0] != points[len(points)-1] {
			points = append(points[:len(points):len(points)], points[0])
		}
		for i := 1; i < len(points); i++ {
			first, last := i == 1 && !l.closed, i == len(points)-1 && !l.closed
			out = append(out, bar(points[i-1], points[i], half, square && first, square && last)...)
			if (i < len(points)-1 || l.closed) && half > 0.6 { // a join of hairlines is not seen
				out = append(out, disc(points[i], half))
			}
		}
		if round && !l.closed && len(points) > 0 {
			out = append(out, disc(points[0], half), disc(points[len(points)-1], half))
		}
	}
	return out
}

func disc(at point, r float64) line { return line{arc(at, r, r, 0, 0, 2*math.Pi), true} }

// bar is one segment, longer by half its width where an end is square.
func bar(a, b point, half float64, longA, longB bool) path {
	length := math.Hypot(b.x-a.x, b.y-a.y)
	if length == 0 {
		return nil
	}
	ux, uy := (b.x-a.x)/length*half, (b.y-a.y)/length*half
	if longA {
		a = point{a.x - ux, a.y - uy}
	}
	if longB {
		b = point{b.x + ux, b.y + uy}
	}
	return path{{[]point{{a.x + uy, a.y - ux}, {b.x + uy, b.y - ux}, {b.x - uy, b.y + ux}, {a.x - uy, a.y + ux}}, true}}
}

// dashed cuts lines into dashes; without dashes it gives them as they are.
func dashed(p path, dashes []float64) path {
	total := 0.0
	for _, d := range dashes {
		total += d
	}
	if total <= 0 {
		return p
	}
	var out path
	for _, l := range p {
		points := l.points
		if l.closed && len(points) > 0 {
			points = append(points[:len(points):len(points)], points[0])
		}
		out = append(out, cut(points, dashes)...)
	}
	return out
}

func cut(points []point, dashes []float64) (out path) {
	which, left := 0, dashes[0]
	var current []point
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		length := math.Hypot(b.x-a.x, b.y-a.y)
		done := 0.0
		for done < length {
			step := min(left, length-done)
			if which%2 == 0 {
				if len(current) == 0 {
					current = append(current, between(a, b, done/length))
				}
				current = append(current, between(a, b, (done+step)/length))
			}
			done, left = done+step, left-step
			if left <= 1e-9 {
				if len(current) > 0 {
					out, current = append(out, line{current, false}), nil
				}
				which = (which + 1) % len(dashes)
				left = dashes[which]
			}
		}
	}
	if len(current) > 0 {
		out = append(out, line{current, false})
	}
	return out
}
