// Package perf makes databases of any size, always the same for the same size, and measures the program on them against
// its peers in the same run. No program imports it; make bench runs it.
package perf

import (
	"bufio"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/store"
)

// Size says how much a generated database holds.
type Size struct {
	Candles int // of each of the two minute series
	Fixings int // over the four official series
	Events  int
}

// Usual is the size that the project's figures are stated for.
func Usual() Size { return Size{Candles: 1_000_000, Fixings: 10_000, Events: 100_000} }

var (
	origin = runlog.Origin{Author: "perf"}
	known  = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	// sessionMinutes of trading from 07:00 UTC on, five days a week: the gaps of nights and weekends are part of the data.
	sessionMinutes = 840
)

// firstSession is 5 January 2015, or for more candles than lie between that Monday and 2026 as many whole weeks earlier
// as they need: days to come are never taken, by an import for one.
func firstSession(n int) time.Time {
	const weeks = 573
	weekly := 5 * sessionMinutes
	return time.Date(2015, 1, 5, 7, 0, 0, 0, time.UTC).AddDate(0, 0, -7*max(0, (n+weekly-1)/weekly-weeks))
}

// EachCandle gives the first n minute candles of a series, by ascending start from firstSession on: a walk of the price
// with four decimals that stays between 20 and 200.
func EachCandle(id fx.SeriesID, n int, yield func(fx.Candle) error) error {
	random := rand.New(rand.NewPCG(uint64(len(id)), uint64(id[5])))
	price, day := int64(754_500), firstSession(n)
	for i := 0; i < n; day = day.AddDate(0, 0, 1) {
		if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
			continue
		}
		for m := 0; m < sessionMinutes && i < n; m, i = m+1, i+1 {
			open := price
			price = min(max(price+random.Int64N(401)-200, 200_000), 2_000_000)
			rate := func(v int64) fx.Rate { return fx.Rate{Unscaled: v, Scale: 4} }
			err := yield(fx.Candle{Series: id, Start: day.Add(time.Duration(m) * time.Minute), Open: rate(open),
				High: rate(max(open, price) + random.Int64N(90)), Low: rate(min(open, price) - random.Int64N(90)), Close: rate(price),
				Volume: fx.Rate{Unscaled: 1000 * (1 + random.Int64N(5000))}})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// minuteSeries are those that a generated database fills.
func minuteSeries() []fx.SeriesID { return []fx.SeriesID{fx.MOEXUSD1, fx.MOEXEUR1} }

// WriteCandles writes n candles of each minute series as a file that detente import reads.
func WriteCandles(w io.Writer, n int) error {
	out := bufio.NewWriterSize(w, 1<<20)
	fmt.Fprintln(out, "series,start,open,high,low,close,volume")
	var line []byte
	for _, id := range minuteSeries() {
		err := EachCandle(id, n, func(c fx.Candle) error {
			line = append(append(line[:0], id...), ',')
			line = c.Start.AppendFormat(line, time.RFC3339)
			for _, r := range []fx.Rate{c.Open, c.High, c.Low, c.Close, c.Volume} {
				line = r.Append(append(line, ','))
			}
			_, err := out.Write(append(line, '\n'))
			return err
		})
		if err != nil {
			return err
		}
	}
	return out.Flush()
}

// fillStep candles are one transaction.
const fillStep = 50_000

// Fill stores what size asks for. progress is told of the rows stored so far; it may be nil.
func Fill(ctx context.Context, db *store.DB, size Size, progress func(rows int)) error {
	done := 0
	tell := func(n int) {
		if done += n; progress != nil {
			progress(done)
		}
	}
	for _, id := range minuteSeries() {
		if err := fillCandles(ctx, db, id, size.Candles, tell); err != nil {
			return err
		}
	}
	if _, err := db.PutFixings(ctx, Fixings(size.Fixings), origin, known); err != nil {
		return err
	}
	tell(size.Fixings)
	all := Events(size.Events)
	for len(all) > 0 {
		n := min(len(all), 10_000)
		if _, err := db.PutEvents(ctx, all[:n], origin, known); err != nil {
			return err
		}
		tell(n)
		all = all[n:]
	}
	return nil
}

// fillCandles takes the way of an import, the fastest that the store has.
func fillCandles(ctx context.Context, db *store.DB, id fx.SeriesID, n int, tell func(int)) error {
	journal, err := db.BeginImport(ctx, "generated "+string(id), fmt.Sprintf("%064x", sha256.Sum256([]byte(id))), n, known)
	if err != nil {
		return err
	}
	batch := make([]fx.Candle, 0, fillStep)
	put := func() error {
		_, err := db.PutImported(ctx, &journal, batch, origin, known)
		tell(len(batch))
		batch = batch[:0]
		return err
	}
	err = EachCandle(id, n, func(c fx.Candle) error {
		if batch = append(batch, c); len(batch) < fillStep {
			return nil
		}
		return put()
	})
	if err != nil || len(batch) == 0 {
		return err
	}
	return put()
}

// Fixings returns n fixings, the same number of each official series, one a calendar day.
func Fixings(n int) []fx.Fixing {
	random, list := rand.New(rand.NewPCG(2, 2)), make([]fx.Fixing, n)
	ids := []fx.SeriesID{fx.CBRUSD, fx.CBREUR, fx.ECBUSD, fx.ECBRUB}
	for i := range list {
		id, set := ids[i%len(ids)], civil.New(2010, 1, 1).AddDays(i/len(ids))
		list[i] = fx.Fixing{Series: id, Set: set, Effective: set.AddDays(fx.CalendarOf(id).Lead),
			Value: fx.Rate{Unscaled: 700_000 + random.Int64N(100_000), Scale: 4}, Nominal: 1}
	}
	return list
}

// Events returns n events over the years from 2010 on, of every category, a third of them timed.
func Events(n int) []event.Event {
	random, list := rand.New(rand.NewPCG(3, 3)), make([]event.Event, n)
	actors, kinds := []string{"RUS", "USA", "UKR", "FRA", "DEU", "EU", "NATO"}, event.Categories()
	for i := range list {
		at := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i*5800/max(n, 1))
		e := event.Event{ID: fmt.Sprintf("perf-%07d", i), OccurredAt: at, Precision: event.PrecisionDay, Title: fmt.Sprintf("Ministers meet for round %d", i),
			Summary: "They speak of guarantees and of gas.", Category: kinds[i%len(kinds)], Importance: 1 + random.IntN(5), Location: "Geneva",
			Actors: []string{actors[i%7], actors[(i+1+random.IntN(5))%7]}, Status: event.StatusConfirmed, Origin: "perf", SourceName: "An agency",
			SourceURL: fmt.Sprintf("https://example.org/%d", i), CodedBy: "perf", CodedAt: known}
		if i%3 == 0 {
			e.Precision, e.OccurredAt = event.PrecisionMinute, at.Add(time.Duration(random.IntN(1440))*time.Minute)
		}
		if !e.Category.Market() {
			e.Goldstein = float64(random.IntN(201)-100) / 10
		}
		list[i] = e
	}
	return list
}
