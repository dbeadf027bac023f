package web

import (
	"context"
	"fmt"
	"time"

	"detente/internal/analysis"
	"detente/internal/event"
	"detente/internal/fx"
)

// intradayView is the response of one minute series to an event.
type intradayView struct {
	Pair, Price, Stale, Closed string
	Drift                      string
	Days                       int
	Responses                  []responseView
	Warnings                   []warningView
}

type responseView struct {
	After, Move, Sigma, Z, P string
	Greyed                   bool
}

// placeboWeeks is how far back the same clock time is looked at.
const placeboWeeks = 18

// intraday measures the response by the minute where candles are stored around a timed event.
func (s *Server) intraday(ctx context.Context, h history, e event.Event, q query) ([]intradayView, error) {
	if !e.Timed() {
		return nil, nil
	}
	var views []intradayView
	for _, id := range []fx.SeriesID{fx.MOEXUSD1, fx.MOEXEUR1} {
		near, err := s.Store.Candles(ctx, id, e.OccurredAt.AddDate(0, 0, -5), e.OccurredAt, q.AsOf)
		if err != nil || len(near) == 0 {
			if err != nil {
				return nil, err
			}
			continue
		}
		candles, err := s.Store.Candles(ctx, id, e.OccurredAt.AddDate(0, 0, -7*placeboWeeks), e.OccurredAt.AddDate(0, 0, 5), q.AsOf)
		if err != nil {
			return nil, err
		}
		bars := analysis.Bars{Length: time.Minute, Zone: fx.CalendarOf(id).Zone}
		for _, c := range candles {
			bars.Bars = append(bars.Bars, analysis.Bar{Start: c.Start, Open: c.Open.Float(), Close: c.Close.Float()})
		}
		if report, ok := analysis.Intraday(bars, e.OccurredAt, timedNear(h.Events, e), uncertainty(e)); ok {
			views = append(views, newIntraday(id, report))
		}
	}
	return views, nil
}

// timedNear are the instants of the other events that the placebo must keep away from.
func timedNear(all event.Timeline, e event.Event) []time.Time {
	var out []time.Time
	from := e.OccurredAt.AddDate(0, 0, -7*placeboWeeks)
	for _, other := range all {
		if other.ID != e.ID && other.Timed() && other.OccurredAt.After(from) && other.OccurredAt.Before(e.OccurredAt.AddDate(0, 0, 5)) {
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

func newIntraday(id fx.SeriesID, r analysis.IntradayReport) intradayView {
	v := intradayView{Pair: id.Pair().String(), Days: r.PlaceboDays, Warnings: warningViews(r.Warnings),
		Price: plain(r.Price, 4) + " at " + clock(r.PriceAt)}
	if r.StaleSeconds >= 60 {
		v.Stale = fmt.Sprintf("the last bar had ended %s before", plural(int(r.StaleSeconds/60), "minute", "minutes"))
	}
	if r.Closed {
		v.Closed = "The market was closed: horizons count from the next open"
		if r.NextOpen != nil {
			v.Closed += ", " + clock(*r.NextOpen) + ", gap " + pct(r.GapPCT) + " %"
		}
	}
	v.Drift = pct(r.DriftPCT) + " % in the hour before (z " + figure(r.DriftZ, 1) + ")"
	for _, one := range r.Responses {
		after := plural(one.Minutes, "minute", "minutes")
		if one.Minutes == 0 {
			after = "end of session"
		}
		v.Responses = append(v.Responses, responseView{after, pct(one.PCT), unsigned(one.Sigma, 2), figure(one.Z, 1), pText(one.P), one.Greyed})
	}
	return v
}
