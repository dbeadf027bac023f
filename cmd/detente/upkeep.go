package main

import (
	"fmt"
	"runtime/debug"

	"detente/data"
	"detente/internal/store"
)

type backupCommand struct {
	File string `arg:"" help:"New file to write; an existing one is refused." type:"path"`
}

// Help shows an example.
func (backupCommand) Help() string {
	return "The copy is taken in one read of the database, which may be written to meanwhile.\n\nExample:\n  detente backup /backup/detente-2022-02-07.db"
}

// Run copies the database.
func (c *backupCommand) Run(p *program) error {
	return p.with(func(db *store.DB) error {
		if err := db.Backup(p.ctx, c.File); err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "%s is a copy of %s\n", c.File, db.Path())
		return nil
	})
}

type checkCommand struct{}

// Help shows an example.
func (checkCommand) Help() string {
	return "Exit status 1 where the file is damaged; gaps are listed and are no fault of the file.\n\nExample:\n  detente check --db data/detente.db"
}

// Run checks the file and lists the gaps.
func (c *checkCommand) Run(p *program) error {
	return p.with(func(db *store.DB) error {
		faults, err := db.Check(p.ctx)
		if err != nil {
			return err
		}
		coverage, err := db.Coverage(p.ctx)
		if err != nil {
			return err
		}
		for _, c := range coverage {
			fmt.Fprintf(p.stdout, "%-18s %7d rows  %s to %s\n", c.Series.ID, c.Count, c.First, c.Last)
			for _, g := range c.Gaps {
				fmt.Fprintf(p.stdout, "%-18s gap: nothing between %s and %s\n", "", g.From, g.To)
			}
		}
		if len(faults) == 0 {
			fmt.Fprintln(p.stdout, "integrity: sound")
			return nil
		}
		for _, f := range faults {
			fmt.Fprintln(p.stdout, f)
		}
		return fmt.Errorf("%s is damaged: restore a backup, or export what can be read", db.Path())
	})
}

type versionCommand struct{}

// Help shows an example.
func (versionCommand) Help() string { return "Example:\n  detente version" }

// Run prints the versions.
func (c *versionCommand) Run(p *program) error {
	set, err := data.Load()
	if err != nil {
		return err
	}
	version := "unknown"
	if build, ok := debug.ReadBuildInfo(); ok {
		version = build.Main.Version
	}
	fmt.Fprintf(p.stdout, "detente %s\nembedded set %s: %d fixings, %d events\n", version, set.Version, len(set.Fixings), len(set.Events))
	return nil
}
