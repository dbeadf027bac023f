package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
)

// Two series hold the days 7, 8 and 9 of February 2022, stored at noon and changed an hour later: every table gives the rows of one
// series and of the range alone, whatever the instant. want are the days and the version.
func TestAsOfKeepsToSeriesAndRange(t *testing.T) {
	t.Parallel()
	later := noon.Add(time.Hour)
	for _, table := range []struct {
		name string
		put  func(*testing.T, *DB, string, time.Time)
		read func(*testing.T, *DB, civil.Date, civil.Date, time.Time) []string
	}{{"fixings", putThreeFixings, readFixings}, {"candles", putThreeCandles, readCandles}, {"quotes", putThreeQuotes, readQuotes}} {
		db := openTest(t)
		table.put(t, db, "75", noon)
		table.put(t, db, "76", later)
		for _, tt := range []struct {
			from, to, asOf string
			want           []string
		}{
			{"", "", "before", nil},
			{"", "", "noon", []string{"7 75", "8 75", "9 75"}},
			{"", "", "a second before the change", []string{"7 75", "8 75", "9 75"}},
			{"", "", "the change", []string{"7 76", "8 76", "9 76"}},
			{"", "", "", []string{"7 76", "8 76", "9 76"}},
			{"2022-02-08", "2022-02-08", "noon", []string{"8 75"}},
			{"2022-02-08", "2022-02-08", "the change", []string{"8 76"}},
			{"2022-02-08", "2022-02-08", "", []string{"8 76"}},
			{"2022-02-08", "", "noon", []string{"8 75", "9 75"}},
			{"", "2022-02-08", "the change", []string{"7 76", "8 76"}},
		} {
			asOf := map[string]time.Time{"before": noon.Add(-time.Second), "noon": noon, "a second before the change": later.Add(-time.Second), "the change": later}[tt.asOf]
			if got := table.read(t, db, dayOrNone(tt.from), dayOrNone(tt.to), asOf); !slices.Equal(got, tt.want) {
				t.Errorf("%s from %q to %q, %q: %v, want %v", table.name, tt.from, tt.to, tt.asOf, got, tt.want)
			}
		}
	}
}

func dayOrNone(s string) civil.Date {
	if s == "" {
		return civil.Date{}
	}
	return day(s)
}

func putThreeFixings(t *testing.T, db *DB, value string, now time.Time) {
	var rows []fx.Fixing
	for d := range 3 {
		set := civil.New(2022, 2, 7+d)
		rows = append(rows, fx.Fixing{Series: fx.CBRUSD, Set: set, Effective: set.AddDays(1), Value: fx.MustRate(value), Nominal: 1},
			fx.Fixing{Series: fx.CBREUR, Set: set, Effective: set.AddDays(1), Value: fx.MustRate("9" + value), Nominal: 1})
	}
	must[runlog.Counts](t)(db.PutFixings(t.Context(), rows, collected, now))
}

func readFixings(t *testing.T, db *DB, from, to civil.Date, asOf time.Time) (list []string) {
	for _, f := range must[[]fx.Fixing](t)(db.Fixings(t.Context(), fx.CBRUSD, Range{From: from, To: to, AsOf: asOf})) {
		list = append(list, fmt.Sprint(f.Set.UTC().Day(), " ", f.Value))
	}
	return list
}

func putThreeCandles(t *testing.T, db *DB, value string, now time.Time) {
	var rows []fx.Candle
	for d := range 3 {
		for id, v := range map[fx.SeriesID]string{fx.MOEXUSD1: value, fx.MOEXEUR1: "9" + value} {
			c := candle(civil.New(2022, 2, 7+d).UTC(), v, v, v, v, "")
			c.Series = id
			rows = append(rows, c)
		}
	}
	must[runlog.Counts](t)(db.PutCandles(t.Context(), rows, collected, now))
}

func readCandles(t *testing.T, db *DB, from, to civil.Date, asOf time.Time) (list []string) {
	start, end := fx.MOEXUSD1.Span(from, to)
	for _, c := range must[[]fx.Candle](t)(db.Candles(t.Context(), fx.MOEXUSD1, start, end, asOf)) {
		list = append(list, fmt.Sprint(c.Start.Day(), " ", c.Close))
	}
	return list
}

func putThreeQuotes(t *testing.T, db *DB, value string, now time.Time) {
	var rows []fx.Quote
	for d := range 3 {
		q := quote(civil.New(2022, 2, 7+d).UTC(), value, "Reuters")
		other := q
		other.Series, other.Value = fx.PressEUR, fx.MustRate("9"+value)
		rows = append(rows, other, q)
	}
	must[runlog.Counts](t)(db.PutQuotes(t.Context(), rows, collected, now))
}

func readQuotes(t *testing.T, db *DB, from, to civil.Date, asOf time.Time) (list []string) {
	for _, q := range must[[]fx.Quote](t)(db.Quotes(t.Context(), fx.PressUSD, Range{From: from, To: to, AsOf: asOf})) {
		list = append(list, fmt.Sprint(q.At.Day(), " ", q.Value))
	}
	return list
}

func TestOneValueAsOfAnInstant(t *testing.T) {
	t.Parallel()
	db, ctx, later := openTest(t), t.Context(), noon.Add(time.Hour)
	putThreeFixings(t, db, "75", noon)
	putThreeCandles(t, db, "75", noon)
	putThreeFixings(t, db, "76", later)
	putThreeCandles(t, db, "76", later)
	for asOf, want := range map[time.Time]string{noon.Add(-time.Second): "", noon: "75", later.Add(-time.Second): "75", later: "76", {}: "76"} {
		f, _, err := db.FixingProvenance(ctx, fx.CBRUSD, day("2022-02-09"), asOf)
		if got := f.Value.String(); want == "" && !errors.Is(err, ErrNotFound) || want != "" && (err != nil || got != want || f.Set != day("2022-02-08")) {
			t.Errorf("fixing as of %s: %+v, %v, want %s", asOf, f, err, want)
		}
		c, _, err := db.CandleProvenance(ctx, fx.MOEXUSD1, day("2022-02-08").UTC(), asOf)
		if got := c.Close.String(); want == "" && !errors.Is(err, ErrNotFound) || want != "" && (err != nil || got != want) {
			t.Errorf("candle as of %s: %+v, %v, want %s", asOf, c, err, want)
		}
		last, ok, err := db.LastFixing(ctx, fx.CBRUSD, asOf)
		if err != nil || ok != (want != "") || ok && (last.Value.String() != want || last.Set != day("2022-02-09")) {
			t.Errorf("last fixing as of %s: %+v, %v, want %s", asOf, last, err, want)
		}
	}
}
