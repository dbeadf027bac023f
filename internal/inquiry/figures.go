package inquiry

import (
	"context"
	"fmt"
	"slices"
	"time"

	"detente/internal/analysis"
	"detente/internal/event"
	"detente/internal/fx"
)

// Store is what is read; *store.DB fits it. Lists are ascending; a zero asOf is now.
type Store interface {
	Series(ctx context.Context) ([]fx.Series, error)
	Fixings(ctx context.Context, id fx.SeriesID, r fx.Range) ([]fx.Fixing, error)
	Candles(ctx context.Context, id fx.SeriesID, from, to, asOf time.Time) ([]fx.Candle, error)
	Breaks(ctx context.Context) ([]fx.Break, error)
	Events(ctx context.Context, f event.Filter) (event.Timeline, error)
}

// figures is one series as a question takes it: official rates, or the closes of daily candles.
type figures struct {
	series  fx.Series
	values  []fx.Fixing
	volumes []float64
}

// read reads a series as it was known at asOf. parameter is the one that named it, for the error.
func read(ctx context.Context, db Store, parameter string, id fx.SeriesID, asOf time.Time) (figures, error) {
	series, err := known(ctx, db, parameter, id)
	if err != nil {
		return figures{}, err
	}
	out := figures{series: series}
	if series.Kind.Official() {
		out.values, err = db.Fixings(ctx, series.ID, fx.Range{AsOf: asOf})
		return out, err
	}
	if series.ID.Interval() != "1d" { // minutes are many: say no before they are read
		_, err := analysis.Closes(series, nil)
		return out, err
	}
	days, err := db.Candles(ctx, series.ID, time.Time{}, time.Time{}, asOf)
	if err != nil {
		return out, err
	}
	out.volumes = analysis.Volumes(days)
	out.values, err = analysis.Closes(series, days)
	return out, err
}

// known finds a stored series, or says which there are.
func known(ctx context.Context, db Store, parameter string, id fx.SeriesID) (fx.Series, error) {
	list, err := db.Series(ctx)
	if err != nil {
		return fx.Series{}, err
	}
	s, err := fx.Among(list, id)
	if err != nil {
		return fx.Series{}, fmt.Errorf("inquiry: %w: %s %w", analysis.ErrInvalid, parameter, err)
	}
	return s, nil
}

// market reads the daily closes of the pair of an official rouble series, to compare with; none are stored before a
// collection from the exchange.
func market(ctx context.Context, db Store, series fx.Series, asOf time.Time) ([]fx.Fixing, error) {
	id := fx.SeriesID("moex:" + string(series.ID.Pair()) + ":1d")
	daily, ok := fx.Known(id)
	if !ok || !series.Kind.Official() {
		return nil, nil // no series to compare with is not a mistake
	}
	list, err := db.Series(ctx)
	if err != nil || !slices.ContainsFunc(list, func(s fx.Series) bool { return s.ID == id }) {
		return nil, err // nor is a database made with --empty
	}
	days, err := db.Candles(ctx, id, time.Time{}, time.Time{}, asOf)
	if err != nil {
		return nil, err
	}
	return analysis.Closes(daily, days)
}
