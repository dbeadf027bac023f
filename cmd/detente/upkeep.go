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

type versionCommand struct{}

// Help shows an example.
func (versionCommand) Help() string { return "Example:\n  detente version" }

// Run prints the versions.
func (c *versionCommand) Run(p *program) error {
	set, err := data.Load()
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "detente %s\nembedded set %s: %d fixings, %d events\n", release(), set.Version, len(set.Fixings), len(set.Events))
	return nil
}

// release is the version that the program was built from.
func release() string {
	if build, ok := debug.ReadBuildInfo(); ok {
		return build.Main.Version
	}
	return "unknown"
}
