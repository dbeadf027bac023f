package raster

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// matrix maps (x, y) to (a x + c y + e, b x + d y + f), as SVG's does.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{1, 0, 0, 1, 0, 0}

type point struct{ x, y float64 }

func (m matrix) of(p point) point { return point{m.a*p.x + m.c*p.y + m.e, m.b*p.x + m.d*p.y + m.f} }

// then is m followed by n.
func (m matrix) then(n matrix) matrix {
	return matrix{
		n.a*m.a + n.c*m.b, n.b*m.a + n.d*m.b,
		n.a*m.c + n.c*m.d, n.b*m.c + n.d*m.d,
		n.a*m.e + n.c*m.f + n.e, n.b*m.e + n.d*m.f + n.f,
	}
}

// scale is by how much lengths grow.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c)) }

// parseTransform reads a list of translate, scale, rotate and matrix; the first is the outermost.
func parseTransform(text string) (matrix, error) {
	m := identity
	for rest := strings.TrimSpace(text); rest != ""; {
		name, after, ok := strings.Cut(rest, "(")
		inner, left, closed := strings.Cut(after, ")")
		list, err := numbersIn(inner)
		if !ok || !closed || err != nil {
			return m, fmt.Errorf("not a transform")
		}
		one, err := transform(strings.TrimSpace(name), list)
		if err != nil {
			return m, err
		}
		m, rest = one.then(m), strings.TrimLeft(left, " ,\n")
	}
	return m, nil
}

func transform(name string, list []float64) (matrix, error) {
	at := func(i int, usual float64) float64 {
		if i < len(list) {
			return list[i]
		}
		return usual
	}
	switch {
	case name == "translate" && len(list) > 0:
		return matrix{1, 0, 0, 1, list[0], at(1, 0)}, nil
	case name == "scale" && len(list) > 0:
		return matrix{list[0], 0, 0, at(1, list[0]), 0, 0}, nil
	case name == "rotate" && len(list) > 0:
		sin, cos := math.Sincos(list[0] * math.Pi / 180)
		x, y := at(1, 0), at(2, 0)
		return matrix{1, 0, 0, 1, -x, -y}.then(matrix{cos, sin, -sin, cos, 0, 0}).then(matrix{1, 0, 0, 1, x, y}), nil
	case name == "matrix" && len(list) == 6:
		return matrix{list[0], list[1], list[2], list[3], list[4], list[5]}, nil
	}
	return identity, fmt.Errorf("a transform %s of %d numbers", name, len(list))
}

// numbersIn reads numbers between spaces and commas.
func numbersIn(text string) ([]float64, error) {
	var out []float64
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' }) {
		n, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}
