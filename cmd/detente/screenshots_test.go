package main

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"detente/assets"
	"detente/internal/testkit/browser"
)

var screenshots = flag.String("screenshots", "", "folder to write the README's pictures to")

// maxPicture keeps the README light, in bytes.
const maxPicture = 150 << 10

// TestScreenshots draws the README's pictures from the real program where -screenshots names a folder: make screenshots.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("no folder: make screenshots")
	}
	if _, err := assets.Load(); err != nil {
		t.Skip(err)
	}
	const macron = "event=20220207-macron-and-putin-hold-five-hour-talks-in-the-kremlin&from=2021-12-01&to=2022-03-15"
	address := serveForTest(t)
	for _, shot := range []struct {
		file, path    string
		width, height int64
		scheme        string
	}{
		{"overview.png", "/?" + macron, 1440, 900, "light"},
		{"overview-dark.png", "/?" + macron, 1440, 900, "dark"},
		{"overview-narrow.png", "/?" + macron, 390, 844, "light"},
	} {
		picture := small(t, photograph(t, address, shot.path, shot.width, shot.height, shot.scheme))
		if len(picture) > maxPicture {
			t.Errorf("%s is %d bytes, at most %d are wanted", shot.file, len(picture), maxPicture)
		}
		if err := os.WriteFile(filepath.Join(*screenshots, shot.file), picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// photograph opens a page that has no first steps to offer any more and returns what is seen of it, as PNG.
func photograph(t *testing.T, address, path string, width, height int64, scheme string) []byte {
	t.Helper()
	p := browser.Open(t, address)
	p.Size(width, height)
	p.Scheme(scheme)
	p.Go("/methods")
	browser.Value[any](p, `localStorage.setItem('detente-tour', 'seen')`)
	p.Open(path)
	return p.Picture()
}

// small writes a picture with its 256 most frequent colours: a page has few, the rest are edges of letters.
func small(t *testing.T, picture []byte) []byte {
	t.Helper()
	full, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	area := full.Bounds()
	seen := map[color.RGBA]int{}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			seen[color.RGBAModel.Convert(full.At(x, y)).(color.RGBA)]++
		}
	}
	frequent := slices.SortedFunc(maps.Keys(seen), func(a, b color.RGBA) int { return seen[b] - seen[a] })
	var colours color.Palette
	for _, c := range frequent[:min(len(frequent), 256)] {
		colours = append(colours, c)
	}
	index := map[color.RGBA]uint8{}
	for c := range seen {
		index[c] = uint8(colours.Index(c))
	}
	few := image.NewPaletted(area, colours)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			few.SetColorIndex(x, y, index[color.RGBAModel.Convert(full.At(x, y)).(color.RGBA)])
		}
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, few); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
