package export

import (
	"context"
	"fmt"
	"io"
	"time"

	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/saved"
	"detente/internal/tension"
)

// Source is where the rows come from; *store.DB fits it. Lists are ascending.
type Source interface {
	Series(ctx context.Context) ([]fx.Series, error)
	Fixings(ctx context.Context, id fx.SeriesID, r fx.Range) ([]fx.Fixing, error)
	EachCandle(ctx context.Context, id fx.SeriesID, from, to, asOf time.Time, yield func(fx.Candle) error) error
	Quotes(ctx context.Context, id fx.SeriesID, r fx.Range) ([]fx.Quote, error)
	Candles(ctx context.Context, id fx.SeriesID, from, to, asOf time.Time) ([]fx.Candle, error)
	Breaks(ctx context.Context) ([]fx.Break, error)
	Events(ctx context.Context, f event.Filter) (event.Timeline, error)
	Gauge(ctx context.Context, name string, r fx.Range) ([]event.Gauge, error)
	Coverage(ctx context.Context) ([]fx.Coverage, error)
	ShortDays(ctx context.Context, id fx.SeriesID, from, to time.Time) ([]fx.ShortDay, error)
	Runs(ctx context.Context, source string, limit int) ([]runlog.Run, error)
	Studies(ctx context.Context) ([]saved.Study, error)
}

// Query says which rows are meant. The days of Filter bound every table, both included: rates by effective date, the
// overlay by set date, candles, quotes, events and tension by UTC day. Its AsOf is that of every table.
type Query struct {
	Series      []fx.SeriesID // none is the Bank of Russia's pair, or both of the press; the overlay takes a dollar and a euro series of one source
	Filter      event.Filter
	Tension     tension.Options
	Units       fx.Units       // of rates, and of the overlay's last columns; empty and "lin" are the rates as published
	Frequency   fx.Frequency   // of rates; empty and "day" are those of each day
	Aggregation fx.Aggregation // of rates at a lower frequency; empty is the average
	Rebase      civil.Date     // of the overlay: the day whose rate is 100 in the columns of an index; zero is none
	Gauges      []string       // comparison lines: the rows of the table gauges, further columns of the overlay

	Today civil.Date // the UTC day of the question: the index has no later one. AsOf goes before it; zero bounds nothing, and is not kept in metadata

	BySet  bool // rates are bounded by the day they were set, as pages and overlay are
	Newest int  // of runs, how many of each source; zero is all

	Study       *analysis.StudyQuestion     // of the table study; of Filter only AsOf counts then, and the question's own is not looked at
	Correlation *analysis.CorrelateQuestion // of the table correlation, likewise
	Result      string                      // which table of the answer, or WholeReport
}

// Names lists the tables that Write knows.
func Names() []string {
	return []string{"rates", "candles", "quotes", "events", "overlay", "tension", "gauges", "study", "correlation", "sources", "runs", "studies"}
}

// Write reads the rows that q means and writes them as the named table. The page's links and the command line both
// come here, so that the same question gives the same bytes; of XLSX the same rows, since a workbook says when it was made.
func Write(ctx context.Context, w io.Writer, o Options, name string, from Source, q Query) error {
	known, err := from.Series(ctx)
	if err != nil {
		return err
	}
	if err := q.fits(name, known); err != nil {
		return err
	}
	t := taker{ctx, w, o, from, q}
	switch name {
	case "rates":
		return t.rates()
	case "candles":
		return t.candles()
	case "quotes":
		return t.quotes()
	case "events":
		events, err := from.Events(ctx, q.Filter)
		if err != nil {
			return err
		}
		return Events(w, o, events)
	case "overlay":
		return t.overlay()
	case "tension":
		return t.tension()
	case "gauges":
		return t.gauges()
	case "study", "correlation":
		return t.result(name)
	case "sources":
		return t.sources()
	case "runs":
		return t.runs()
	case "studies":
		return t.studies()
	}
	return fmt.Errorf("export: there is no table %q: want one of %s", name, list(Names()))
}

type taker struct {
	ctx     context.Context
	out     io.Writer
	options Options
	from    Source
	query   Query
}

// fits refuses what the named table would ignore.
func (q Query) fits(name string, stored []fx.Series) error {
	if err := q.Validate(); err != nil {
		return err
	}
	if err := q.fitsTransformed(name); err != nil {
		return err
	}
	if err := q.fitsGauges(name); err != nil {
		return err
	}
	switch {
	case q.BySet && (name != "rates" || (q.Frequency != "" && q.Frequency != fx.Daily)):
		return fmt.Errorf("export: %w: only daily rates can be bounded by the day they were set", ErrInvalid)
	case q.Newest != 0 && name != "runs", q.Newest < 0:
		return fmt.Errorf("export: %w: newest %d is of runs alone, and not below zero", ErrInvalid, q.Newest)
	case name == "sources" && !q.Filter.AsOf.IsZero():
		return fmt.Errorf("export: %w: the table sources is of now: what was stored earlier is not kept", ErrInvalid)
	}
	if err := q.fitsResult(name); err != nil {
		return err
	}
	return q.fitsSeries(name, stored)
}
