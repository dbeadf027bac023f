package web

import (
	"context"
	"fmt"
	"time"

	"detente/internal/analysis"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/inquiry"
)

// intradayView is the response of one minute series to an event.
type intradayView struct {
	Pair, Price, Stale, Closed string
	Drift                      string
	Days                       int
	Opens                      bool // compared with opens, not with the same clock time
	Responses                  []responseView
	Warnings                   []warningView
}

type responseView struct {
	After, Move, Sigma, Z, P string
	Greyed, Ended, Open      bool // within the stamp's uncertainty; past the session's end; past the last stored bar
}

// intraday measures the response by the minute where candles are stored around a timed event.
func (s *Server) intraday(ctx context.Context, h history, e event.Event, q query) ([]intradayView, error) {
	if !e.Timed() {
		return nil, nil
	}
	var views []intradayView
	for _, id := range []fx.SeriesID{fx.MOEXUSD1, fx.MOEXEUR1} {
		report, ok, err := inquiry.Response(ctx, s.Store, id, e, h.Events, q.AsOf)
		if err != nil {
			return nil, err
		}
		if ok {
			views = append(views, newIntraday(id, report, h.zone))
		}
	}
	return views, nil
}

func newIntraday(id fx.SeriesID, r analysis.IntradayReport, z zone) intradayView {
	told := func(at time.Time) string { return z.tell(clock(at), at, true) }
	v := intradayView{Pair: id.Pair().String(), Days: r.PlaceboDays, Warnings: warningViews(r.Warnings),
		Price: fmt.Sprintf("%s at %s", plain(r.Price, 4), told(r.PriceAt))}
	if r.StaleSeconds >= 60 {
		v.Stale = fmt.Sprintf("the last bar had ended %s before", plural(int(r.StaleSeconds/60), "minute", "minutes"))
	}
	if r.Closed {
		v.Closed = "The market was closed, and no later bar is stored"
		if r.NextOpen != nil {
			v.Closed = fmt.Sprintf("The market was closed: horizons count from the next open, %s, gap %s %%", told(*r.NextOpen), pct(r.GapPCT))
		}
	}
	v.Opens = r.NextOpen != nil
	if !r.Closed {
		v.Drift = fmt.Sprintf("%s %% in the hour before (z %s)", pct(r.DriftPCT), figure(r.DriftZ, 1))
	}
	for _, one := range r.Responses {
		after := plural(one.Minutes, "minute", "minutes")
		if one.Minutes == 0 {
			after = "end of session"
		}
		v.Responses = append(v.Responses, responseView{after, pct(one.PCT), unsigned(one.Sigma, 2), figure(one.Z, 1), pText(one.P), one.Greyed, one.Ended, !one.PCT.OK})
	}
	return v
}
