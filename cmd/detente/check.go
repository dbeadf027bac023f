package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"detente/data"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/store"
)

// apart is how far two sources may be from each other on one day before it is said.
const apart = 0.02

type checkCommand struct {
	Repair bool `help:"Make the counts and rollups of candles anew where they differ from the candles."`
}

// Help shows an example.
func (checkCommand) Help() string {
	return "Checks the file page by page, tables and triggers, rows that refer to nothing, embedded rows against the program's, and rollups against candles. Exit status 1 where something is damaged;\ngaps, days on which sources disagree, rates and candles that are hard to believe, events that are past and still scheduled and imports\nthat were cut short are listed and are no fault of the file.\n\nExample:\n  detente check --db data/detente.db"
}

// Run checks the file and lists what one should know of the figures.
func (c *checkCommand) Run(p *program) error {
	return p.with(func(db *store.DB) error {
		faults, err := db.Check(p.ctx)
		if err != nil {
			return err
		}
		if len(faults) == 0 {
			faults, err = p.checkEmbedded(db)
		}
		if err != nil {
			return err
		}
		if len(faults) > 0 {
			p.list(faults)
			return fmt.Errorf("%s is damaged: restore a backup, or export what can be read", db.Path())
		}
		if err := errors.Join(p.listCoverage(db), p.listDisagreements(db), p.listDoubts(db), p.listMissed(db), p.listPassed(db), p.listImports(db)); err != nil {
			return err
		}
		if err := c.rollups(p, db); err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, "integrity: sound")
		return nil
	})
}

func (p *program) checkEmbedded(db *store.DB) ([]string, error) {
	set, err := data.Load()
	if err != nil {
		return nil, err
	}
	return db.CheckEmbedded(p.ctx, store.Dataset(set), p.now())
}

func (p *program) list(lines []string) {
	for _, l := range lines {
		fmt.Fprintln(p.stdout, l)
	}
}

func (c *checkCommand) rollups(p *program, db *store.DB) error {
	faults, err := db.CheckRollups(p.ctx)
	if err != nil || len(faults) == 0 {
		return err
	}
	p.list(faults)
	if !c.Repair {
		return fmt.Errorf("%s: rollups differ from the candles, which are what counts: run detente check --repair", db.Path())
	}
	if err := db.RepairRollups(p.ctx); err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, "the rollups were made anew from the candles")
	return nil
}

func (p *program) listDisagreements(db *store.DB) error {
	found, err := db.Disagreements(p.ctx, apart)
	for _, d := range found {
		fmt.Fprintf(p.stdout, "W-DUAL %s: %s is %.4f by %s and %.4f by %s, %+.1f %%\n", d.Set, d.What, d.RateA, d.A, d.RateB, d.B, 100*d.Difference)
	}
	return err
}

// listMissed lists the days without a value within the lines of GDELT. A run looks thirty days back: a program that was off for
// longer leaves a hole that nothing fills by itself.
func (p *program) listMissed(db *store.DB) error {
	lines, err := db.Gauges(p.ctx)
	for _, line := range lines {
		if !strings.HasPrefix(line.Name, "gdelt") || !strings.HasSuffix(line.Name, ":rows") || err != nil {
			continue
		}
		var days []event.Gauge
		days, err = db.Gauge(p.ctx, line.Name, fx.Range{})
		for i := 1; i < len(days); i++ {
			if first, last := days[i-1].Day.AddDays(1), days[i].Day.AddDays(-1); !last.Before(first) {
				fmt.Fprintf(p.stdout, "%-18s gap: nothing from %s to %s: detente collect --source gdelt --since %s --until %s\n", line.Name, first, last, first, last)
			}
		}
	}
	return err
}

// passedShown is how many events a check lists that are past and still scheduled.
const passedShown = 20

// listPassed lists what was scheduled and is over: it counts in no figure, and nothing else asks for a decision.
func (p *program) listPassed(db *store.DB) error {
	list, err := db.Scheduled(p.ctx, time.Time{}, p.now())
	list = slices.DeleteFunc(list, func(e event.Event) bool { return !e.LastDay().Before(civil.Of(p.now().UTC())) })
	for _, e := range list[:min(len(list), passedShown)] {
		fmt.Fprintf(p.stdout, "past and still scheduled: %s, %s: detente event confirm or reject it, or it counts in no figure\n", e.ID, e.Lasting())
	}
	if more := len(list) - passedShown; more > 0 {
		fmt.Fprintf(p.stdout, "past and still scheduled: %d more: detente event list --status scheduled\n", more)
	}
	return err
}

func (p *program) listImports(db *store.DB) error {
	open, err := db.UnfinishedImports(p.ctx)
	for _, i := range open {
		fmt.Fprintln(p.stdout, halfDone(i))
	}
	return err
}

func halfDone(i store.Import) string {
	return fmt.Sprintf("the import of %s stopped after %d of its %d candles: import it again and it goes on from there", i.Name, i.Done, i.Rows)
}
