package raster

import (
	"fmt"
	"image"
	"image/color"
	"strconv"
	"strings"
)

// style is how an element is drawn: what it inherits and its own.
type style struct {
	at     matrix
	clip   image.Rectangle
	fill   color.NRGBA
	stroke color.NRGBA

	filled, stroked         bool
	width                   float64 // of the stroke
	round, square           bool    // its ends; joins are round
	dashes                  []float64
	dim, fillDim, strokeDim float64 // opacity: of all, of the fill, of the stroke
	fontSize                float64
	bold                    bool
	anchor                  string
	central                 bool // y is the middle of the letters
}

// with is the style of an element within one of style s.
func (s style) with(n node) (style, error) {
	for _, a := range n.Attrs {
		if err := s.set(a.Name.Local, a.Value); err != nil {
			return s, fmt.Errorf("%w: %s=%q of <%s>: %w", ErrUnknown, a.Name.Local, a.Value, n.XMLName.Local, err)
		}
	}
	return s, nil
}

func (s *style) set(name, value string) (err error) {
	switch name {
	case "transform":
		var m matrix
		m, err = parseTransform(value)
		s.at = m.then(s.at)
	case "fill":
		s.fill, s.filled, err = parseColour(value)
	case "stroke":
		s.stroke, s.stroked, err = parseColour(value)
	case "stroke-width":
		s.width, err = strconv.ParseFloat(value, 64)
	case "stroke-linecap":
		s.round, s.square = value == "round", value == "square"
	case "stroke-dasharray":
		s.dashes, err = dashes(value)
	case "opacity":
		var dim float64
		dim, err = strconv.ParseFloat(value, 64)
		s.dim *= dim
	case "fill-opacity":
		s.fillDim, err = strconv.ParseFloat(value, 64)
	case "stroke-opacity":
		s.strokeDim, err = strconv.ParseFloat(value, 64)
	case "font-size":
		s.fontSize, err = strconv.ParseFloat(strings.TrimSuffix(value, "px"), 64)
	case "font-weight":
		s.bold = heavy(value)
	case "text-anchor":
		s.anchor = value
	case "dominant-baseline":
		s.central = value == "central" || value == "middle"
	case "style":
		err = s.declared(value)
	}
	return err
}

// declared reads a style attribute: font, font-size, font-weight.
func (s *style) declared(text string) error {
	for part := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(part, ":")
		switch name = strings.TrimSpace(name); name {
		case "font": // the family ends it, and holds spaces
			for word := range strings.FieldsSeq(value) {
				if strings.HasSuffix(word, "px") {
					if err := s.set("font-size", word); err != nil {
						return err
					}
					break
				}
				s.bold = heavy(word)
			}
		case "font-size", "font-weight":
			if err := s.set(name, strings.TrimSpace(value)); err != nil {
				return err
			}
		}
	}
	return nil
}

func heavy(weight string) bool {
	n, err := strconv.Atoi(weight)
	return weight == "bold" || (err == nil && n >= 600)
}

// dashes are lengths by turns drawn and left out; an odd number is taken twice.
func dashes(text string) ([]float64, error) {
	if text == "none" {
		return nil, nil
	}
	list, err := numbersIn(text)
	if len(list)%2 == 1 {
		list = append(list, list...)
	}
	return list, err
}

// parseColour reads #rgb, #rrggbb, rgb() and rgba(); drawn is false for none.
func parseColour(text string) (c color.NRGBA, drawn bool, err error) {
	switch {
	case text == "none" || text == "transparent":
		return c, false, nil
	case strings.HasPrefix(text, "#"):
		c, err = hexColour(text[1:])
		return c, err == nil, err
	case strings.HasPrefix(text, "rgb"):
		list, err := numbersIn(text[strings.Index(text, "(")+1 : len(text)-1])
		if err != nil || len(list) < 3 {
			return c, false, fmt.Errorf("not a colour")
		}
		c = color.NRGBA{uint8(list[0]), uint8(list[1]), uint8(list[2]), 255}
		if len(list) > 3 {
			c.A = uint8(list[3]*255 + 0.5)
		}
		return c, true, nil
	}
	return c, false, fmt.Errorf("not a colour")
}

func hexColour(digits string) (color.NRGBA, error) {
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || len(digits) != 6 {
		return color.NRGBA{}, fmt.Errorf("not a colour")
	}
	return color.NRGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}, nil
}

// dimmed is a colour of less opacity.
func dimmed(c color.NRGBA, by float64) color.NRGBA {
	c.A = uint8(float64(c.A)*min(max(by, 0), 1) + 0.5)
	return c
}

func trimmed(s, before, after string) string {
	return strings.TrimSuffix(strings.TrimPrefix(s, before), after)
}
