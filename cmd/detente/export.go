package main

import (
	"errors"
	"fmt"
	"slices"

	"detente/internal/civil"
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
	Sources     exportTable       `cmd:"" help:"The series, and what is stored of each."`
	Runs        exportTable       `cmd:"" help:"Attempts to collect, the newest first."`
	Studies     exportTable       `cmd:"" help:"Saved studies with their parameters."`
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
	table    string
	Series   []string   `help:"Series ids; without them the Bank of Russia's pair, of quotes both of the press." placeholder:"ID,.."`
	Status   []string   `help:"Statuses of events; confirmed and scheduled without them." placeholder:"S,.."`
	HalfLife *float64   `help:"Half-life of the tension index in days; 14 without it." placeholder:"DAYS"`
	Units    string     `placeholder:"CODE" help:"Of rates, and of two columns more of overlay: lin, chg, ch1, pch, pc1, pca, cch, cca or log, as FRED has them; as published without it."`
	Rebase   civil.Date `placeholder:"D" help:"Of overlay: two columns more, an index of each rate with 100 on that day."`
	Freq     string     `name:"frequency" placeholder:"F" help:"Of rates: day, week, month, quarter or year."`
	Aggr     string     `name:"aggregation" placeholder:"A" help:"Of rates at a lower frequency: avg, sum or eop."`
	Gauge    []string   `placeholder:"NAME,.." help:"Of gauges: which lines, such as gpr:GPRD; of overlay: lines to add as columns."`
	By       string     `enum:"effective,set" default:"effective" help:"Which day of rates --from and --to bound: effective, in force from, or set, as pages and overlay have it."`
	Newest   int        `placeholder:"N" help:"Of runs, how many of each source."`
	fileFlags
	eventFlags
}

// Help shows an example.
func (exportTable) Help() string { return exportExamples }

// Run writes the table.
func (c *exportTable) Run(p *program) error {
	c.table = p.chosen.Name()
	query, err := c.query()
	if err != nil {
		return err
	}
	return c.export(p, c.table, func(db *store.DB, _ export.Options) (export.Query, error) {
		for _, id := range query.Series {
			if _, err := knownSeries(p.ctx, db, id); err != nil {
				return query, err
			}
		}
		if err := knownGauges(p.ctx, db, query.Gauges); err != nil {
			return query, err
		}
		return query, c.known(p.ctx, db)
	})
}

func (c *exportTable) query() (q export.Query, err error) {
	if q.Series, err = seriesFlag(c.Series); err != nil {
		return q, err
	}
	if c.table == "candles" && len(q.Series) == 0 {
		return q, misuse{errors.New("export candles needs --series, such as moex:USDRUB:1d")}
	}
	if q.Filter, err = c.filter(); err != nil {
		return q, err
	}
	q.Gauges = c.Gauge
	for _, s := range c.Status {
		q.Filter.Statuses = append(q.Filter.Statuses, event.Status(s))
	}
	q.BySet, q.Newest = c.By == "set", c.Newest
	if err := errors.Join(c.fits(q.Filter), c.halves(&q), c.transform(&q)); err != nil {
		return q, misuse{err}
	}
	if err := q.Validate(); err != nil {
		return q, misuse{err}
	}
	return q, nil
}

// fits refuses filters of events where the table holds none: they would be ignored.
func (c *exportTable) fits(f event.Filter) error {
	if slices.Contains([]string{"events", "overlay", "tension"}, c.table) {
		return nil
	}
	if len(f.Categories)+len(f.Actors)+len(f.Directions)+len(f.IDs)+len(f.Statuses)+f.MinImportance > 0 || f.Text != "" {
		return fmt.Errorf("--category, --actor, --min-importance, --direction, --text, --id and --status choose events: export %s holds none", c.table)
	}
	if slices.Contains([]string{"sources", "studies"}, c.table) && !(f.From.IsZero() && f.To.IsZero()) {
		return fmt.Errorf("--from and --to bound days: export %s holds none", c.table)
	}
	return nil
}

// halves reads the half-life of the tension index.
func (c *exportTable) halves(q *export.Query) error {
	indexed := c.table == "overlay" || c.table == "tension"
	switch {
	case c.HalfLife == nil && indexed:
		q.Tension = tension.Options{HalfLife: tension.DefaultHalfLife}
		return nil
	case c.HalfLife == nil:
		return nil
	case !indexed:
		return fmt.Errorf("--half-life is for export overlay and export tension: %s has no index", c.table)
	case *c.HalfLife == 0: // of Options it means the usual one
		return errors.New("--half-life 0: want a number of days above zero")
	}
	q.Tension = tension.Options{HalfLife: *c.HalfLife}
	return nil
}

// transform reads the flags that show rates in other units or at a lower frequency.
func (c *exportTable) transform(q *export.Query) (err error) {
	switch {
	case c.table != "rates" && (c.Freq != "" || c.Aggr != ""):
		return fmt.Errorf("--frequency and --aggregation are for export rates: %s has its own", c.table)
	case c.table != "rates" && c.table != "overlay" && c.Units != "":
		return fmt.Errorf("--units is for export rates and export overlay: %s has its own", c.table)
	case c.table != "overlay" && !c.Rebase.IsZero():
		return fmt.Errorf("--rebase is for export overlay: %s has no index of 100", c.table)
	}
	q.Rebase = c.Rebase
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
	if err := q.Frequency.Takes(q.Aggregation); err != nil {
		return fmt.Errorf("--aggregation: %w", err)
	}
	return nil
}
