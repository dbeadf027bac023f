package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"detente/assets"
	"detente/internal/chart"
	"detente/internal/render"
	"detente/internal/web"
)

// pictures draws charts for those without a browser; where that cannot be, pages still have theirs.
func pictures() (_ web.Drawer, rest, closing func()) {
	if bundle, err := assets.Load(); err != nil || bundle.Name("ssr.js") == "" {
		slog.Warn("pictures are left out", "error", errors.Join(err, errNoDrawing))
		return nil, func() {}, func() {}
	}
	d := &lateDrawer{}
	return d, d.rest, d.close
}

// lateDrawer makes its renderer when the first picture is asked for: compiling the bundle takes longer than everything
// else a server does before its first page, and a third of a hundred megabytes.
type lateDrawer struct {
	mu       sync.Mutex
	renderer *render.Renderer
}

// SVG draws a chart.
func (d *lateDrawer) SVG(ctx context.Context, c chart.Chart, p render.Picture) ([]byte, error) {
	r, err := d.made()
	if err != nil {
		return nil, err
	}
	return r.SVG(ctx, c, p)
}

// PNG draws a chart as a bitmap.
func (d *lateDrawer) PNG(ctx context.Context, c chart.Chart, p render.Picture) ([]byte, error) {
	r, err := d.made()
	if err != nil {
		return nil, err
	}
	return r.PNG(ctx, c, p)
}

func (d *lateDrawer) made() (_ *render.Renderer, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.renderer == nil {
		d.renderer, err = newRenderer()
	}
	return d.renderer, err
}

func (d *lateDrawer) rest() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.renderer != nil {
		d.renderer.Rest()
	}
}

func (d *lateDrawer) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.renderer != nil {
		d.renderer.Close()
	}
}
