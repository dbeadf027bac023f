package main

import (
	"io"

	"detente/internal/analysis"
	"detente/internal/inquiry"
	"detente/internal/store"
)

// reportFile says how a result is written to a file.
type reportFile struct {
	Format string `help:"csv or json." enum:"csv,json" default:"csv"`
	Table  string `help:"Which table --format csv writes; a wrong name lists them." placeholder:"NAME"`
	Output string `short:"o" help:"File to write, replaced when it is whole; standard output without it." type:"path" placeholder:"FILE"`
}

func (f reportFile) write(p *program, report inquiry.Report, table string) error {
	return p.toFile(f.Output, func(w io.Writer) error {
		return output{Format: f.Format, Table: f.Table}.write(w, report, table)
	})
}

type exportStudy struct {
	studyFlags
	reportFile
}

// Help shows an example.
func (exportStudy) Help() string {
	return "The result that detente study prints, to a file: one row an event, or the --table events, tests, path, regimes or unexplained.\n\n" +
		"Example:\n  detente export study --series cbr:USDRUB --category sanctions --window -1:5 -o study.csv"
}

// Run writes the result.
func (c *exportStudy) Run(p *program) error {
	question, err := c.question()
	if err != nil {
		return err
	}
	var report analysis.StudyReport
	err = p.with(func(db *store.DB) error {
		in, err := c.read(p, db, question)
		if err == nil {
			report, err = analysis.Study(in)
		}
		return asked(err)
	})
	if err != nil {
		return err
	}
	return c.write(p, report, inquiry.StudyTable)
}

type exportCorrelation struct {
	correlateFlags
	reportFile
}

// Help shows an example.
func (exportCorrelation) Help() string {
	return "The result that detente correlate prints, to a file: the --table summary, ccf, rolling, ols, granger, local_projection, periods or scatter.\n\n" +
		"Example:\n  detente export correlation --series cbr:USDRUB --tension stock --from 2021-11-01 --to 2022-02-23 --format json -o correlation.json"
}

// Run writes the result.
func (c *exportCorrelation) Run(p *program) error {
	report, err := c.report(p)
	if err != nil {
		return err
	}
	return c.write(p, report, inquiry.CorrelationTable)
}
