package main

import (
	"encoding/csv"

	"detente/internal/analysis"
	"detente/internal/inquiry"
	"detente/internal/store"
)

// intradayCommand asks how a price moved in the minutes after events.
type intradayCommand struct {
	Series string `required:"" help:"Series of minutes to measure, such as moex:USDRUB:1m." placeholder:"ID"`
	eventFlags
	Format string `help:"text, json or csv." enum:"text,json,csv" default:"text"`
}

// Help shows an example.
func (intradayCommand) Help() string {
	return "The price before is the close of the last bar that had ended; 5, 15, 30, 60 and 120 minutes and the end of the session after it, each beside the same clock time on earlier sessions. Events without a clock time, or without bars before them, are listed with the reason. + is a weaker rouble.\n\n" +
		"Example:\n  detente intraday --series moex:USDRUB:1m --from 2022-02-07 --to 2022-02-11"
}

// Run prints the responses.
func (c *intradayCommand) Run(p *program) error {
	filter, err := c.filter()
	if err != nil {
		return err
	}
	id, err := oneSeries(c.Series)
	if err != nil {
		return err
	}
	return p.with(func(db *store.DB) error {
		if err := c.known(p.ctx, db); err != nil {
			return err
		}
		report, err := inquiry.Intraday(p.ctx, db, id, analysis.SelectionOf(filter), c.AsOf.Time)
		if err != nil {
			return asked(err)
		}
		if err := p.hintEvents(db, report.NEvents); err != nil {
			return err
		}
		return c.write(p, report)
	})
}

func (c *intradayCommand) write(p *program, report analysis.IntradayStudy) error {
	switch c.Format {
	case "json":
		return inquiry.WriteJSON(p.stdout, report)
	case "csv":
		table := report.Tables()[0]
		w := csv.NewWriter(p.stdout)
		w.UseCRLF = true
		return w.WriteAll(append([][]string{table.Columns}, table.Rows...))
	}
	_, err := p.stdout.Write([]byte(report.Text()))
	return err
}
