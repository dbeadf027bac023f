// Package render draws charts without a browser: the option and figures that a page would hold become SVG, by the same
// ECharts bundle, run inside the process, and PNG for those who show bitmaps alone.
//
// The engine has no network, no clock and no files, a limit of memory and one of time. What comes out holds no script and
// refers to nothing outside; titles are text. The package computes no statistic and reads no store.
package render

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"detente/internal/chart"
)

// Picture says how a chart is drawn. The zero Picture is 1200 by 720 pixels in the light theme, without a source line.
type Picture struct {
	W, H   int
	Theme  Theme
	Scale  float64 // of a PNG alone, 1 to 3; zero is UsualScale
	Source string  // who publishes the figures, and as of when; printed under the chart
	Link   string  // where the chart is; printed under the source
	// Words are what the bundle says of itself, by its English: names of months, of directions. Nil is English. What the chart
	// says, and Source, are in that language already.
	Words map[string]string
}

// The sizes that are drawn: beyond them a picture says nothing, or takes too long.
const (
	minSide, maxSide = 240, 4000
	defaultW         = 1200
	defaultH         = 720
)

// ErrInvalid is wrapped where a picture or a chart cannot be drawn as it is asked for.
var ErrInvalid = errors.New("cannot be drawn")

func (p Picture) normal() (Picture, error) {
	if p.W == 0 {
		p.W = defaultW
	}
	if p.H == 0 {
		p.H = defaultH
	}
	if p.Theme == "" {
		p.Theme = Light
	}
	if p.W < minSide || p.W > maxSide || p.H < minSide || p.H > maxSide {
		return p, fmt.Errorf("render: %w: %d by %d pixels: want %d to %d each way", ErrInvalid, p.W, p.H, minSide, maxSide)
	}
	if _, ok := palettes[p.Theme]; !ok {
		return p, fmt.Errorf("render: %w: theme %q: want light or dark", ErrInvalid, p.Theme)
	}
	return p, nil
}

// Options of a Renderer; zero fields have the default named beside them.
type Options struct {
	Engines int           // that draw at one time: 2
	Memory  uintptr       // bytes that one engine may take: 256 MiB
	Timeout time.Duration // for one chart: 10 s
	Kept    int           // drawn charts that are kept: 64
}

// Renderer draws charts. It is safe for several goroutines.
type Renderer struct {
	pool *pool
	kept *cache
}

// New returns a renderer that draws with the bundle ssr.js. The bundle is compiled at once, engines start as they are needed.
func New(bundle []byte, o Options) (*Renderer, error) {
	p, err := newPool(bundle, o)
	if err != nil {
		return nil, err
	}
	if o.Kept <= 0 {
		o.Kept = 64
	}
	return &Renderer{pool: p, kept: newCache(o.Kept)}, nil
}

// Close ends the idle engines; those that draw end as they are done. A closed renderer draws nothing more.
func (r *Renderer) Close() { r.pool.close() }

// Rest ends the idle engines, each of which holds some 15 MB, and forgets the drawn charts that are kept; a drawing after it
// takes two tenths of a second longer.
func (r *Renderer) Rest() {
	r.pool.rest()
	r.kept.forget()
}

// job is what the bundle is given.
type job struct {
	ID      string            `json:"id"`
	Option  json.RawMessage   `json:"option"`
	Data    json.RawMessage   `json:"data"`
	Colours map[string]string `json:"colours"`
	Family  string            `json:"family"`
	Width   int               `json:"width"`
	Height  int               `json:"height"` // for the chart and its notes together
	Line    int               `json:"noteLine"`
	Fit     int               `json:"noteFit"`
	Words   map[string]string `json:"words,omitempty"`
}

// drawn is what the bundle gives back.
type drawn struct {
	SVG    string   `json:"svg"`
	Height int      `json:"height"` // of the chart alone
	Notes  []string `json:"notes"`  // lines under it
}

// SVG returns c as one SVG document with its title, notes, source and link. Equal questions are answered with equal
// bytes, from memory where they were asked before. Cancelling ctx stops the drawing.
func (r *Renderer) SVG(ctx context.Context, c chart.Chart, p Picture) ([]byte, error) {
	p, err := p.normal()
	if err != nil {
		return nil, err
	}
	key := keyOf(c, p)
	return r.kept.get(ctx, key, func() ([]byte, error) { return r.draw(ctx, c, p, key) })
}

func (r *Renderer) draw(ctx context.Context, c chart.Chart, p Picture, key string) ([]byte, error) {
	s := newSheet(c, p)
	width := p.W - 2*margin
	out, err := r.pool.draw(ctx, job{c.ID, c.Option, c.Data, palettes[p.Theme], family, width, s.room(), noteLine, fit(width, noteSize), p.Words})
	if err != nil {
		return nil, fmt.Errorf("render: chart %s: %w", c.ID, err)
	}
	return s.compose(out, key)
}

// keyOf tells one question from another.
func keyOf(c chart.Chart, p Picture) string {
	sum := sha256.New()
	for _, part := range [][]byte{[]byte(c.ID), []byte(c.Title), c.Option, c.Data, []byte(p.Theme), []byte(p.Source), []byte(p.Link)} {
		fmt.Fprintf(sum, "%d:", len(part))
		sum.Write(part)
	}
	fmt.Fprintf(sum, "%d x %d in %d words", p.W, p.H, len(p.Words))
	return hex.EncodeToString(sum.Sum(nil))
}
