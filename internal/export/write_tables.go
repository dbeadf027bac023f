package export

import (
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/tension"
)

func (t taker) rates() error {
	if t.query.transforms() {
		return t.transformed()
	}
	if len(t.query.Series) > 0 {
		var all []fx.Fixing
		for _, id := range t.query.Series {
			fixings, err := t.inForce(id)
			if err != nil {
				return err
			}
			all = append(all, fixings...)
		}
		return Fixings(t.out, t.options, all)
	}
	usd, err := t.inForce(fx.CBRUSD)
	if err != nil {
		return err
	}
	eur, err := t.inForce(fx.CBREUR)
	if err != nil {
		return err
	}
	return Rates(t.out, t.options, usd, eur)
}

// longestLead is more than the days between any series' set date and effective date.
const longestLead = 7

// inForce reads the fixings whose effective date lies in the range: the date that the table shows. BySet means the range of
// set dates.
func (t taker) inForce(id fx.SeriesID) ([]fx.Fixing, error) {
	f := t.query.Filter
	r := fx.Range{From: f.From, To: f.To, AsOf: f.AsOf}
	if t.query.BySet {
		return t.from.Fixings(t.ctx, id, r)
	}
	if !f.From.IsZero() {
		r.From = f.From.AddDays(-longestLead)
	}
	fixings, err := t.from.Fixings(t.ctx, id, r)
	var out []fx.Fixing
	for _, x := range fixings {
		if !x.Effective.Before(f.From) && (f.To.IsZero() || !x.Effective.After(f.To)) {
			out = append(out, x)
		}
	}
	return out, err
}

func (t taker) candles() error {
	f := t.query.Filter
	return Candles(t.out, t.options, func(yield func(fx.Candle) error) error {
		for _, id := range t.query.Series {
			from, to := id.Span(f.From, f.To)
			if err := t.from.EachCandle(t.ctx, id, from, to, f.AsOf, yield); err != nil {
				return err
			}
		}
		return nil
	})
}

// overlay reads the whole past of both pairs: the first row's return starts from the fixing before it.
func (t taker) overlay() error {
	usd, eur, err := t.query.pair()
	if err != nil {
		return err
	}
	f := t.query.Filter
	in := OverlayInput{Calendar: fx.CalendarOf(usd), From: f.From}
	if in.USD, err = t.from.Fixings(t.ctx, usd, fx.Range{To: f.To, AsOf: f.AsOf}); err != nil {
		return err
	}
	if in.EUR, err = t.from.Fixings(t.ctx, eur, fx.Range{To: f.To, AsOf: f.AsOf}); err != nil {
		return err
	}
	if in.Events, err = t.past(); err != nil {
		return err
	}
	if in.Gauges, err = t.columns(); err != nil {
		return err
	}
	if in.Drawn, err = t.drawn(); err != nil {
		return err
	}
	if last := lastSet(in); !last.IsZero() {
		// From the first event on, whatever range is asked: what was before it is not known, and a row says the same in every file.
		in.Tension = tension.Index(in.Events, civil.Date{}, last, t.query.Tension)
	}
	return Overlay(t.out, t.options, in)
}

// past reads the events of the filter from the beginning: the stock of the first day rests on them.
func (t taker) past() (event.Timeline, error) {
	f := t.query.Filter
	f.From, f.To = civil.Date{}, civil.Date{}
	return t.from.Events(t.ctx, f)
}

func lastSet(in OverlayInput) civil.Date {
	var last civil.Date
	for _, fixings := range [][]fx.Fixing{in.USD, in.EUR} {
		if n := len(fixings); n > 0 && fixings[n-1].Set.After(last) {
			last = fixings[n-1].Set
		}
	}
	return last
}

func (t taker) tension() error {
	events, err := t.past()
	if err != nil {
		return err
	}
	return Tension(t.out, t.options, tension.Until(tension.Index(events, t.query.Filter.From, t.query.Filter.To, t.query.Tension), t.query.lastKnown()))
}

// lastKnown is the last UTC day of which events can be known; zero where nothing says.
func (q Query) lastKnown() civil.Date {
	if at := q.Filter.AsOf; !at.IsZero() {
		return civil.Of(at.UTC())
	}
	return q.Today
}
