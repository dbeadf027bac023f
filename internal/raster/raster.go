// Package raster turns the pictures that render draws into bitmaps, for those who show no SVG: messengers, word processors.
//
// It knows what such a picture is made of (groups, paths, polygons, circles, rectangles, lines of text, rectangular clips) and
// refuses everything else, so that no picture loses a part in silence. It reads no file and no network; its two faces are
// embedded and have Latin, Greek and Cyrillic letters.
//
// Reference: Scalable Vector Graphics 1.1, sections 7 to 11.
package raster

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
)

// ErrUnknown is wrapped where a picture holds something that is not drawn.
var ErrUnknown = errors.New("cannot be made a bitmap")

// PNG draws an SVG on w by h pixels; its own size is stretched to that.
func PNG(svg []byte, w, h int) ([]byte, error) {
	var root node
	if err := xml.Unmarshal(svg, &root); err != nil {
		return nil, fmt.Errorf("raster: %w: %w", ErrUnknown, err)
	}
	c := &canvas{to: image.NewRGBA(image.Rect(0, 0, w, h)), clips: map[string]node{}}
	draw.Draw(c.to, c.to.Rect, image.White, image.Point{}, draw.Src)
	wide, tall, err := root.size()
	if err != nil {
		return nil, err
	}
	c.collect(root)
	first := style{at: matrix{float64(w) / wide, 0, 0, float64(h) / tall, 0, 0}, clip: c.to.Rect, fill: color.NRGBA{A: 255}, filled: true, width: 1, fontSize: 16, dim: 1, fillDim: 1, strokeDim: 1}
	if err := c.children(root, first); err != nil {
		return nil, fmt.Errorf("raster: %w", err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, c.to); err != nil {
		return nil, fmt.Errorf("raster: %w", err)
	}
	return out.Bytes(), nil
}

// node is an element of the document.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Nodes   []node     `xml:",any"`
	Text    string     `xml:",chardata"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n node) size() (w, h float64, err error) {
	list, err := n.numbers("width", "height")
	if err != nil {
		return 0, 0, err
	}
	if list[0] <= 0 || list[1] <= 0 {
		return 0, 0, fmt.Errorf("raster: %w: it has no size", ErrUnknown)
	}
	return list[0], list[1], nil
}

// numbers are attributes, zero where they are missing.
func (n node) numbers(names ...string) ([]float64, error) {
	out := make([]float64, len(names))
	for i, name := range names {
		text := n.attr(name)
		if text == "" {
			continue
		}
		list, err := numbersIn(text)
		if err != nil || len(list) != 1 {
			return nil, fmt.Errorf("%w: %s=%q of <%s>", ErrUnknown, name, text, n.XMLName.Local)
		}
		out[i] = list[0]
	}
	return out, nil
}

// canvas is the bitmap in the making.
type canvas struct {
	to    *image.RGBA
	clips map[string]node // by id
	faces faces
}

// collect finds the clips, which stand anywhere in the document.
func (c *canvas) collect(n node) {
	if n.XMLName.Local == "clipPath" {
		c.clips[n.attr("id")] = n
	}
	for _, child := range n.Nodes {
		c.collect(child)
	}
}

func (c *canvas) children(n node, s style) error {
	for _, child := range n.Nodes {
		if err := c.element(child, s); err != nil {
			return err
		}
	}
	return nil
}

func (c *canvas) element(n node, s style) error {
	s, err := s.with(n)
	if err == nil {
		s, err = c.clipped(n, s)
	}
	if err != nil {
		return err
	}
	switch n.XMLName.Local {
	case "title", "desc", "defs", "style": // the style is of a pointer that hovers
		return nil
	case "g":
		return c.children(n, s)
	case "text":
		return c.text(n, s)
	}
	p, err := outline(n)
	if err != nil {
		return err
	}
	c.shape(p, s)
	return nil
}

// clipped narrows the clip by the rectangle that an element names.
func (c *canvas) clipped(n node, s style) (style, error) {
	name := n.attr("clip-path")
	if name == "" {
		return s, nil
	}
	clip, ok := c.clips[trimmed(name, "url(#", ")")]
	if !ok || len(clip.Nodes) != 1 {
		return s, fmt.Errorf("%w: the clip %q", ErrUnknown, name)
	}
	p, err := outline(clip.Nodes[0])
	if err != nil {
		return s, err
	}
	box := p.through(s.at).bounds()
	s.clip = s.clip.Intersect(image.Rect(int(math.Round(box.x0)), int(math.Round(box.y0)), int(math.Round(box.x1)), int(math.Round(box.y1))))
	return s, nil
}
