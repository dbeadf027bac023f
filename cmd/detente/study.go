package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"detente/internal/analysis"
	"detente/internal/export"
	"detente/internal/fx"
	"detente/internal/inquiry"
	"detente/internal/store"
)

// studyFlags are the parameters of a study.
type studyFlags struct {
	Series string `help:"Series to measure: official rates or daily candles." placeholder:"ID"`
	Pool   string `help:"A second series of the same source, measured at the same events." placeholder:"ID"`
	eventFlags
	Estimation      offsets `help:"Fixings around day 0 that say what is normal." default:"-130:-11" placeholder:"A:B"`
	Window          offsets `help:"Fixings around day 0 that are measured." default:"0:1" placeholder:"A:B"`
	Model           string  `help:"Normal returns: mean, or market with a control; market where a control is named, else mean." enum:"mean,market," default:"" placeholder:"M"`
	Control         string  `help:"Control of the market model, which it asks for; ecb:EURUSD with --model market alone." placeholder:"ID"`
	ControlLag      int     `help:"1 takes the control's value of the day before: the ECB's rate is younger than the Bank of Russia's fixing." default:"0" placeholder:"0|1"`
	NeweyWest       *int    `help:"Lag of the Newey-West error of the calendar-time regression; by the rule 4(n/100)^(2/9) without it." placeholder:"N"`
	Signed          bool    `help:"Multiply by the direction of the events: + on escalation, - on de-escalation."`
	NonOverlapping  bool    `help:"Of episodes whose windows overlap keep the first."`
	CleanEstimation bool    `help:"Leave the windows of other events out of the estimation." default:"true" negatable:""`
	Seed            uint64  `help:"Seed of everything drawn at random." default:"1"`
	Placebo         int     `help:"Draws of placebo dates." default:"2000"`
}

type studyCommand struct {
	studyFlags
	Save  string `help:"Fix the parameters under this name before the result is computed." placeholder:"NAME" xor:"saved"`
	Saved string `help:"Ask a saved study again and say whether anything differs since it was fixed." placeholder:"NAME" xor:"saved"`
	List  bool   `help:"List the saved studies." xor:"saved"`
	output
}

// output says how a result is written.
type output struct {
	Format string `help:"text, json or csv." enum:"text,json,csv" default:"text"`
	Table  string `help:"Which table --format csv writes; a wrong name lists them." placeholder:"NAME"`
}

// Validate refuses a table where none is written.
func (o output) Validate() error {
	if o.Table != "" && o.Format != "csv" {
		return fmt.Errorf("--table %s is for --format csv: text and json tell all", o.Table)
	}
	return nil
}

// Help shows an example.
func (studyCommand) Help() string {
	return "Names a series, or a saved study, or lists those. Events of one fixing count as one episode. + is a weaker rouble. With --format csv, one row an event, or the --table events, tests, path, regimes or unexplained.\n\n" +
		"Example:\n  detente study --series cbr:USDRUB --category sanctions --from 2014-01-01 --window -1:5\n  detente study --saved sanctions-of-2022"
}

// Run prints the report.
func (c *studyCommand) Run(p *program) error {
	if c.List || c.Saved != "" {
		if flag := p.given("list", "saved", "format", "table", "db", "config", "log", "empty"); flag != "" {
			return misuse{fmt.Errorf("--%s: a saved study has its own; leave it out", flag)}
		}
	}
	switch {
	case c.List:
		return p.with(func(db *store.DB) error { return c.list(p, db) })
	case c.Saved != "":
		return p.with(func(db *store.DB) error { return c.again(p, db) })
	}
	question, err := c.question()
	if err != nil {
		return err
	}
	return p.with(func(db *store.DB) error {
		if c.Save != "" && question.AsOf.IsZero() {
			question.AsOf = p.now().UTC().Truncate(time.Second)
		}
		in, err := c.read(p, db, question)
		if err != nil {
			return err
		}
		report, err := c.report(p, db, in)
		if err != nil {
			return err
		}
		if err := p.hintEvents(db, report.NEvents); err != nil {
			return err
		}
		return c.write(p, report, "study", export.StudyQuery(question, "", export.CSV))
	})
}

// given is a flag of the command line that is none of some; empty where there is no other.
func (p *program) given(some ...string) string {
	for name := range p.chosen.Given {
		if !slices.Contains(some, name) {
			return name
		}
	}
	return ""
}

// read reads what the question is asked of.
func (c *studyFlags) read(p *program, db *store.DB, q analysis.StudyQuestion) (analysis.StudyInput, error) {
	if err := c.known(p.ctx, db); err != nil {
		return analysis.StudyInput{}, err
	}
	in, err := inquiry.Study(p.ctx, db, q)
	return in, asked(err)
}

func (c *studyFlags) question() (analysis.StudyQuestion, error) {
	if c.Series == "" {
		return analysis.StudyQuestion{}, misuse{fmt.Errorf("missing flags: --series=ID, such as %s", fx.CBRUSD)}
	}
	filter, err := c.filter()
	if err != nil {
		return analysis.StudyQuestion{}, err
	}
	id, err := oneSeries(c.Series)
	if err != nil {
		return analysis.StudyQuestion{}, err
	}
	q := analysis.DefaultStudy(id)
	q.Selection, q.AsOf = analysis.SelectionOf(filter), c.AsOf.Time
	q.Estimation, q.Window = c.Estimation, c.Window
	q.Signed, q.NonOverlapping, q.Clean, q.Seed, q.Placebos = c.Signed, c.NonOverlapping, c.CleanEstimation, c.Seed, c.Placebo
	q.ControlLag, q.NeweyWest = c.ControlLag, c.NeweyWest
	q.Pooled = fx.SeriesID(c.Pool)
	q.Take(c.Model, fx.SeriesID(c.Control))
	return q, asked(q.Validate())
}

// report computes; a study that is to be saved is fixed first and its result's hash recorded after.
func (c *studyCommand) report(p *program, db *store.DB, in analysis.StudyInput) (analysis.StudyReport, error) {
	if c.Save == "" {
		report, err := analysis.Study(in)
		return report, asked(err)
	}
	saved, err := p.fixStudy(db, c.Save, in.Question)
	if err != nil {
		return analysis.StudyReport{}, err
	}
	report, err := analysis.Study(in)
	if err != nil {
		return report, asked(err)
	}
	hash, err := report.Hash()
	if err != nil {
		return report, err
	}
	fmt.Fprintf(p.stderr, "saved as %s, fixed at %s, result %s\n", saved.ID, saved.FixedAt.Format(time.RFC3339), hash)
	return report, db.SetStudyResult(p.ctx, saved.ID, hash)
}

// fixStudy stores the parameters of a question under a name.
func (p *program) fixStudy(db *store.DB, name string, q analysis.StudyQuestion) (store.Study, error) {
	saved := store.Study{ID: analysis.StudyID(name), Title: name, FixedAt: p.now().UTC().Truncate(time.Second), AsOf: q.AsOf, Author: "user"}
	if saved.ID == "" {
		return saved, misuse{fmt.Errorf("--save %q: want a name with Latin letters or digits", name)}
	}
	version, err := db.Version(p.ctx)
	if err != nil {
		return saved, err
	}
	if saved.Parameters, err = json.Marshal(analysis.SavedStudy{StudyQuestion: q, DataVersion: version}); err != nil {
		return saved, err
	}
	err = db.SaveStudy(p.ctx, saved)
	if errors.Is(err, store.ErrTaken) {
		return saved, fmt.Errorf("--save %q: a study of that name was fixed before and stays as it is: choose another name", name)
	}
	return saved, err
}

// write prints a report in the format asked for; table names it among the exports.
func (o output) write(p *program, report inquiry.Report, table string, q export.Query) error {
	switch o.Format {
	case "json":
		return inquiry.WriteJSON(p.stdout, report)
	case "csv":
		if o.Table != "" {
			q.Result = o.Table
		}
		err := export.Result(p.stdout, export.Options{}, table, q, report)
		if errors.Is(err, export.ErrInvalid) {
			return misuse{fmt.Errorf("--table: %w", err)}
		}
		return err
	}
	_, err := io.WriteString(p.stdout, report.Text())
	return err
}
