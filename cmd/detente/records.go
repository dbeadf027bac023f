package main

import (
	"encoding/json"
	"fmt"
	"time"

	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/store"
)

type recordsCommand struct {
	Series string      `required:"" help:"Series to compare within, such as cbr:USDRUB." placeholder:"ID"`
	At     string      `help:"Effective date of the fixing, or the instant of the price; the newest without it." placeholder:"T"`
	Value  string      `help:"A price of that instant, compared with the intraday extremes of earlier days (candle series only)." placeholder:"X"`
	AsOf   pastInstant `help:"As it was known then." placeholder:"T"`
	Format string      `enum:"text,json" default:"text" help:"text or json."`
}

// Help shows an example.
func (recordsCommand) Help() string {
	return "Like is compared with like: fixings with fixings, closes with closes, a price with intraday extremes.\n\nExample:\n  detente records --series cbr:USDRUB --at 2022-02-08\n  detente records --series moex:USDRUB:1d --at 2022-02-07T11:34:00Z --value 75.44"
}

// Run prints the statements.
func (c *recordsCommand) Run(p *program) error {
	id, err := oneSeries(c.Series)
	if err != nil {
		return err
	}
	return p.with(func(db *store.DB) error {
		series, err := knownSeries(p.ctx, db, id)
		if err != nil {
			return err
		}
		in, err := c.input(p, db, series)
		if err != nil {
			return err
		}
		report, err := analysis.Records(in)
		if err != nil {
			return err
		}
		return c.print(p, report)
	})
}

func (c *recordsCommand) input(p *program, db *store.DB, series fx.Series) (analysis.RecordInput, error) {
	if series.Kind.Official() {
		if c.Value != "" {
			return analysis.RecordInput{}, misuse{fmt.Errorf("--value is a market price and %s holds official rates: compare like with like, such as --series moex:USDRUB:1d", series.ID)}
		}
		return c.fixing(p, db, series)
	}
	if series.ID.Interval() != "1d" {
		return analysis.RecordInput{}, misuse{fmt.Errorf("--series %s: records need official rates or daily candles, such as cbr:USDRUB or moex:USDRUB:1d", series.ID)}
	}
	return c.price(p, db, series)
}

func (c *recordsCommand) fixing(p *program, db *store.DB, series fx.Series) (analysis.RecordInput, error) {
	fixings, err := db.Fixings(p.ctx, series.ID, fx.Range{AsOf: c.AsOf.Time})
	if err != nil {
		return analysis.RecordInput{}, err
	}
	if len(fixings) == 0 {
		return analysis.RecordInput{}, fmt.Errorf("%s has no values yet: run detente collect", series.ID)
	}
	if c.At == "" {
		return analysis.FixingRecord(series, fixings, len(fixings)-1), nil
	}
	on, err := civil.Parse(c.At)
	if err != nil {
		return analysis.RecordInput{}, misuse{fmt.Errorf("--at: %w", err)}
	}
	for i, f := range fixings {
		if f.Effective == on {
			return analysis.FixingRecord(series, fixings, i), nil
		}
	}
	return analysis.RecordInput{}, fmt.Errorf("--at %s: %s has no rate in force from that day", on, series.ID)
}

// price compares --value with earlier lows and highs, or without one the day's close with earlier closes.
func (c *recordsCommand) price(p *program, db *store.DB, series fx.Series) (analysis.RecordInput, error) {
	days, err := db.Candles(p.ctx, series.ID, time.Time{}, time.Time{}, c.AsOf.Time)
	if err != nil {
		return analysis.RecordInput{}, err
	}
	if len(days) == 0 {
		return analysis.RecordInput{}, fmt.Errorf("%s has no candles yet: run detente collect --source moex", series.ID)
	}
	at, err := c.instant(days)
	if err != nil {
		return analysis.RecordInput{}, err
	}
	if c.Value == "" {
		return analysis.CloseRecord(series, days, at)
	}
	value, err := fx.ParseRate(c.Value)
	if err != nil {
		return analysis.RecordInput{}, misuse{fmt.Errorf("--value: %w", err)}
	}
	in := analysis.PriceRecord(series, days, at, value.Float())
	in.Printed = value.String()
	return in, nil
}

func (c *recordsCommand) instant(days []fx.Candle) (time.Time, error) {
	if c.At == "" {
		return days[len(days)-1].Start, nil
	}
	var at instant
	if err := at.UnmarshalText([]byte(c.At)); err != nil {
		return time.Time{}, misuse{fmt.Errorf("--at: %w", err)}
	}
	if on, err := civil.Parse(c.At); err == nil {
		return on.At(12, 0, fx.CalendarOf(days[0].Series).Zone), nil
	}
	return at.Time, nil
}

func (c *recordsCommand) print(p *program, report analysis.RecordReport) error {
	if c.Format == "json" {
		out := json.NewEncoder(p.stdout)
		out.SetIndent("", "  ")
		return out.Encode(report)
	}
	basis := report.Basis
	if report.Set != nil {
		basis += ", set " + report.Set.String()
	}
	fmt.Fprintf(p.stdout, "%s at %s: %s (%s)\n", report.Series, report.At, report.Printed, basis)
	for _, s := range report.Statements {
		fmt.Fprintf(p.stdout, "- %s\n", s.Text)
	}
	if len(report.Statements) == 0 {
		fmt.Fprintln(p.stdout, "- nothing to say: too little history before it")
	}
	return nil
}
