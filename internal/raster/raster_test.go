package raster

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"unicode"
)

// drawn is a bitmap of so many pixels each way, of an SVG of the same size.
func drawn(t *testing.T, size int, inner string) image.Image {
	t.Helper()
	out, err := PNG(fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d">%s</svg>`, size, size, inner), size, size)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// Expected colours are those that SVG 1.1 prescribes, worked out by hand.
func TestShapesAreDrawnWhereTheyAre(t *testing.T) {
	t.Parallel()
	red, white := color.RGBA{255, 0, 0, 255}, color.RGBA{255, 255, 255, 255}
	for _, tt := range []struct {
		name, inner string
		in, out     image.Point // a pixel that is red, and one that is white
	}{
		{"rectangle", `<rect x="2" y="2" width="10" height="4" fill="#ff0000"/>`, image.Pt(11, 5), image.Pt(12, 5)},
		{"group moved", `<g transform="translate(5 3)"><rect width="4" height="4" fill="#f00"/></g>`, image.Pt(5, 3), image.Pt(4, 3)},
		{"moves follow from outside in", `<g transform="translate(10 0)"><rect transform="scale(2)" width="2" height="2" fill="#f00"/></g>`, image.Pt(13, 3), image.Pt(14, 3)},
		{"turned by a quarter", `<rect transform="rotate(90 10 10)" x="10" y="10" width="6" height="2" fill="#f00"/>`, image.Pt(9, 15), image.Pt(12, 10)},
		{"stroke", `<path d="M2 5L18 5" stroke="#f00" stroke-width="2" fill="none"/>`, image.Pt(10, 5), image.Pt(10, 7)},
		{"stroke grows with the group", `<path transform="scale(2)" d="M1 5L9 5" stroke="#f00" stroke-width="2" fill="none"/>`, image.Pt(10, 11), image.Pt(10, 13)},
		{"dashes leave gaps", `<path d="M0 5L20 5" stroke="#f00" stroke-width="2" stroke-dasharray="4,4" fill="none"/>`, image.Pt(9, 5), image.Pt(5, 5)},
		{"square ends", `<path d="M6 5L10 5" stroke="#f00" stroke-width="4" stroke-linecap="square" fill="none"/>`, image.Pt(11, 5), image.Pt(13, 5)},
		{"circle", `<circle cx="10" cy="10" r="6" fill="#f00"/>`, image.Pt(10, 5), image.Pt(4, 4)},
		{"circle of arcs", `<path transform="matrix(6,0,0,6,10,10)" d="M1 0A1 1 0 1 1 1 -0.0001" fill="#f00"/>`, image.Pt(10, 5), image.Pt(4, 4)},
		{"half circle, the other way", `<path d="M4 10A6 6 0 0 0 16 10Z" fill="#f00"/>`, image.Pt(10, 14), image.Pt(10, 8)},
		{"polygon", `<polygon points="2 2 18 2 2 18" fill="#f00"/>`, image.Pt(4, 4), image.Pt(15, 15)},
		{"relative lines", `<path d="M2 2l10 0l0 10l-10 0Z" fill="#f00"/>`, image.Pt(11, 11), image.Pt(12, 12)},
		{"curve", `<path d="M2 10C2 0 18 0 18 10Z" fill="#f00"/>`, image.Pt(10, 4), image.Pt(10, 1)},
		{"clip", `<defs><clipPath id="c"><path d="M4 4l4 0l0 4l-4 0Z"/></clipPath></defs><g clip-path="url(#c)"><rect width="20" height="20" fill="#f00"/></g>`, image.Pt(7, 7), image.Pt(8, 8)},
		{"style sheet is of hovering", `<style><![CDATA[.a:hover{fill:#0f0}]]></style><rect class="a" x="2" y="2" width="3" height="3" fill="rgb(255,0,0)"/>`, image.Pt(3, 3), image.Pt(6, 6)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			picture := drawn(t, 20, tt.inner)
			if got := color.RGBAModel.Convert(picture.At(tt.in.X, tt.in.Y)); got != red {
				t.Errorf("at %v: %v, want red", tt.in, got)
			}
			if got := color.RGBAModel.Convert(picture.At(tt.out.X, tt.out.Y)); got != white {
				t.Errorf("at %v: %v, want white", tt.out, got)
			}
		})
	}
}

// Where pieces of a stroke overlap, a half transparent one is not darker.
func TestOverlapsCountOnce(t *testing.T) {
	t.Parallel()
	picture := drawn(t, 20, `<path d="M2 10L10 10L10 18" stroke="#000" stroke-opacity="0.5" stroke-width="4" fill="none"/>`)
	if r, _, _, _ := picture.At(10, 10).RGBA(); r>>8 < 120 || r>>8 > 135 {
		t.Errorf("the corner is %d, want about 127", r>>8)
	}
}

// inked is the smallest box around what is not white.
func inked(picture image.Image) (box image.Rectangle) {
	for y := range picture.Bounds().Dy() {
		for x := range picture.Bounds().Dx() {
			if r, _, _, _ := picture.At(x, y).RGBA(); r < 0x8000 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

func TestTextStandsAtItsAnchor(t *testing.T) {
	t.Parallel()
	line := func(attributes string) image.Rectangle {
		return inked(drawn(t, 200, `<text x="100" y="100" font-size="20" `+attributes+`>Рубль</text>`))
	}
	start, middle, end := line(""), line(`text-anchor="middle"`), line(`text-anchor="end"`)
	if start.Min.X < 100 || start.Min.X > 104 || end.Max.X > 101 || end.Max.X < 97 {
		t.Errorf("from %v, to %v: want them to begin and to end at 100", start, end)
	}
	if off := middle.Min.X + middle.Max.X - 200; off < -4 || off > 4 {
		t.Errorf("in the middle: %v", middle)
	}
	if central := line(`dominant-baseline="central"`); central.Min.Y >= 100 || central.Max.Y <= 100 || start.Min.Y > 90 {
		t.Errorf("central %v, usual %v", central, start)
	}
	if larger := line(`style="font: 700 30px sans-serif"`); 10*larger.Dx() <= 15*start.Dx() {
		t.Errorf("half as large again, and bold: %v beside %v", larger, start)
	}
}

// What pages say in Russian, and the titles of the embedded events in English, can all be written.
func TestEveryLetterHasAnOutline(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../words/ru/*.json")
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	for _, name := range append(files, "../../data/events.csv") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var f faces
		face, err := regular()
		if err != nil {
			t.Fatal(err)
		}
		seen := map[rune]bool{}
		for _, r := range string(text) {
			if seen[r] || unicode.IsSpace(r) {
				continue
			}
			seen[r] = true
			if i, err := face.GlyphIndex(&f.buffer, r); (i == 0 && standIn(r) == 0) || err != nil {
				t.Errorf("%s: %q (%U) has no outline: %v", filepath.Base(name), r, r, err)
			}
		}
	}
}

func TestWhatIsNotDrawnIsRefused(t *testing.T) {
	t.Parallel()
	for _, inner := range []string{`<image href="x"/>`, `<path d="M0 0T3 3"/>`, `<rect fill="url(#g)"/>`, `<g transform="skewX(3)"><rect/></g>`, `<text>a<tspan>b</tspan></text>`, `<rect clip-path="url(#none)"/>`, `<path d="M0 zero"/>`, `<path d="`} {
		svg := `<svg width="9" height="9">` + inner + `</svg>`
		if _, err := PNG([]byte(svg), 9, 9); !errors.Is(err, ErrUnknown) {
			t.Errorf("%s: %v", inner, err)
		}
	}
	if _, err := PNG([]byte(`<svg></svg>`), 9, 9); !errors.Is(err, ErrUnknown) {
		t.Error("a picture without a size was drawn")
	}
}

func FuzzParsePath(f *testing.F) {
	for _, seed := range []string{"M0 0L1 1Z", "M1 0A1 1 0 1 1 1 -0.0001", "m1,1c1 1 2 2 3 3q1 1 2 2h1v-1z", "L", "MM", "M1e99 1L-1e99 1", "M1 1Z0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := parsePath(text)
		if err != nil && !errors.Is(err, ErrUnknown) {
			t.Fatal(err)
		}
		for _, l := range p {
			if len(l.points) == 0 {
				t.Fatalf("%q: a line without points", text)
			}
		}
	})
}
