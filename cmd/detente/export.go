package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"detente/internal/event"
	"detente/internal/export"
	"detente/internal/store"
	"detente/internal/tension"
)

type exportCommand struct {
	Table    string   `arg:"" enum:"rates,candles,events,overlay,tension" help:"rates, candles, events, overlay or tension."`
	Format   string   `enum:"csv,json,ndjson" default:"csv" help:"csv, json or ndjson."`
	Profile  string   `enum:"rfc4180,excel,excel-ru" default:"rfc4180" help:"Of CSV: rfc4180, excel (byte order mark) or excel-ru (semicolon, decimal comma)."`
	Series   []string `help:"Series ids; the Bank of Russia's pair without them." placeholder:"ID,.."`
	Status   []string `help:"Statuses of events; confirmed and scheduled without them." placeholder:"S,.."`
	HalfLife float64  `default:"14" help:"Half-life of the tension index in days." placeholder:"DAYS"`
	Output   string   `short:"o" help:"File to write, replaced when it is whole; standard output without it." type:"path" placeholder:"FILE"`
	eventFlags
}

// Help shows an example.
func (exportCommand) Help() string {
	return "The same question gives the same bytes as the pages' links.\n\nExample:\n  detente export overlay --from 2022-01-01 --to 2022-03-31 -o overlay.csv\n  detente export events --category sanctions --actor EU --format ndjson"
}

// Run writes the table.
func (c *exportCommand) Run(p *program) error {
	query, err := c.query()
	if err != nil {
		return err
	}
	options := export.Options{Format: export.Format(c.Format), Profile: export.Profile(c.Profile)}
	if err := options.Validate(); err != nil {
		return misuse{err}
	}
	return p.with(func(db *store.DB) error {
		for _, id := range query.Series {
			if _, err := knownSeries(p.ctx, db, id); err != nil {
				return err
			}
		}
		return p.toFile(c.Output, func(w io.Writer) error {
			return export.Write(p.ctx, w, options, c.Table, db, query)
		})
	})
}

func (c *exportCommand) query() (q export.Query, err error) {
	if q.Series, err = seriesFlag(c.Series); err != nil {
		return q, err
	}
	if c.Table == "candles" && len(q.Series) == 0 {
		return q, misuse{errors.New("export candles needs --series, such as moex:USDRUB:1d")}
	}
	if q.Filter, err = c.filter(); err != nil {
		return q, err
	}
	for _, s := range c.Status {
		q.Filter.Statuses = append(q.Filter.Statuses, event.Status(s))
	}
	q.Tension = tension.Options{HalfLife: c.HalfLife}
	if err := errors.Join(q.Filter.Validate(), q.Tension.Validate()); err != nil {
		return q, misuse{err}
	}
	return q, nil
}

// toFile gives work standard output, or a file beside path that takes its place when all is written. A failure leaves
// what was there before and no half of the new.
func (p *program) toFile(path string, work func(io.Writer) error) error {
	if path == "" {
		out := bufio.NewWriter(p.stdout)
		return errors.Join(work(out), out.Flush())
	}
	half := path + ".part"
	f, err := os.Create(half)
	if err != nil {
		return err
	}
	err = errors.Join(work(f), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(half, path)
	}
	if err != nil {
		_ = os.Remove(half) // the first error says why
		if errors.Is(err, context.Canceled) {
			return err
		}
		return fmt.Errorf("%s was not written: %w", path, err)
	}
	return nil
}
