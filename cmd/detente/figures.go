package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"detente/internal/analysis"
	"detente/internal/fx"
	"detente/internal/store"
)

// figures is one series as a study takes it: official rates, or the closes of daily candles.
type figures struct {
	series  fx.Series
	values  []fx.Fixing
	volumes []float64
}

// figures reads a series as it was known at asOf. flag is the one that named it.
func (p *program) figures(db *store.DB, flag, id string, asOf time.Time) (figures, error) {
	parsed, err := fx.ParseSeriesID(id)
	if err != nil {
		return figures{}, misuse{fmt.Errorf("--%s: %w", flag, err)}
	}
	series, err := knownSeries(p.ctx, db, parsed)
	if err != nil {
		return figures{}, err
	}
	out := figures{series: series}
	if series.Kind.Official() {
		out.values, err = db.Fixings(p.ctx, series.ID, fx.Range{AsOf: asOf})
		return out, err
	}
	days, err := db.Candles(p.ctx, series.ID, time.Time{}, time.Time{}, asOf)
	if err != nil {
		return out, err
	}
	out.volumes = analysis.Volumes(days)
	if out.values, err = analysis.Closes(series, days); err != nil {
		return out, misuse{fmt.Errorf("--%s: %w", flag, err)}
	}
	return out, nil
}

// market reads the daily closes of the pair of an official rouble series, to compare with; none are stored before a
// collection from the exchange.
func (p *program) market(db *store.DB, series fx.Series, asOf time.Time) ([]fx.Fixing, error) {
	id := fx.SeriesID("moex:" + string(series.ID.Pair()) + ":1d")
	market, ok := fx.Known(id)
	if !ok || !series.Kind.Official() {
		return nil, nil // no series to compare with is not a mistake
	}
	days, err := db.Candles(p.ctx, id, time.Time{}, time.Time{}, asOf)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil // a database made with --empty
	}
	if err != nil {
		return nil, err
	}
	return analysis.Closes(market, days)
}

// asked turns an error about a question into a misuse, which it is the caller's.
func asked(err error) error {
	if errors.Is(err, analysis.ErrInvalid) {
		return misuse{err}
	}
	return err
}

// offsets is a closed range of fixings around day 0: -130:-11.
type offsets [2]int

// Decode reads FROM:TO, also where it begins with a minus and would pass for a flag.
func (o *offsets) Decode(ctx *kong.DecodeContext) error {
	token := ctx.Scan.Pop()
	text, _ := token.Value.(string)
	return o.UnmarshalText([]byte(text))
}

// UnmarshalText reads FROM:TO.
func (o *offsets) UnmarshalText(text []byte) error {
	from, to, _ := strings.Cut(string(text), ":")
	for i, part := range []string{from, to} {
		n, err := strconv.Atoi(part)
		if err != nil {
			return fmt.Errorf("%q is not a range of fixings: want FROM:TO such as -130:-11", text)
		}
		o[i] = n
	}
	return nil
}
