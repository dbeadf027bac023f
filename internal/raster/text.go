package raster

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The faces are those of the Go project (BSD licence), which have the letters of WGL4: Latin, Greek, Cyrillic.
var (
	regular = sync.OnceValues(func() (*sfnt.Font, error) { return sfnt.Parse(goregular.TTF) })
	bold    = sync.OnceValues(func() (*sfnt.Font, error) { return sfnt.Parse(gobold.TTF) })
)

// faces is what drawing text needs again and again.
type faces struct{ buffer sfnt.Buffer }

// em is the size at which outlines are read; the style's size scales them.
const em = 1024

// standIns are for letters that the faces lack.
var standIns = map[rune]rune{'₽': 'Р', '\u2212': '–', '\u2010': '-', '\u2011': '-'}

// standIn is a letter that looks like r; a space is one of any width.
func standIn(r rune) rune {
	if unicode.IsSpace(r) {
		return ' '
	}
	return standIns[r]
}

// glyphOf is the outline of a letter, with its advance in units of an em; one that the face lacks is an empty box.
func (f *faces) glyphOf(font *sfnt.Font, r rune) (p path, advance float64, err error) {
	i, err := font.GlyphIndex(&f.buffer, r)
	if other := standIn(r); i == 0 && other != 0 && err == nil {
		i, err = font.GlyphIndex(&f.buffer, other)
	}
	if err != nil {
		return nil, 0, err
	}
	wide, err := font.GlyphAdvance(&f.buffer, i, fixed.I(em), 0)
	if err != nil {
		return nil, 0, err
	}
	segments, err := font.LoadGlyph(&f.buffer, i, fixed.I(em), nil)
	if err != nil {
		return nil, 0, err
	}
	var out pen
	for _, s := range segments {
		at := func(i int) point { return point{float64(s.Args[i].X) / 64 / em, float64(s.Args[i].Y) / 64 / em} }
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			out.move(at(0))
		case sfnt.SegmentOpLineTo:
			out.line(at(0))
		case sfnt.SegmentOpQuadTo:
			out.curve(between(out.at, at(0), 2./3), between(at(1), at(0), 2./3), at(1))
		case sfnt.SegmentOpCubeTo:
			out.curve(at(0), at(1), at(2))
		}
	}
	return out.out, float64(wide) / 64 / em, nil
}

// middle is how far the middle of the letters lies above their line, in units of an em.
const middle = 0.35

// text writes one line.
func (c *canvas) text(n node, s style) error {
	v, err := n.numbers("x", "y")
	if err != nil {
		return err
	}
	if len(n.Nodes) > 0 {
		return fmt.Errorf("%w: text with <%s>", ErrUnknown, n.Nodes[0].XMLName.Local)
	}
	face := regular
	if s.bold {
		face = bold
	}
	font, err := face()
	if err != nil {
		return err
	}
	letters, wide, err := c.faces.lineOf(font, strings.TrimSpace(n.Text))
	if err != nil {
		return err
	}
	x, y := v[0], v[1]
	switch s.anchor {
	case "middle":
		x -= wide * s.fontSize / 2
	case "end":
		x -= wide * s.fontSize
	}
	if s.central {
		y += middle * s.fontSize
	}
	s.at = matrix{s.fontSize, 0, 0, s.fontSize, x, y}.then(s.at)
	s.width /= s.fontSize // a halo keeps its width in the letters' own measure
	c.halo(letters, s)
	s.stroked = false
	c.shape(letters, s)
	return nil
}

// halo is drawn under the letters, so that they stay as thick as they are.
func (c *canvas) halo(letters path, s style) {
	s.filled = false
	c.shape(letters, s)
}

// lineOf sets letters side by side.
func (f *faces) lineOf(font *sfnt.Font, text string) (out path, wide float64, err error) {
	for _, r := range text {
		glyph, advance, err := f.glyphOf(font, r)
		if err != nil {
			return nil, 0, err
		}
		out = append(out, glyph.through(matrix{1, 0, 0, 1, wide, 0})...)
		wide += advance
	}
	return out, wide, nil
}
