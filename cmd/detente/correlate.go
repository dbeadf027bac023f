package main

import (
	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/export"
	"detente/internal/fx"
	"detente/internal/inquiry"
	"detente/internal/store"
)

// correlateFlags are the parameters of a correlation.
type correlateFlags struct {
	Series string `required:"" help:"Series to correlate: official rates or daily candles." placeholder:"ID"`
	eventFlags
	Target       string     `help:"The rate's side: return, abs-return, volatility, or level, which is refused while it has a unit root." enum:"return,abs-return,volatility,level" default:"return"`
	Tension      string     `help:"The events' side: flow of the day, or stock." enum:"flow,stock" default:"flow"`
	HalfLife     float64    `help:"Half-life of the stock, in fixings." default:"14"`
	Control      string     `help:"A series whose return enters the regression and the projections." placeholder:"ID"`
	ControlLag   int        `help:"1 takes the control's value of the day before: the ECB's rate is younger than the Bank of Russia's fixing." default:"0" placeholder:"0|1"`
	NeweyWest    *int       `help:"Lag of every Newey-West error; by the rule 4(n/100)^(2/9) without it." placeholder:"N"`
	MaxLag       int        `help:"Leads and lags, in fixings." default:"20"`
	Window       int        `help:"Window of the rolling correlation, in fixings." default:"120"`
	Horizon      int        `help:"Horizon of the local projections, in fixings." default:"10"`
	BreakAt      civil.Date `help:"Date of the Chow test; 2022-02-28 without it." placeholder:"D"`
	Seed         uint64     `help:"Seed of everything drawn at random." default:"1"`
	Permutations int        `help:"Random orders behind the largest lag." default:"999"`
}

type correlateCommand struct {
	correlateFlags
	output
}

// Help shows an example.
func (correlateCommand) Help() string {
	return "--from and --to bound the sample too; without them it runs from the first event to the last. With --format csv, the --table summary, ccf, rolling, ols, granger, local_projection, periods or scatter.\n\n" +
		"Example:\n  detente correlate --series cbr:USDRUB --target abs-return --tension stock --from 2021-11-01 --to 2022-02-23"
}

// Run prints the report.
func (c *correlateCommand) Run(p *program) error {
	question, err := c.question()
	if err != nil {
		return err
	}
	var report analysis.CorrelateReport
	err = p.with(func(db *store.DB) error {
		if err := c.known(p.ctx, db); err != nil {
			return err
		}
		in, err := inquiry.Correlation(p.ctx, db, question)
		if err == nil {
			report, err = analysis.Correlate(in)
		}
		if err != nil {
			return asked(err)
		}
		return p.hintEvents(db, report.NEvents)
	})
	if err != nil {
		return err
	}
	return c.write(p, report, "correlation", export.CorrelationQuery(question, "", export.CSV))
}

func (c *correlateFlags) question() (analysis.CorrelateQuestion, error) {
	filter, err := c.filter()
	if err != nil {
		return analysis.CorrelateQuestion{}, err
	}
	id, err := oneSeries(c.Series)
	if err != nil {
		return analysis.CorrelateQuestion{}, err
	}
	q := analysis.CorrelateQuestion{Series: id, Selection: analysis.SelectionOf(filter), Target: c.Target, Tension: c.Tension, HalfLife: c.HalfLife,
		Control: fx.SeriesID(c.Control), MaxLag: c.MaxLag, Window: c.Window, Horizon: c.Horizon, Seed: c.Seed, Draws: c.Permutations,
		ControlLag: c.ControlLag, NeweyWest: c.NeweyWest, BreakAt: c.BreakAt, AsOf: c.AsOf.Time}
	return q, asked(q.Validate())
}
