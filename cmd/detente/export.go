package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"

	"detente/internal/event"
	"detente/internal/export"
	"detente/internal/fx"
	"detente/internal/store"
	"detente/internal/tension"
)

type exportCommand struct {
	Rates       exportTable       `cmd:"" help:"Official rates: the Bank of Russia's pair, or --series."`
	Candles     exportTable       `cmd:"" help:"Market candles of --series."`
	Quotes      exportTable       `cmd:"" help:"Prices that newspapers and agencies printed."`
	Events      exportTable       `cmd:"" help:"Events, with who reports them."`
	Overlay     exportTable       `cmd:"" help:"Rates, returns, tension and events, a row a set date."`
	Tension     exportTable       `cmd:"" help:"The tension index, a row a day."`
	Gauges      exportTable       `cmd:"" help:"Comparison lines of others (Geopolitical Risk index, GDELT), a row a day, with --gauge."`
	Study       exportStudy       `cmd:"" help:"An event study, as detente study asks it."`
	Correlation exportCorrelation `cmd:"" help:"A correlation, as detente correlate asks it."`
}

const exportExamples = "Example:\n  detente export overlay --from 2022-01-01 --to 2022-03-31 -o overlay.csv --metadata\n" +
	"  detente export rates --frequency month --aggregation eop --units pc1 --format xlsx -o year-on-year.xlsx\n" +
	"  detente export events --category sanctions --actor EU --format ndjson\n" +
	"  detente export candles --series moex:USDRUB:1d -o candles.csv\n  detente export quotes --series press:USDRUB -o quotes.csv\n" +
	"  detente export gauges --gauge gpr:GPRD -o gpr.csv\n" +
	"  detente export study --series cbr:USDRUB --category sanctions -o study.csv"

// Help shows an example.
func (exportCommand) Help() string {
	return "The same question gives the same bytes as the pages' links. A workbook has the same rows; its metadata sheet also says when it was made.\n\n" + exportExamples
}

// exportTable is one table of export; which one is the name of the command.
type exportTable struct {
	Table    string   `kong:"-"`
	Format   string   `enum:"csv,xlsx,json,ndjson" default:"csv" help:"csv, xlsx, json or ndjson."`
	Profile  string   `enum:"rfc4180,excel,excel-ru" default:"rfc4180" help:"Of CSV: rfc4180, excel (byte order mark) or excel-ru (semicolon, decimal comma)."`
	Series   []string `help:"Series ids; without them the Bank of Russia's pair, of quotes both of the press." placeholder:"ID,.."`
	Status   []string `help:"Statuses of events; confirmed and scheduled without them." placeholder:"S,.."`
	HalfLife float64  `default:"14" help:"Half-life of the tension index in days." placeholder:"DAYS"`
	Units    string   `placeholder:"CODE" help:"Of rates: lin, chg, ch1, pch, pc1, pca, cch, cca or log, as FRED has them; as published without it."`
	Freq     string   `name:"frequency" placeholder:"F" help:"Of rates: day, week, month, quarter or year."`
	Aggr     string   `name:"aggregation" placeholder:"A" help:"Of rates at a lower frequency: avg, sum or eop."`
	Gauge    []string `placeholder:"NAME,.." help:"Of gauges: which lines, such as gpr:GPRD; of overlay: lines to add as columns."`
	Metadata bool     `help:"Write FILE.json beside the file (Frictionless data package), and FILE-metadata.json (CSVW) beside a CSV. Needs -o."`
	Output   string   `short:"o" help:"File to write, replaced when it is whole; standard output without it." type:"path" placeholder:"FILE"`
	eventFlags
}

// Help shows an example.
func (exportTable) Help() string { return exportExamples }

// Run writes the table.
func (c *exportTable) Run(p *program, chosen *kong.Context) error {
	c.Table = chosen.Selected().Name
	query, err := c.query()
	if err != nil {
		return err
	}
	options := export.Options{Format: export.Format(c.Format), Profile: export.Profile(c.Profile)}
	if err := options.Validate(); err != nil {
		return misuse{err}
	}
	if c.Metadata && c.Output == "" {
		return misuse{errors.New("--metadata is written beside the file: give -o FILE")}
	}
	return p.with(func(db *store.DB) error {
		for _, id := range query.Series {
			if _, err := knownSeries(p.ctx, db, id); err != nil {
				return err
			}
		}
		if err := knownGauges(p.ctx, db, query.Gauges); err != nil {
			return err
		}
		if err := c.known(p.ctx, db); err != nil {
			return err
		}
		return c.write(p, db, options, query)
	})
}

// write writes the table and, where it was asked for, what it is.
func (c *exportTable) write(p *program, db *store.DB, options export.Options, query export.Query) error {
	meta, err := export.Describe(p.ctx, db, c.Table, options, query, p.now())
	if errors.Is(err, export.ErrInvalid) {
		return misuse{err}
	}
	if err != nil {
		return err
	}
	options.Meta = &meta
	err = p.toFile(c.Output, func(w io.Writer) (err error) {
		meta.Receipt, err = export.Deliver(p.ctx, w, options, c.Table, db, query)
		return err
	})
	if err != nil || !c.Metadata {
		return err
	}
	return p.sidecars(c.Output, meta)
}

// sidecars writes the descriptors of a file that was exported beside it.
func (p *program) sidecars(path string, meta export.Meta) error {
	item := export.Item{Meta: meta, Path: filepath.Base(path)}
	described, err := export.Package(item)
	if err != nil {
		return err
	}
	files := map[string][]byte{path + ".json": described}
	if meta.Options.Format == export.CSV {
		if files[path+"-metadata.json"], err = export.CSVW(item); err != nil {
			return err
		}
	}
	for name, content := range files {
		err := p.toFile(name, func(w io.Writer) error { _, err := w.Write(content); return err })
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *exportTable) query() (q export.Query, err error) {
	if q.Series, err = seriesFlag(c.Series); err != nil {
		return q, err
	}
	if c.Table == "candles" && len(q.Series) == 0 {
		return q, misuse{errors.New("export candles needs --series, such as moex:USDRUB:1d")}
	}
	if q.Filter, err = c.filter(); err != nil {
		return q, err
	}
	q.Gauges = c.Gauge
	for _, s := range c.Status {
		q.Filter.Statuses = append(q.Filter.Statuses, event.Status(s))
	}
	if c.Table == "overlay" || c.Table == "tension" {
		q.Tension = tension.Options{HalfLife: c.HalfLife}
	}
	if err := c.transform(&q); err != nil {
		return q, misuse{err}
	}
	if err := q.Validate(); err != nil {
		return q, misuse{err}
	}
	return q, nil
}

// transform reads the flags that are for rates alone.
func (c *exportTable) transform(q *export.Query) (err error) {
	if c.Table != "rates" && (c.Units != "" || c.Freq != "" || c.Aggr != "") {
		return fmt.Errorf("--units, --frequency and --aggregation are for export rates: %s has its own", c.Table)
	}
	if q.Units, err = fx.ParseUnits(c.Units); err != nil {
		return fmt.Errorf("--units: %w", err)
	}
	if q.Frequency, err = fx.ParseFrequency(c.Freq); err != nil {
		return fmt.Errorf("--frequency: %w", err)
	}
	if c.Aggr == "" {
		return nil
	}
	if q.Aggregation, err = fx.ParseAggregation(c.Aggr); err != nil {
		return fmt.Errorf("--aggregation: %w", err)
	}
	return nil
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
