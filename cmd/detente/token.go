package main

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"detente/internal/event"
	"detente/internal/store"
)

type tokenCommand struct {
	Create tokenCreate `cmd:"" help:"Make a token and print it, once."`
	List   tokenList   `cmd:"" help:"List the tokens, the revoked too."`
	Revoke tokenRevoke `cmd:"" help:"End a token and every login made with it."`
}

// Help shows an example.
func (tokenCommand) Help() string {
	return "Reading the pages is open to everybody who reaches them; writing needs a token.\n\nExample:\n  detente token create \"Anna Petrova\""
}

type tokenCreate struct {
	Name string `arg:"" help:"Whose it is: the author of what is written with it."`
}

// Help shows an example.
func (tokenCreate) Help() string {
	return "Reading needs no token. Only a hash of it is stored: keep what is printed.\n\nExample:\n  detente token create \"Anna Petrova\""
}

// Run prints the token alone on standard output, so that it can be piped.
func (c *tokenCreate) Run(p *program) error {
	return p.with(func(db *store.DB) error {
		secret, t, err := db.CreateToken(p.ctx, c.Name, p.now())
		if errors.Is(err, event.ErrInvalid) {
			return misuse{err}
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, secret)
		fmt.Fprintf(p.stderr, "detente: token %s of %s: it is not shown again; detente token revoke %s ends it\n", t.ID, printable(t.Name), t.ID)
		return nil
	})
}

type tokenList struct{}

// Help shows an example.
func (tokenList) Help() string { return "Example:\n  detente token list" }

// Run prints the tokens by the time they were made.
func (c *tokenList) Run(p *program) error {
	return p.with(func(db *store.DB) error {
		list, err := db.Tokens(p.ctx)
		if err != nil {
			return err
		}
		return p.toFile("", func(w io.Writer) error {
			out := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
			fmt.Fprintln(out, "ID\tNAME\tCREATED\tLAST USED\tREVOKED")
			for _, t := range list {
				fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", t.ID, printable(t.Name), stamp(t.Created), stamp(t.Used), stamp(t.Revoked))
			}
			return out.Flush()
		})
	})
}

type tokenRevoke struct {
	ID string `arg:"" name:"id" help:"Id of the token, as list prints it."`
}

// Help shows an example.
func (tokenRevoke) Help() string { return "Example:\n  detente token revoke 3f2a9c1b7d5e8046" }

// Run revokes the token.
func (c *tokenRevoke) Run(p *program) error {
	return p.with(func(db *store.DB) error {
		err := db.RevokeToken(p.ctx, c.ID, p.now())
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("%w: detente token list shows the ids", err)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "%s: revoked\n", c.ID)
		return nil
	})
}
