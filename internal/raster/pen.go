package raster

import (
	"fmt"
	"math"
	"strconv"
)

// pen reads the commands of a path.
type pen struct {
	text  string
	out   path
	start point // of the line
	at    point
}

// parsePath reads path data. Curves become chords that stray less than a tenth of a pixel or so.
//
// Reference: SVG 1.1, section 8.3.
func parsePath(text string) (path, error) {
	p := &pen{text: text}
	var command byte
	for p.skip(); p.text != ""; p.skip() {
		if c := p.text[0]; c|0x20 >= 'a' && c|0x20 <= 'z' {
			command, p.text = c, p.text[1:]
		}
		if err := p.do(command); err != nil {
			return nil, fmt.Errorf("%w: path %.40q: %w", ErrUnknown, text, err)
		}
		switch command {
		case 'M':
			command = 'L'
		case 'm':
			command = 'l'
		case 'Z', 'z':
			command = 0 // it takes no number, and would be done again without end
		}
	}
	return p.out, nil
}

func (p *pen) skip() {
	for p.text != "" && (p.text[0] == ' ' || p.text[0] == ',' || p.text[0] == '\n') {
		p.text = p.text[1:]
	}
}

// arguments are how many numbers follow a command.
var arguments = map[byte]int{'m': 2, 'l': 2, 'h': 1, 'v': 1, 'c': 6, 'q': 4, 'a': 7, 'z': 0}

func (p *pen) do(command byte) error {
	n, ok := arguments[command|0x20]
	if !ok {
		return fmt.Errorf("the command %q", command)
	}
	v, err := p.numbers(n)
	if err != nil {
		return err
	}
	from := point{}
	if command >= 'a' {
		from = p.at
	}
	to := func(i int) point { return point{from.x + v[i], from.y + v[i+1]} }
	switch command | 0x20 {
	case 'm':
		p.move(to(0))
	case 'l':
		p.line(to(0))
	case 'h':
		p.line(point{from.x + v[0], p.at.y})
	case 'v':
		p.line(point{p.at.x, from.y + v[0]})
	case 'c':
		p.curve(to(0), to(2), to(4))
	case 'q':
		c, end := to(0), to(2)
		p.curve(between(p.at, c, 2./3), between(end, c, 2./3), end)
	case 'a':
		p.arc(math.Abs(v[0]), math.Abs(v[1]), v[2]*math.Pi/180, v[3] != 0, v[4] != 0, to(5))
	case 'z':
		if k := len(p.out); k > 0 {
			p.out[k-1].closed = true
		}
		p.at = p.start
	}
	return nil
}

// numbers reads as many as a command has; none has more than seven.
func (p *pen) numbers(n int) (v [7]float64, err error) {
	for i := range n {
		if v[i], err = p.number(); err != nil {
			break
		}
	}
	return v, err
}

// number reads one; flags of arcs stand apart in what we read.
func (p *pen) number() (float64, error) {
	p.skip()
	n := 0
	for n < len(p.text) {
		c := p.text[n]
		sign := (c == '-' || c == '+') && (n == 0 || p.text[n-1]|0x20 == 'e')
		if !sign && c != '.' && c|0x20 != 'e' && (c < '0' || c > '9') {
			break
		}
		n++
	}
	v, err := strconv.ParseFloat(p.text[:n], 64)
	p.text = p.text[n:]
	return v, err
}

func (p *pen) move(to point) {
	p.out = append(p.out, line{points: []point{to}})
	p.start, p.at = to, to
}

func (p *pen) line(to point) {
	if k := len(p.out); k == 0 || p.out[k-1].closed {
		p.move(p.at)
	}
	last := &p.out[len(p.out)-1]
	last.points = append(last.points, to)
	p.at = to
}

const chords = 12 // of a curve

func (p *pen) curve(c1, c2, end point) {
	from := p.at
	for i := 1; i <= chords; i++ {
		t := float64(i) / chords
		a, b, c := between(from, c1, t), between(c1, c2, t), between(c2, end, t)
		p.line(between(between(a, b, t), between(b, c, t), t))
	}
}

func between(a, b point, t float64) point { return point{a.x + (b.x-a.x)*t, a.y + (b.y-a.y)*t} }

// arc goes along an ellipse to a point. Reference: SVG 1.1, appendix F.6.
func (p *pen) arc(rx, ry, turn float64, large, sweep bool, to point) {
	if rx == 0 || ry == 0 || to == p.at {
		p.line(to)
		return
	}
	sin, cos := math.Sincos(turn)
	dx, dy := (p.at.x-to.x)/2, (p.at.y-to.y)/2
	x, y := cos*dx+sin*dy, -sin*dx+cos*dy
	if l := x*x/(rx*rx) + y*y/(ry*ry); l > 1 {
		rx, ry = rx*math.Sqrt(l), ry*math.Sqrt(l)
	}
	k := math.Sqrt(max(0, rx*rx*ry*ry-rx*rx*y*y-ry*ry*x*x) / (rx*rx*y*y + ry*ry*x*x))
	if large == sweep {
		k = -k
	}
	cx, cy := k*rx*y/ry, -k*ry*x/rx
	centre := point{cos*cx - sin*cy + (p.at.x+to.x)/2, sin*cx + cos*cy + (p.at.y+to.y)/2}
	begin := math.Atan2((y-cy)/ry, (x-cx)/rx)
	span := math.Atan2((-y-cy)/ry, (-x-cx)/rx) - begin
	if sweep && span < 0 {
		span += 2 * math.Pi
	}
	if !sweep && span > 0 {
		span -= 2 * math.Pi
	}
	points := arc(centre, rx, ry, turn, begin, begin+span)
	for _, q := range points[1 : len(points)-1] {
		p.line(q)
	}
	p.line(to)
}

// arc is the points of an ellipse between two angles, both included.
func arc(centre point, rx, ry, turn, from, to float64) []point {
	n := max(4, int(math.Ceil(math.Abs(to-from)*3*math.Sqrt(1+max(rx, ry)))))
	sin, cos := math.Sincos(turn)
	out := make([]point, 0, n+1)
	for i := range n + 1 {
		s, c := math.Sincos(from + (to-from)*float64(i)/float64(n))
		x, y := rx*c, ry*s
		out = append(out, point{centre.x + cos*x - sin*y, centre.y + sin*x + cos*y})
	}
	return out
}
