package render

import (
	"context"
	"fmt"
	"math"

	"detente/internal/chart"
	"detente/internal/raster"
)

// What a bitmap is where nothing else is asked for: the size that messengers show with a link, with letters that can be read
// there.
const (
	bitmapW, bitmapH = 1200, 630
	maxScale         = 3
	mostPixels       = 8_000_000
)

// UsualScale is that of a bitmap which names none.
const UsualScale = 1.4

// PNG returns what SVG draws as a bitmap of p.W by p.H pixels, 1200 by 630 where they are zero. Letters and lines are p.Scale
// times as large as those of an SVG of that size.
func (r *Renderer) PNG(ctx context.Context, c chart.Chart, p Picture) ([]byte, error) {
	w, h, p, err := p.bitmap()
	if err != nil {
		return nil, err
	}
	svg, err := r.SVG(ctx, c, p)
	if err != nil {
		return nil, err
	}
	out, err := raster.PNG(svg, w, h)
	if err != nil {
		return nil, fmt.Errorf("render: chart %s: %w", c.ID, err)
	}
	return out, nil
}

// bitmap is the size in pixels, and the picture to be drawn at it.
func (p Picture) bitmap() (w, h int, drawn Picture, err error) {
	if p.Scale == 0 {
		p.Scale = UsualScale
	}
	if p.W == 0 {
		p.W = bitmapW
	}
	if p.H == 0 {
		p.H = bitmapH
	}
	w, h = p.W, p.H
	switch {
	case p.Scale < 1 || p.Scale > maxScale:
		return w, h, p, fmt.Errorf("render: %w: scale %g: want 1 to %d", ErrInvalid, p.Scale, maxScale)
	case w > maxSide || h > maxSide || w*h > mostPixels:
		return w, h, p, fmt.Errorf("render: %w: %d by %d pixels: want at most %d each way and %d million in all", ErrInvalid, w, h, maxSide, mostPixels/1_000_000)
	case float64(min(w, h)) < minSide*p.Scale:
		return w, h, p, fmt.Errorf("render: %w: %d by %d pixels at scale %g: want %g each way or more", ErrInvalid, w, h, p.Scale, math.Ceil(minSide*p.Scale))
	}
	p.W, p.H = int(math.Round(float64(w)/p.Scale)), int(math.Round(float64(h)/p.Scale))
	return w, h, p, nil
}
