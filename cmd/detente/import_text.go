package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source/gpr"
	"detente/internal/source/liveblog"
	"detente/internal/store"
)

type importLiveblog struct {
	File       string     `arg:"" help:"Plain text of a live-blog; - is standard input."`
	Date       civil.Date `required:"" help:"Day of the page, YYYY-MM-DD." placeholder:"D"`
	TZ         string     `name:"tz" required:"" help:"Time zone of its clock times, such as UTC or Europe/Moscow." placeholder:"ZONE"`
	SourceName string     `help:"Who published it, as the drafts cite it."`
	SourceURL  string     `name:"source-url" help:"Where." placeholder:"URL"`
	Quotes     bool       `help:"Store the rate quotes too; without it they are only listed."`
	DryRun     bool       `help:"List what would be stored, store nothing."`
}

// Help shows an example.
func (importLiveblog) Help() string {
	return "Paragraphs become drafts, never confirmed events: detente event list --status draft shows them. A text read again adds nothing, " +
		"and leaves what was decided as it is.\n\nExample:\n  detente import liveblog page.txt --date 2022-02-07 --tz UTC --source-name \"Al Jazeera\" --dry-run"
}

// Run stores the drafts of a page.
func (c *importLiveblog) Run(p *program) error {
	zone, err := time.LoadLocation(c.TZ)
	if err != nil || c.TZ == "Local" || c.TZ == "" {
		return misuse{fmt.Errorf("--tz %q is not known: want a name such as UTC or Europe/Moscow", c.TZ)}
	}
	text, err := p.text(c.File, liveblog.MaxText)
	if err != nil {
		return err
	}
	return p.with(func(db *store.DB) error {
		actors, err := db.Actors(p.ctx)
		if err != nil {
			return err
		}
		page := liveblog.Page{Date: c.Date, Zone: zone, Actors: actors, SourceName: c.SourceName, SourceURL: c.SourceURL}
		result, err := liveblog.ParsePage(text, page)
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		p.tellPage(result)
		return p.perhaps(db, c.DryRun, func(p *program) error { return c.store(p, db, result) })
	})
}

// text reads a file, or standard input, that may hold no more than limit bytes.
func (p *program) text(name string, limit int64) (string, error) {
	in := p.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return "", err
		}
		defer f.Close()
		in = f
	}
	content, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	if int64(len(content)) > limit {
		return "", fmt.Errorf("%s: the text is longer than %d KB: cut it into days", name, limit>>10)
	}
	return string(content), nil
}

// tellPage lists what a page offers, line by line, so that nothing of it is left out unseen.
func (p *program) tellPage(r liveblog.Result) {
	for _, e := range r.Drafts {
		fmt.Fprintf(p.stdout, "draft    %s  %s  %s  %s\n", e.ID, e.Lasting(), e.Category, printable(e.Title))
	}
	for _, q := range r.Quotes {
		fmt.Fprintf(p.stdout, "quote    %s %s  %s\n", q.Series, q.Value, quoteTime(q))
	}
	for _, u := range r.Undated {
		fmt.Fprintf(p.stdout, "undated  %s %s  %s: %s\n", u.Quote.Series, u.Quote.Value, printable(u.Phrase), printable(u.Text))
	}
	for _, s := range r.Skipped {
		fmt.Fprintf(p.stdout, "skipped  line %d: %s: %s\n", s.Line, s.Reason, printable(s.Text))
	}
}

func quoteTime(q fx.Quote) string {
	if q.DayOnly {
		return civil.Of(q.At.UTC()).String()
	}
	return stamp(q.At)
}

func (c *importLiveblog) store(p *program, db *store.DB, r liveblog.Result) error {
	quotes := runlog.Counts{New: len(r.Quotes)}
	drafts, err := db.AddDrafts(p.ctx, r.Drafts, importer, p.now())
	if err != nil {
		return err
	}
	if c.Quotes {
		if quotes, err = db.PutQuotes(p.ctx, r.Quotes, importer, p.now()); err != nil {
			return err
		}
	}
	listed := ""
	if !c.Quotes && len(r.Quotes) > 0 {
		listed = ", listed only: --quotes stores them"
	}
	fmt.Fprintf(p.stdout, "%s: %s, %d there already (%s); %s%s\n", c.File, counted(drafts.New, "draft"), drafts.Same, outcomeOf(c.DryRun), counted(quotes.New, "quote"), listed)
	return nil
}

type importGPR struct {
	File   string `arg:"" help:"CSV of the daily Geopolitical Risk index; - is standard input."`
	DryRun bool   `help:"Read and check everything, store nothing."`
}

// Help shows an example.
func (importGPR) Help() string {
	return "The authors publish a spreadsheet: save it as CSV with the columns date (or DAY) and GPRD. Values that they revise replace the old ones, " +
		"which are kept.\n\nExample:\n  detente import gpr data_gpr_daily_recent.csv"
}

// Run stores the index as a comparison line.
func (c *importGPR) Run(p *program) error {
	list, err := p.readGPR(c.File)
	if err != nil {
		return err
	}
	var counts runlog.Counts
	err = p.with(func(db *store.DB) error {
		return p.perhaps(db, c.DryRun, func(p *program) (err error) {
			counts, err = db.PutGauges(p.ctx, list, importer, p.now())
			return err
		})
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s: gpr: %d new, %d the same, %d revised (%s)\n", c.File, counts.New, counts.Same, counts.Revised, outcomeOf(c.DryRun))
	return nil
}

func (p *program) readGPR(name string) ([]event.Gauge, error) {
	if name == "-" {
		return gpr.Read(p.stdin, "standard input")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return gpr.Read(f, name)
}
