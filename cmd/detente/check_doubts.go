package main

import (
	"context"
	"fmt"
	"time"

	"detente/internal/collect"
	"detente/internal/fx"
	"detente/internal/store"
)

// doubtsShown is how many doubtful rows of a series are listed; of the others the number is said.
const doubtsShown = 20

// listDoubts lists the stored rates and candles that would be kept out if they came in now: those outside what their pair
// can show, too far from the row before, or of a time yet to come. Somebody may have vouched for them, so that they are no
// fault of the file.
func (p *program) listDoubts(db *store.DB) error {
	list, err := db.Series(p.ctx)
	if err != nil {
		return err
	}
	for _, s := range list {
		d := doubted{program: p, series: s.ID}
		switch {
		case s.Kind == fx.KindCandle:
			err = d.candles(p.ctx, db)
		case s.Kind.Official():
			err = d.fixings(p.ctx, db)
		}
		if err != nil {
			return err
		}
		if more := d.n - doubtsShown; more > 0 {
			fmt.Fprintf(p.stdout, "doubtful: %s has %d more\n", s.ID, more)
		}
	}
	return nil
}

// doubted lists the doubtful rows of a series.
type doubted struct {
	*program
	series fx.SeriesID
	n      int
}

func (d *doubted) say(when string, why error) {
	if d.n++; d.n <= doubtsShown {
		fmt.Fprintf(d.stdout, "doubtful: %s %s: %v\n", d.series, when, why)
	}
}

func (d *doubted) fixings(ctx context.Context, db *store.DB) error {
	list, err := db.Fixings(ctx, d.series, fx.Range{})
	for _, doubt := range collect.Doubts(nil, list) {
		d.say("of "+list[doubt.Index].Effective.String(), doubt.Reason)
	}
	return err
}

// candles reads them one by one: there may be millions.
func (d *doubted) candles(ctx context.Context, db *store.DB) error {
	now := d.now()
	doubts := collect.CandleDoubts{Stored: func(fx.SeriesID, time.Time, time.Time) ([]fx.Candle, error) { return nil, nil }}
	return db.EachCandle(ctx, d.series, time.Time{}, time.Time{}, time.Time{}, func(c fx.Candle) error {
		why := doubts.Doubt(c)
		if c.Start.After(now) {
			why = fmt.Errorf("it starts after now")
		}
		if why != nil {
			d.say("at "+c.Start.Format(time.RFC3339), why)
		}
		return nil
	})
}
