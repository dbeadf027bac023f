package main

import (
	"errors"
	"fmt"
	"io"

	"detente/assets"
	"detente/data"
	"detente/internal/analysis"
	"detente/internal/inquiry"
	"detente/internal/render"
	"detente/internal/report"
	"detente/internal/store"
	"detente/internal/tension"
)

type reportCommand struct {
	File     string  `arg:"" type:"path" help:"HTML file to write, replaced when it is whole."`
	Series   string  `default:"cbr:USDRUB" placeholder:"ID" help:"Series of the event study."`
	HalfLife float64 `default:"14" placeholder:"DAYS" help:"Half-life of the tension index in days."`
	Seed     uint64  `default:"1" help:"Seed of everything drawn at random."`
	eventFlags
}

// Help shows an example.
func (reportCommand) Help() string {
	return "One file that stands by itself: charts, tables, methods, sources and data version. Without --from and --to, the last twelve months.\n\nExample:\n  detente report february.html --from 2022-01-15 --to 2022-03-15\n  detente report sanctions.html --category sanctions --from 2014-01-01"
}

// Run writes the report.
func (c *reportCommand) Run(p *program) error {
	filter, err := c.filter()
	if err != nil {
		return err
	}
	question := report.Question{Filter: filter, Tension: tension.Options{HalfLife: c.HalfLife}}
	if err := question.Tension.Validate(); err != nil {
		return misuse{err}
	}
	if c.HalfLife == 0 { // of Options it means the usual one
		return misuse{errors.New("--half-life 0: want a number of days above zero")}
	}
	drawer, err := newRenderer()
	if err != nil {
		return err
	}
	defer drawer.Close()
	return p.with(func(db *store.DB) error {
		if err := c.known(p.ctx, db); err != nil {
			return err
		}
		figures, err := report.Read(p.ctx, db, question, p.now())
		if err != nil {
			return err
		}
		figures.Embedded = data.Version()
		if figures.Study, err = c.study(p, db, figures); err != nil {
			return err
		}
		return p.toFile(c.File, func(w io.Writer) error { return report.Write(p.ctx, w, drawer, figures) })
	})
}

// study measures the events of the report's window.
func (c *reportCommand) study(p *program, db *store.DB, f report.Figures) (analysis.StudyReport, error) {
	id, err := oneSeries(c.Series)
	if err != nil {
		return analysis.StudyReport{}, err
	}
	q := analysis.DefaultStudy(id)
	q.Selection, q.AsOf, q.Seed = analysis.SelectionOf(f.Filter), f.Filter.AsOf, c.Seed
	in, err := inquiry.Study(p.ctx, db, q)
	if err != nil {
		return analysis.StudyReport{}, asked(err)
	}
	result, err := analysis.Study(in)
	return result, asked(err)
}

// newRenderer draws with the bundle that the program was built with.
func newRenderer() (*render.Renderer, error) {
	js, err := drawingBundle()
	if err != nil {
		return nil, err
	}
	return render.New(js, render.Options{})
}

// drawingBundle is the script that draws charts without a browser.
func drawingBundle() ([]byte, error) {
	bundle, err := assets.Load()
	if err != nil {
		return nil, err
	}
	js, err := bundle.Read(bundle.Name("ssr.js"), "")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoDrawing, err)
	}
	return js, nil
}

var errNoDrawing = errors.New("the bundle has no ssr.js: " + assets.NotBuilt())
