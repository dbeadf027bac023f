// Package report writes one HTML file that says what the figures of a window are and what can be said of them: charts as
// drawings, tables, methods, sources and the version of the data.
//
// The file stands by itself: it holds no script and asks for nothing from outside. The package computes no statistic of
// its own and reads no clock.
package report

import (
	"bytes"
	"context"
	_ "embed" // of the style sheet
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"detente/internal/chart"
	"detente/internal/markup"
	"detente/internal/render"
)

//go:embed report.css
var style string

// Drawer draws charts; *render.Renderer fits it.
type Drawer interface {
	SVG(ctx context.Context, c chart.Chart, p render.Picture) ([]byte, error)
}

const (
	pictureW, overviewH, pathH = 1120, 700, 460
	instantLayout              = "2 January 2006, 15:04 UTC"
)

// page is what the template is given.
//
//pagegen:template report.html
type page struct {
	Figures
	Style          template.CSS
	Overview, Path template.HTML
	StudyText      string
	Words          func(time.Time) string
	Title, Repeat  string
}

// Write writes the report. It is made in memory first: an error leaves nothing half-written on w.
func Write(ctx context.Context, w io.Writer, d Drawer, f Figures) error {
	p, err := compose(ctx, d, f)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	var b bytes.Buffer
	if err := markup.Compose(&b, func(w *markup.Writer) { p.compose(&composer{w}) }); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

func compose(ctx context.Context, d Drawer, f Figures) (page, error) {
	p := page{Figures: f, StudyText: f.Study.Text(), Words: func(t time.Time) string { return t.UTC().Format(instantLayout) },
		Title: "Détente: " + f.From.Words() + " to " + f.To.Words(), Repeat: f.repeat()}
	p.Style = template.CSS(style) // the package's own file
	overview, err := chart.Overview(f.overview())
	if err != nil {
		return p, err
	}
	if p.Overview, err = inline(ctx, d, overview, overviewH, f.sourceLine()); err != nil {
		return p, err
	}
	if f.Study.NUsed == 0 {
		return p, nil
	}
	path, err := f.path()
	if err != nil {
		return p, err
	}
	p.Path, err = inline(ctx, d, path, pathH, f.sourceLine())
	return p, err
}

// inline draws a chart for a place in the page. The renderer has refused everything in it that runs or points outside.
func inline(ctx context.Context, d Drawer, c chart.Chart, height int, source string) (template.HTML, error) {
	svg, err := d.SVG(ctx, c, render.Picture{W: pictureW, H: height, Source: source})
	if err != nil {
		return "", err
	}
	return template.HTML(strings.TrimSpace(string(svg))), nil
}
