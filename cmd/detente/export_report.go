package main

import (
	"detente/internal/export"
	"detente/internal/store"
)

// reportFile says which table of a result is written, and where.
type reportFile struct {
	Table string `help:"Which table is written; a wrong name lists them. Without it json holds everything." placeholder:"NAME"`
	fileFlags
}

type exportStudy struct {
	studyFlags
	reportFile
}

// Help shows an example.
func (exportStudy) Help() string {
	return "The result that detente study prints, to a file: one row an event, or the --table events, tests, path, regimes or unexplained.\n\n" +
		"Example:\n  detente export study --series cbr:USDRUB --category sanctions --window -1:5 -o study.csv --metadata"
}

// Run writes the result.
func (c *exportStudy) Run(p *program) error {
	question, err := c.question()
	if err != nil {
		return err
	}
	return c.export(p, "study", func(db *store.DB, o export.Options) (export.Query, error) {
		return export.StudyQuery(question, c.Table, o.Format), c.known(p.ctx, db)
	})
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
	question, err := c.question()
	if err != nil {
		return err
	}
	return c.export(p, "correlation", func(db *store.DB, o export.Options) (export.Query, error) {
		return export.CorrelationQuery(question, c.Table, o.Format), c.known(p.ctx, db)
	})
}
