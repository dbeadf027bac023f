package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source/file"
	"detente/internal/store"
)

type importCommand struct {
	Rates    importRates    `cmd:"" help:"Rates (date,usd_rub,eur_rub or series,date,value[,nominal]) or candles (series,start,open,high,low,close[,volume])."`
	Events   importEvents   `cmd:"" help:"Events: occurred_at and title, and any other of the export's columns."`
	Liveblog importLiveblog `cmd:"" help:"A live-blog's plain text, cut into drafts."`
	GPR      importGPR      `cmd:"" name:"gpr" help:"The daily Geopolitical Risk index, as a comparison line."`
}

// Help shows an example.
func (importCommand) Help() string {
	return "Example:\n  detente import events ministers.csv\n  detente export rates | detente import rates - --dry-run"
}

type importFiles struct {
	Files  []string `arg:"" name:"file" help:"CSV, JSON or NDJSON files; - is standard input."`
	DryRun bool     `help:"Read and check everything, store nothing."`
	TZ     string   `name:"tz" help:"Time zone of clock times that name none, such as Europe/Moscow." placeholder:"ZONE"`
}

type importRates struct {
	importFiles
	Series           string `help:"Series that the file must be of; for a file of columns such as usd_rub, one of the series whose source published them." placeholder:"ID"`
	NewSeries        bool   `help:"Add series that the database does not know."`
	AcceptLargeMoves bool   `help:"Take rates that moved further than can be believed without a look."`
}

type importEvents struct {
	importFiles
	Category string   `help:"Of events that name none." placeholder:"C"`
	Actor    []string `help:"Of events that name none." placeholder:"A,.."`
}

// Help shows an example.
func (importRates) Help() string {
	return "A file is taken whole or not at all. Dates of wide rates are effective dates.\n\nExample:\n  detente import rates cbr.csv\n  detente import rates candles-2022-02.csv --dry-run"
}

// Help shows an example.
func (importEvents) Help() string {
	return "A file is taken whole or not at all. An unknown column is an error that names it. An event that lies ahead and has no status is scheduled. " +
		"An iCalendar (.ics) is read too: one that is moved keeps its identity by its UID.\n\n" +
		"Example:\n  detente import events ministers.csv --dry-run\n  detente import events clock-times.csv --tz Europe/Moscow\n  detente import events board-meetings.ics --category monetary_policy --actor RUS"
}

// Run imports each file.
func (c *importRates) Run(p *program) error {
	options, rules := file.Options{}, importRules{newSeries: c.NewSeries, largeMoves: c.AcceptLargeMoves}
	if c.Series != "" {
		id, err := fx.ParseSeriesID(c.Series)
		if err != nil {
			return misuse{fmt.Errorf("--series: %w", err)}
		}
		options.Source, options.Only = id.Source(), id
	}
	return p.importAll(c.importFiles, options, rules, file.KindRates, file.KindCandles)
}

// Run imports each file.
func (c *importEvents) Run(p *program) error {
	if c.Category != "" && !slices.Contains(event.Categories(), event.Category(c.Category)) {
		return misuse{fmt.Errorf("--category %s: want one of %v", c.Category, event.Categories())}
	}
	options := file.Options{CodedBy: "import", CodedAt: p.now(), Now: p.now(), Category: event.Category(c.Category), Actors: upper(c.Actor),
		Usual: file.KindEvents}
	return p.importAll(c.importFiles, options, importRules{}, file.KindEvents)
}

func (p *program) importAll(c importFiles, options file.Options, rules importRules, kinds ...file.Kind) error {
	if _, err := time.LoadLocation(c.TZ); err != nil || c.TZ == "Local" {
		return misuse{fmt.Errorf("--tz %s: no such time zone: want a name such as Europe/Moscow or UTC", c.TZ)}
	}
	options.Zone = c.TZ
	return p.with(func(db *store.DB) error {
		return p.perhaps(db, c.DryRun, func(p *program) error {
			for _, name := range c.Files {
				options.Name = name
				job := importJob{program: p, db: db, options: options, rules: rules, kinds: kinds, dry: c.DryRun}
				if err := job.run(name); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// perhaps does the work; dry, everything it writes is taken back, so that it counts what the work in earnest would.
func (p *program) perhaps(db *store.DB, dry bool, work func(p *program) error) error {
	if !dry {
		return work(p)
	}
	return db.Rehearse(p.ctx, func(ctx context.Context) error {
		rehearsing := *p
		rehearsing.ctx = ctx
		return work(&rehearsing)
	})
}

// outcomeOf ends the line that says what became of a file.
func outcomeOf(dry bool) string {
	if dry {
		return "checked, nothing stored"
	}
	return "stored"
}

// importJob takes one file.
type importJob struct {
	*program
	db      *store.DB
	options file.Options
	rules   importRules
	kinds   []file.Kind
	dry     bool
}

func (j *importJob) run(name string) error {
	in, err := j.spool(name)
	if err != nil {
		return err
	}
	defer in.Close()
	f, err := file.Open(in, j.options)
	if err != nil {
		return err
	}
	if f.Kind() != j.kinds[0] && f.Kind() != j.kinds[len(j.kinds)-1] {
		return fmt.Errorf("%s holds %s: use detente import %s", name, f.Kind(), f.Kind())
	}
	counts, err := j.take(f, in)
	if err != nil {
		return err
	}
	fmt.Fprintf(j.stdout, "%s: %s: %d new, %d the same, %d revised (%s)\n", name, f.Kind(), counts.New, counts.Same, counts.Revised, outcomeOf(j.dry))
	return nil
}

// spool gives the file, or a copy of standard input that can be read twice.
func (j *importJob) spool(name string) (*os.File, error) {
	if name != "-" {
		return os.Open(name)
	}
	copied, err := os.CreateTemp("", "detente-import-*")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(copied.Name()) // it lives as long as it is open
	if _, err := io.Copy(copied, j.stdin); err != nil {
		return nil, errors.Join(fmt.Errorf("standard input: %w", err), copied.Close())
	}
	_, err = copied.Seek(0, io.SeekStart)
	return copied, err
}

func (j *importJob) take(f *file.File, in io.ReadSeeker) (runlog.Counts, error) {
	switch f.Kind() {
	case file.KindRates:
		return j.takeRates(f)
	case file.KindEvents:
		return j.takeEvents(f)
	}
	return j.takeCandles(in)
}

func (j *importJob) takeRates(f *file.File) (runlog.Counts, error) {
	if err := j.checkSeries(f); err != nil {
		return runlog.Counts{}, err
	}
	fixings, err := f.Rates()
	if err != nil {
		return runlog.Counts{}, err
	}
	if err := j.checkRates(fixings, f.RateLines()); err != nil {
		return runlog.Counts{}, err
	}
	if err := describe(j, fixings, fx.KindFixing, func(f fx.Fixing) fx.SeriesID { return f.Series }); err != nil {
		return runlog.Counts{}, err
	}
	return j.db.PutFixings(j.ctx, fixings, importer, j.now())
}

func (j *importJob) takeEvents(f *file.File) (runlog.Counts, error) {
	events, err := f.Events()
	if err != nil {
		return runlog.Counts{}, err
	}
	if err := j.layOver(f, events); err != nil {
		return runlog.Counts{}, err
	}
	return j.db.PutEvents(j.ctx, []event.Event(events), importer, j.now())
}

// layOver fills in what the file does not say of events that are stored.
func (j *importJob) layOver(f *file.File, events event.Timeline) error {
	at := make(map[string]int, len(events))
	ids := make([]string, len(events))
	for i := range events {
		ids[i], at[events[i].ID] = events[i].ID, i
	}
	stored, err := j.db.Events(j.ctx, event.Filter{IDs: ids, Statuses: event.Statuses()})
	for _, before := range stored {
		if i, is := at[before.ID]; is {
			events[i] = f.Over(events[i], before)
		}
	}
	return err
}

// describe adds the series that the rows name and the database does not know.
func describe[T any](j *importJob, rows []T, kind fx.Kind, id func(T) fx.SeriesID) error {
	known, err := j.db.Series(j.ctx)
	if err != nil {
		return err
	}
	has := map[fx.SeriesID]bool{}
	for _, s := range known {
		has[s.ID] = true
	}
	for _, row := range rows {
		s := id(row)
		if has[s] {
			continue
		}
		if !j.rules.newSeries {
			return fmt.Errorf("%s: series %s is not stored%s: correct the id, or give --new-series to add it", j.options.Name, s, nearSeries(s, known))
		}
		has[s] = true
		err := j.db.PutSeries(j.ctx, fx.Series{ID: s, Kind: kind, Name: "Imported", Unit: s.Pair().Unit(), Zone: "UTC", Rule: "Imported from a file."})
		if err != nil {
			return err
		}
	}
	return nil
}
