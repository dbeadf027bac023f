package inquiry

import (
	"context"
	"time"

	"detente/internal/analysis"
	"detente/internal/event"
	"detente/internal/fx"
)

// Study reads what a study is asked of. The error wraps analysis.ErrInvalid where a series is not stored, or is not one
// that can be studied.
func Study(ctx context.Context, db Store, q analysis.StudyQuestion) (analysis.StudyInput, error) {
	in := analysis.StudyInput{Question: q}
	first, err := read(ctx, db, "series", q.Series, q.AsOf)
	if err != nil {
		return in, err
	}
	in.Series, in.Fixings, in.Volumes = first.series, first.values, first.volumes
	if q.Pooled != "" {
		second, err := read(ctx, db, "pool", q.Pooled, q.AsOf)
		if err != nil {
			return in, err
		}
		in.Pooled, in.Second = &second.series, second.values
	}
	if in.Control, in.Market, in.Breaks, err = beside(ctx, db, in.Series, q.Control, q.AsOf); err != nil {
		return in, err
	}
	known := event.Filter{Statuses: []event.Status{event.StatusConfirmed}, AsOf: q.AsOf}
	if in.Known, err = db.Events(ctx, known); err != nil {
		return in, err
	}
	in.Timeline = in.Known.Where(q.Selection.Filter(q.AsOf))
	in.Awaiting, err = awaiting(ctx, db, q.Selection, q.AsOf)
	return in, err
}

// Correlation reads what a correlation is asked of. Errors are those of Study.
func Correlation(ctx context.Context, db Store, q analysis.CorrelateQuestion) (analysis.CorrelateInput, error) {
	in := analysis.CorrelateInput{Question: q}
	first, err := read(ctx, db, "series", q.Series, q.AsOf)
	if err != nil {
		return in, err
	}
	in.Series, in.Fixings, in.Volumes = first.series, first.values, first.volumes
	if in.Control, in.Market, in.Breaks, err = beside(ctx, db, in.Series, q.Control, q.AsOf); err != nil {
		return in, err
	}
	if in.Timeline, err = db.Events(ctx, q.Selection.Filter(q.AsOf)); err != nil {
		return in, err
	}
	in.Awaiting, err = awaiting(ctx, db, q.Selection, q.AsOf)
	return in, err
}

// awaiting reads the events that the selection means and nobody has decided on.
func awaiting(ctx context.Context, db Store, s analysis.Selection, asOf time.Time) (event.Timeline, error) {
	f := s.Filter(asOf)
	f.Statuses = []event.Status{event.StatusScheduled, event.StatusDraft}
	return db.Events(ctx, f)
}

// beside reads what every question takes beside its series: the control, where there is one, the market and the breaks.
func beside(ctx context.Context, db Store, series fx.Series, control fx.SeriesID, asOf time.Time) (controls, closes []fx.Fixing, breaks []fx.Break, err error) {
	if control != "" {
		f, err := read(ctx, db, "control", control, asOf)
		if err != nil {
			return nil, nil, nil, err
		}
		controls = f.values
	}
	if closes, err = market(ctx, db, series, asOf); err != nil {
		return nil, nil, nil, err
	}
	breaks, err = db.Breaks(ctx)
	return controls, closes, breaks, err
}
