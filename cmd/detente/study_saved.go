package main

import (
	"fmt"
	"slices"
	"text/tabwriter"
	"time"

	"detente/internal/analysis"
	"detente/internal/export"
	"detente/internal/inquiry"
	"detente/internal/saved"
	"detente/internal/store"
)

// list prints the saved studies, the last fixed first.
func (c *studyCommand) list(p *program, db *store.DB) error {
	all, err := db.Studies(p.ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		_, err := fmt.Fprintln(p.stdout, "No study is saved yet: detente study --series ID --save NAME fixes one.")
		return err
	}
	out := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "name\tfixed\tby\ttitle")
	for _, one := range all {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", one.ID, one.FixedAt.UTC().Format(time.RFC3339), one.Author, one.Title)
	}
	return out.Flush()
}

// again asks a saved study again, on the figures of then and on the newest, and says whether anything differs. The report
// that is printed is that on the figures of then.
func (c *studyCommand) again(p *program, db *store.DB) error {
	one, err := c.find(p, db)
	if err != nil {
		return err
	}
	fixed, err := analysis.ParseSavedStudy(one.Parameters)
	if err != nil {
		return fmt.Errorf("--saved %s: %w", one.ID, err)
	}
	question, today := fixed.StudyQuestion, fixed.StudyQuestion
	today.AsOf = time.Time{}
	then, err := c.ask(p, db, question)
	if err != nil {
		return err
	}
	now, err := c.ask(p, db, today)
	if err != nil {
		return err
	}
	rerun, err := analysis.Compare(one.ResultSHA256, then, now)
	if err != nil {
		return err
	}
	verdict := fmt.Sprintf("%s, fixed at %s by %s\n%s", one.Title, one.FixedAt.UTC().Format(time.RFC3339), one.Author, rerun.Text())
	if c.Format != "text" { // what a program reads stays whole
		fmt.Fprint(p.stderr, verdict)
		return c.write(p, then, "study", export.StudyQuery(question, "", export.CSV))
	}
	fmt.Fprintln(p.stdout, verdict)
	return c.write(p, then, "study", export.StudyQuery(question, "", export.CSV))
}

func (c *studyCommand) ask(p *program, db *store.DB, q analysis.StudyQuestion) (analysis.StudyReport, error) {
	in, err := inquiry.Study(p.ctx, db, q)
	if err != nil {
		return analysis.StudyReport{}, asked(err)
	}
	report, err := analysis.Study(in)
	return report, asked(err)
}

// find looks a saved study up by its name or the id made of it.
func (c *studyCommand) find(p *program, db *store.DB) (saved.Study, error) {
	all, err := db.Studies(p.ctx)
	if err != nil {
		return saved.Study{}, err
	}
	i := slices.IndexFunc(all, func(s saved.Study) bool { return s.ID == c.Saved || s.ID == analysis.StudyID(c.Saved) })
	if i < 0 {
		return saved.Study{}, misuse{fmt.Errorf("--saved %q: there is no study of that name; detente study --list shows those there are", c.Saved)}
	}
	return all[i], nil
}
