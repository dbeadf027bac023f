package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/fx"
	"detente/internal/source/file"
	"detente/internal/store"
)

// importRules are what the caller vouches for.
type importRules struct {
	newSeries, largeMoves bool
}

// checkSeries refuses a --series that a file of rates cannot be of.
func (j *importJob) checkSeries(f *file.File) error {
	id, pairs := j.options.Only, f.Pairs()
	if id == "" {
		return nil
	}
	if id.Interval() != "" {
		return misuse{fmt.Errorf("--series %s is of candles and %s holds one rate a day: give the series without an interval, such as bank:USDRUB", id, j.options.Name)}
	}
	if len(pairs) == 0 {
		return nil // the rows name their series, and are compared with it
	}
	if !slices.Contains(pairs, id.Pair()) {
		return misuse{fmt.Errorf("--series %s: no column of %s holds %s, its columns are %s", id, j.options.Name, id.Pair(), pairs)}
	}
	known, err := j.db.Series(j.ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(known, func(s fx.Series) bool { return s.ID.Source() == id.Source() }) {
		return nil // a new source; --new-series is asked for later
	}
	for _, pair := range pairs {
		column := fx.SeriesID(id.Source() + ":" + string(pair))
		if !slices.ContainsFunc(known, func(s fx.Series) bool { return s.ID == column && s.Kind.Official() }) {
			return misuse{fmt.Errorf("--series %s: %s has a column of %s, but %s has no daily rates of that pair: leave the column out, or name another source", id, j.options.Name, pair, id.Source())}
		}
	}
	return nil
}

const maxDoubts = 20

// checkRates refuses rates of days to come and, unless the caller vouches for them, moves beyond belief.
func (j *importJob) checkRates(rows []fx.Fixing, lines []int) error {
	bySeries, at := map[fx.SeriesID][]fx.Fixing{}, map[fx.SeriesID][]int{}
	var found []error
	for i, f := range rows {
		bySeries[f.Series], at[f.Series] = append(bySeries[f.Series], f), append(at[f.Series], lines[i])
		tomorrow := civil.Of(j.now().In(fx.CalendarOf(f.Series).Zone)).AddDays(1)
		if f.Effective.After(tomorrow) && len(found) < maxDoubts {
			found = append(found, fmt.Errorf("%s: line %d: %s is dated %s, after tomorrow: no rate can be known that early", j.options.Name, lines[i], f.Series, f.Effective))
		}
	}
	for id, list := range bySeries {
		if j.rules.largeMoves {
			break
		}
		stored, err := j.db.Fixings(j.ctx, id, fx.Range{})
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		for _, d := range collect.Doubts(stored, list) {
			if len(found) < maxDoubts {
				found = append(found, fmt.Errorf("%s: line %d: %s of %s: %w (--accept-large-moves takes it)", j.options.Name, at[id][d.Index], id, list[d.Index].Effective, d.Reason))
			}
		}
	}
	return errors.Join(found...)
}

// nearSeries names the stored series of the same source or pair.
func nearSeries(id fx.SeriesID, known []fx.Series) string {
	var names []string
	for _, s := range known {
		if s.ID.Source() == id.Source() || (s.ID.Pair() == id.Pair() && s.Kind.Official() && id.Interval() == "") {
			names = append(names, string(s.ID))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ", nearest are " + strings.Join(names, ", ")
}

// doubtCandles says of each candle of a file why it cannot be taken: that it is yet to come or, unless the caller vouches
// for such moves, that it moved beyond belief.
func (j *importJob) doubtCandles() func(fx.Candle) error {
	now := j.now()
	doubts := collect.CandleDoubts{Stored: func(id fx.SeriesID, from, to time.Time) ([]fx.Candle, error) {
		return j.db.Candles(j.ctx, id, from, to, time.Time{})
	}}
	return func(c fx.Candle) error {
		if c.Start.After(now) {
			return fmt.Errorf("the candle of %s starts at %s, after now: no price can be known that early", c.Series, c.Start.Format(time.RFC3339))
		}
		if j.rules.largeMoves {
			return nil
		}
		if err := doubts.Doubt(c); err != nil {
			return fmt.Errorf("%s at %s: %w", c.Series, c.Start.Format(time.RFC3339), err)
		}
		return nil
	}
}
