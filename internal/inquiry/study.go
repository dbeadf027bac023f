package inquiry

import (
	"context"

	"detente/internal/analysis"
	"detente/internal/event"
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
	if q.Control != "" {
		control, err := read(ctx, db, "control", q.Control, q.AsOf)
		if err != nil {
			return in, err
		}
		in.Control = control.values
	}
	if in.Market, err = market(ctx, db, in.Series, q.AsOf); err != nil {
		return in, err
	}
	if in.Breaks, err = db.Breaks(ctx); err != nil {
		return in, err
	}
	known := event.Filter{Statuses: []event.Status{event.StatusConfirmed}, AsOf: q.AsOf}
	if in.Known, err = db.Events(ctx, known); err != nil {
		return in, err
	}
	in.Timeline = in.Known.Where(q.Selection.Filter(q.AsOf))
	return in, nil
}

// Correlation reads what a correlation is asked of. Errors are those of Study.
func Correlation(ctx context.Context, db Store, q analysis.CorrelateQuestion) (analysis.CorrelateInput, error) {
	in := analysis.CorrelateInput{Question: q}
	first, err := read(ctx, db, "series", q.Series, q.AsOf)
	if err != nil {
		return in, err
	}
	in.Series, in.Fixings, in.Volumes = first.series, first.values, first.volumes
	if q.Control != "" {
		control, err := read(ctx, db, "control", q.Control, q.AsOf)
		if err != nil {
			return in, err
		}
		in.Control = control.values
	}
	if in.Market, err = market(ctx, db, in.Series, q.AsOf); err != nil {
		return in, err
	}
	if in.Breaks, err = db.Breaks(ctx); err != nil {
		return in, err
	}
	in.Timeline, err = db.Events(ctx, q.Selection.Filter(q.AsOf))
	return in, err
}
