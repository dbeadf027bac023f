package main

import (
	"bytes"
	"context"
	"flag"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"detente/assets"
)

var screenshots = flag.String("screenshots", "", "folder to write the README's pictures to")

// maxPicture keeps the README light, in bytes.
const maxPicture = 150 << 10

// TestScreenshots draws the README's pictures from the real program where -screenshots names a folder: make screenshots.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("no folder: make screenshots")
	}
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no Chromium: install it with apt-get install chromium")
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
		picture := small(t, photograph(t, browser, address+shot.path, shot.width, shot.height, shot.scheme))
		if len(picture) > maxPicture {
			t.Errorf("%s is %d bytes, at most %d are wanted", shot.file, len(picture), maxPicture)
		}
		if err := os.WriteFile(filepath.Join(*screenshots, shot.file), picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// photograph opens a page that has no first steps to offer any more and returns what is seen of it, as PNG.
func photograph(t *testing.T, browser, address string, width, height int64, scheme string) []byte {
	t.Helper()
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-background-networking", true), chromedp.Flag("hide-scrollbars", true))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), flags...)
	defer stop()
	ctx, closeTab := chromedp.NewContext(allocator)
	defer closeTab()
	// The limit must not end the first call: that one starts the browser.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if _, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
		t.Fatal(err)
	}
	seen := func() error {
		return chromedp.Do(ctx, chromedp.Navigate(address))
	}
	if err := seen(); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](`localStorage.setItem('detente-tour', 'seen')`)); err != nil {
		t.Fatal(err)
	}
	if err := seen(); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](`[...document.querySelectorAll('[data-chart]')].every((f) => f.dataset.state === 'ready')`, chromedp.WithPollingTimeout(15*time.Second))); err != nil {
		t.Fatal(err)
	}
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng})
	if err != nil {
		t.Fatal(err)
	}
	return shot.Data
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
