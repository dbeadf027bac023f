package raster

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/vector"
)

// shape fills a path and draws its outline.
func (c *canvas) shape(p path, s style) {
	p = p.through(s.at)
	if s.filled {
		c.paint(p, s.clip, dimmed(s.fill, s.dim*s.fillDim))
	}
	if s.stroked && s.width > 0 {
		scale := s.at.scale()
		pattern := make([]float64, len(s.dashes))
		for i, d := range s.dashes {
			pattern[i] = d * scale
		}
		c.paint(stroked(p, s.width*scale, s.round, s.square, pattern), s.clip, dimmed(s.stroke, s.dim*s.strokeDim))
	}
}

// paint fills a path of pixels within a clip.
func (c *canvas) paint(p path, clip image.Rectangle, with color.NRGBA) {
	b := p.bounds()
	if math.IsInf(b.x0, 0) || with.A == 0 {
		return
	}
	area := image.Rect(int(math.Floor(max(b.x0, -1e6))), int(math.Floor(max(b.y0, -1e6))), int(math.Ceil(min(b.x1, 1e6))), int(math.Ceil(min(b.y1, 1e6)))).Intersect(clip)
	if area.Empty() {
		return
	}
	r := vector.NewRasterizer(area.Dx(), area.Dy())
	at := func(q point) (x, y float32) {
		return float32(q.x - float64(area.Min.X)), float32(q.y - float64(area.Min.Y))
	}
	for _, l := range p {
		for i, q := range l.points {
			if x, y := at(q); i == 0 {
				r.MoveTo(x, y)
			} else {
				r.LineTo(x, y)
			}
		}
		r.ClosePath()
	}
	r.Draw(c.to, area, image.NewUniform(with), image.Point{})
}
