package web

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/chart"
	"detente/internal/render"
)

// pictureState says how a chart is drawn and, where a page has several, which one.
type pictureState struct {
	width, height int
	theme         string
	figure        string
	scale         float64 // of a PNG alone
}

var pictureReaders = readers[pictureState]{
	"width":  func(p *pictureState, v string) (err error) { p.width, err = readPixels(v); return err },
	"height": func(p *pictureState, v string) (err error) { p.height, err = readPixels(v); return err },
	"theme":  func(p *pictureState, v string) error { p.theme = v; return nil },
	"figure": func(p *pictureState, v string) error { p.figure = v; return nil },
}

// bitmapReaders are those of a PNG.
var bitmapReaders = readers[pictureState]{
	"width": pictureReaders["width"], "height": pictureReaders["height"], "theme": pictureReaders["theme"], "figure": pictureReaders["figure"],
	"scale": func(p *pictureState, v string) (err error) { p.scale, err = readScale(v); return err },
}

// readScale reads a number above zero; how large it may be is the drawer's to say.
func readScale(v string) (float64, error) {
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || !(n > 0) || n > 100 {
		return 0, fmt.Errorf("%q: want a number from 1 to 3", clip(v))
	}
	return n, nil
}

// pictureKind is a way to draw a chart.
type pictureKind struct {
	suffix, contentType string
	read                readers[pictureState]
	draw                func(Drawer) func(context.Context, chart.Chart, render.Picture) ([]byte, error)
}

var (
	vector = pictureKind{"svg", "image/svg+xml", pictureReaders, func(d Drawer) func(context.Context, chart.Chart, render.Picture) ([]byte, error) { return d.SVG }}
	bitmap = pictureKind{"png", "image/png", bitmapReaders, func(d Drawer) func(context.Context, chart.Chart, render.Picture) ([]byte, error) { return d.PNG }}
)

// pictureKinds are by their suffix.
var pictureKinds = map[string]pictureKind{vector.suffix: vector, bitmap.suffix: bitmap}

// parse takes what is about the picture out of the parameters; rest is the address of the page that shows the chart.
func (k pictureKind) parse(values url.Values) (p pictureState, rest url.Values, err error) {
	rest, own := maps.Clone(values), url.Values{}
	for name := range k.read {
		if list, ok := rest[name]; ok {
			own[name] = list
			delete(rest, name)
		}
	}
	p, err = k.read.read(own)
	return p, rest, err
}

// naming adds the parameters of pictures to the known ones that a refusal of the page's lists.
func (k pictureKind) naming(err error) error {
	var bad *badQuery
	if !errors.As(err, &bad) {
		return err
	}
	known, ok := strings.CutPrefix(bad.Problem, noneOfThatName)
	if !ok {
		return err
	}
	all := append(strings.Split(known, ", "), sortedKeys(k.read)...)
	slices.Sort(all)
	return &badQuery{bad.Param, noneOfThatName + strings.Join(all, ", ")}
}

// stretch is how many pixels of the picture one of the chart takes.
func (k pictureKind) stretch(p pictureState) float64 {
	if k.suffix != bitmap.suffix {
		return 1
	}
	if p.scale > 0 {
		return p.scale
	}
	return render.UsualScale
}

// sizes are the parameters that a refused size or theme may come from.
func (k pictureKind) sizes() string {
	if k.suffix == bitmap.suffix {
		return "width, height, scale or theme"
	}
	return "width, height or theme"
}

// pictureRules are the policy of a picture, which has its own style within.
const pictureRules = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'" + drawnPolicy

// answer gives a picture. It can be opened by itself: nothing in it may run or be fetched, its own style apart.
func (k pictureKind) answer(c echo.Context, drawn []byte) error {
	c.Response().Header().Set("Content-Security-Policy", pictureRules)
	return c.Blob(http.StatusOK, k.contentType, drawn)
}
