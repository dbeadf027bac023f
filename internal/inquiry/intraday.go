package inquiry

import (
	"context"
	"fmt"
	"time"

	"detente/internal/analysis"
	"detente/internal/event"
	"detente/internal/fx"
)

const (
	placeboWeeks = 18 // how far back the same clock time is looked at
	pauseDays    = 5  // the longest pause of a market that an event is read over
)

// Intraday reads what a response by the minute is asked of, and measures it for every selected event. The error wraps
// analysis.ErrInvalid where the series is not stored or not one of minutes.
func Intraday(ctx context.Context, db Store, id fx.SeriesID, selection analysis.Selection, asOf time.Time) (analysis.IntradayStudy, error) {
	series, err := known(ctx, db, "series", id)
	if err != nil {
		return analysis.IntradayStudy{}, err
	}
	if series.Kind != fx.KindCandle || id.Interval() != "1m" {
		return analysis.IntradayStudy{}, fmt.Errorf("inquiry: %w: series %s: a response by the minute needs a series of minutes such as %s", analysis.ErrInvalid, id, fx.MOEXUSD1)
	}
	all, err := db.Events(ctx, event.Filter{Statuses: []event.Status{event.StatusConfirmed}, AsOf: asOf})
	if err != nil {
		return analysis.IntradayStudy{}, err
	}
	chosen := all.Where(selection.Filter(asOf))
	chosen.Sort()
	var rows []analysis.IntradayRow
	for _, e := range chosen {
		row, err := intradayRow(ctx, db, id, e, all, asOf)
		if err != nil {
			return analysis.IntradayStudy{}, err
		}
		rows = append(rows, row)
	}
	return analysis.NewIntradayStudy(id, selection, asOf, rows), nil
}

func intradayRow(ctx context.Context, db Store, id fx.SeriesID, e event.Event, all event.Timeline, asOf time.Time) (analysis.IntradayRow, error) {
	row := analysis.IntradayRow{ID: e.ID, Title: e.Title, OccurredAt: e.OccurredAt.UTC(), Category: e.Category, Precision: e.Precision, Status: analysis.IntradayUsed}
	if !e.Timed() {
		row.Status, row.Reason = analysis.IntradayUntimed, "its clock time is not known"
		return row, nil
	}
	report, ok, err := Response(ctx, db, id, e, all, asOf)
	switch {
	case err != nil:
		return row, err
	case !ok:
		row.Status, row.Reason = analysis.IntradayNoPrice, fmt.Sprintf("no bar of %s is stored in the %d days before it", id, pauseDays)
	default:
		row.Response = &report
	}
	return row, nil
}

// Response measures one timed event; all are the events whose neighbourhood the comparison keeps away from. ok is false where no bar is
// stored in the days before.
func Response(ctx context.Context, db Candles, id fx.SeriesID, e event.Event, all event.Timeline, asOf time.Time) (report analysis.IntradayReport, ok bool, err error) {
	near, err := db.Candles(ctx, id, e.OccurredAt.AddDate(0, 0, -pauseDays), e.OccurredAt, asOf)
	if err != nil || len(near) == 0 {
		return report, false, err
	}
	candles, err := db.Candles(ctx, id, e.OccurredAt.AddDate(0, 0, -7*placeboWeeks), e.OccurredAt.AddDate(0, 0, pauseDays), asOf)
	if err != nil {
		return report, false, err
	}
	bars := analysis.Bars{Length: time.Minute, Zone: fx.CalendarOf(id).Zone}
	for _, c := range candles {
		bars.Bars = append(bars.Bars, analysis.Bar{Start: c.Start, Open: c.Open.Float(), Close: c.Close.Float()})
	}
	report, ok = analysis.Intraday(bars, e.OccurredAt, timedNear(all, e), uncertainty(e))
	return report, ok, nil
}

// Candles is what Response reads.
type Candles interface {
	Candles(ctx context.Context, id fx.SeriesID, from, to, asOf time.Time) ([]fx.Candle, error)
}

// timedNear are the instants of the other events that the placebo must keep away from.
func timedNear(all event.Timeline, e event.Event) []time.Time {
	var out []time.Time
	from, to := e.OccurredAt.AddDate(0, 0, -7*placeboWeeks), e.OccurredAt.AddDate(0, 0, pauseDays)
	for _, other := range all {
		if other.ID != e.ID && other.Timed() && other.OccurredAt.After(from) && other.OccurredAt.Before(to) {
			out = append(out, other.OccurredAt)
		}
	}
	return out
}

// uncertainty is how far the stamp of an event may be off.
func uncertainty(e event.Event) time.Duration {
	if e.Precision == event.PrecisionHour {
		return time.Hour
	}
	return time.Minute
}
