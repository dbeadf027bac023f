package main

import (
	"fmt"

	"detente/internal/store"
)

type restoreCommand struct {
	File  string `arg:"" help:"A backup, as detente backup writes it." type:"existingfile" placeholder:"FILE"`
	Force bool   `help:"Set the database that is there aside, under a name that is printed."`
}

// Help shows an example.
func (restoreCommand) Help() string {
	return "The backup is checked whole before anything is touched. Stop the server first: a database in use is refused.\n\nExample:\n  detente restore /backup/detente-2022-02-07.db --force"
}

// Run puts the backup in the place of --db.
func (c *restoreCommand) Run(p *program) error {
	aside, err := store.Restore(p.ctx, c.File, p.cli.DB, c.Force)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s is a copy of %s\n", p.cli.DB, c.File)
	if aside != "" {
		fmt.Fprintf(p.stdout, "what was there is now %s\n", aside)
	}
	return nil
}
