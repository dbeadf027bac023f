package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"detente/internal/civil"
	"detente/internal/fx"
)

// expectedOf says on which days a series of fixings must have a rate, so that a day without one is a gap; it is false of all days
// where that cannot be told.
func expectedOf(id fx.SeriesID, days map[fx.SeriesID][]civil.Date) func(civil.Date) bool {
	switch id.Source() {
	case "ecb":
		return fx.TARGETDay
	case "cbr":
		other := map[civil.Date]bool{}
		for sibling, list := range days {
			if sibling == id || sibling.Source() != "cbr" {
				continue
			}
			for _, d := range list {
				other[d] = true
			}
		}
		return func(d civil.Date) bool { return other[d] || fx.SureWorkingDay(d) }
	}
	return func(civil.Date) bool { return false }
}

// gaps are the holes between days, ascending: those longer than MaxGapDays, and those in which a day is expected.
func gaps(days []civil.Date, expected func(civil.Date) bool) (list []Gap) {
	for i := 1; i < len(days); i++ {
		from, to := days[i-1], days[i]
		hole := to.DaysSince(from) > MaxGapDays
		for d := from.AddDays(1); !hole && d.Before(to); d = d.AddDays(1) {
			hole = expected(d)
		}
		if hole {
			list = append(list, Gap{From: from, To: to})
		}
	}
	return list
}

const selectKey = `
SELECT key
  FROM series
 WHERE id = ?1`

// candleGaps are the days within a series of candles that the series of the other interval beside it tells of: of minutes those that have
// a candle of the day, of days those that have minutes. Without that series beside it there are none.
func candleGaps(ctx context.Context, tx *sql.Tx, key int64, c Coverage) (list []Gap, err error) {
	pair, minutes := strings.CutSuffix(string(c.Series.ID), ":1m")
	beside := pair + ":1d"
	if !minutes {
		beside = strings.TrimSuffix(string(c.Series.ID), ":1d") + ":1m"
	}
	var other int64
	switch err := tx.QueryRowContext(ctx, selectKey, beside).Scan(&other); {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, err
	case minutes:
		return minuteGaps(ctx, tx, key, other, c)
	}
	return dailyGaps(ctx, tx, key, other, c)
}

// Between a candle of a day and the next lie minutes of a day without one.
const selectDaysOfMinutes = `
SELECT d.start, d.next
  FROM (SELECT start, lead(start) OVER (ORDER BY start) AS next FROM candles WHERE series = ?1) AS d
 WHERE d.next > d.start + 90000
   AND EXISTS (SELECT 1 FROM candles AS m WHERE m.series = ?2 AND m.start >= d.start + 90000 AND m.start < d.next)
 ORDER BY d.start`

// dailyGaps are the stretches of days within a series of days in which there are minutes.
func dailyGaps(ctx context.Context, tx *sql.Tx, key, minutes int64, c Coverage) (list []Gap, err error) {
	rows, err := tx.QueryContext(ctx, selectDaysOfMinutes, key, minutes)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	zone := fx.CalendarOf(c.Series.ID).Zone
	for rows.Next() {
		var from, to int64
		if err := rows.Scan(&from, &to); err != nil {
			return nil, err
		}
		list = append(list, Gap{From: civil.Of(utc(from).In(zone)), To: civil.Of(utc(to).In(zone))})
	}
	return list, rows.Err()
}

// A day of the exchange has 24 hours but for two in a year, before 2011, on which nothing is traded.
const selectTradedDays = `
SELECT d.start, EXISTS (SELECT 1 FROM candles AS m WHERE m.series = ?2 AND m.start >= d.start AND m.start < d.start + 86400)
  FROM candles AS d
 WHERE d.series = ?1 AND d.start > ?3 - 86400 AND d.start <= ?4
 ORDER BY d.start`

// minuteGaps are the stretches of days within a series of minutes that have a candle of the day and none of a minute.
func minuteGaps(ctx context.Context, tx *sql.Tx, key, daily int64, c Coverage) (list []Gap, err error) {
	rows, err := tx.QueryContext(ctx, selectTradedDays, daily, key, c.FirstAt.Unix(), c.LastAt.Unix())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	zone, last, open := fx.CalendarOf(c.Series.ID).Zone, c.First, false
	for rows.Next() {
		var start int64
		var has bool
		if err := rows.Scan(&start, &has); err != nil {
			return nil, err
		}
		day := civil.Of(utc(start).In(zone))
		if has && open {
			list = append(list, Gap{From: last, To: day})
		}
		if open = !has; has {
			last = day
		}
	}
	return list, rows.Err()
}
