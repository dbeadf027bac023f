package raster

import (
	"fmt"
	"math"
)

// path is lines of points, each closed or open.
type path []line

type line struct {
	points []point
	closed bool
}

type box struct{ x0, y0, x1, y1 float64 }

// bounds of an empty path are empty.
func (p path) bounds() box {
	b := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, l := range p {
		for _, q := range l.points {
			b = box{min(b.x0, q.x), min(b.y0, q.y), max(b.x1, q.x), max(b.y1, q.y)}
		}
	}
	return b
}

func (p path) through(m matrix) path {
	out := make(path, len(p))
	for i, l := range p {
		points := make([]point, len(l.points))
		for j, q := range l.points {
			points[j] = m.of(q)
		}
		out[i] = line{points, l.closed}
	}
	return out
}

// outline is the path of a shape.
func outline(n node) (path, error) {
	switch n.XMLName.Local {
	case "path":
		return parsePath(n.attr("d"))
	case "polygon", "polyline":
		list, err := numbersIn(n.attr("points"))
		if err != nil || len(list)%2 != 0 {
			return nil, fmt.Errorf("%w: points=%q", ErrUnknown, n.attr("points"))
		}
		l := line{closed: n.XMLName.Local == "polygon"}
		for i := 0; i < len(list); i += 2 {
			l.points = append(l.points, point{list[i], list[i+1]})
		}
		return path{l}, nil
	case "line":
		v, err := n.numbers("x1", "y1", "x2", "y2")
		if err != nil {
			return nil, err
		}
		return path{{[]point{{v[0], v[1]}, {v[2], v[3]}}, false}}, nil
	case "rect":
		v, err := n.numbers("x", "y", "width", "height")
		if err != nil {
			return nil, err
		}
		x, y, w, h := v[0], v[1], v[2], v[3]
		return path{{[]point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, true}}, nil
	case "circle":
		v, err := n.numbers("cx", "cy", "r")
		if err != nil {
			return nil, err
		}
		return path{{arc(point{v[0], v[1]}, v[2], v[2], 0, 0, 2*math.Pi), true}}, nil
	}
	return nil, fmt.Errorf("%w: it holds <%s>", ErrUnknown, n.XMLName.Local)
}
