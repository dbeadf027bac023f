package store

import (
	"slices"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
)

func TestCoverage(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	// New Year's holidays of 13 days are no gap, working days after them are
	rows := []fx.Fixing{fixing("2021-12-31", "74.2926"), fixing("2022-01-13", "74.5277"), fixing("2022-01-28", "77.8174")}
	must[runlog.Counts](t)(db.PutFixings(ctx, rows, collected, noon))
	late := time.Date(2022, 2, 7, 21, 30, 0, 0, time.UTC) // 8 February in Moscow
	must[runlog.Counts](t)(db.PutCandles(ctx, []fx.Candle{candle(late, "75", "76", "74", "75.5", ""), candle(late.Add(time.Minute), "75", "76", "74", "75.25", "")}, collected, noon))
	must[runlog.Counts](t)(db.PutQuotes(ctx, []fx.Quote{quote(late, "75.44", "Reuters"), quote(late.Add(-time.Minute), "75.5", "Reuters")}, collected, noon))
	for i, status := range []runlog.Status{runlog.OK, runlog.Failed} {
		id := must[int64](t)(db.StartRun(ctx, runlog.Run{Source: "cbr", Started: noon.AddDate(0, 0, i)}))
		if err := db.FinishRun(ctx, runlog.Run{ID: id, Started: noon, Finished: noon, Status: status}); err != nil {
			t.Fatal(err)
		}
	}
	for id, want := range map[fx.SeriesID]Coverage{
		fx.CBRUSD: {Count: 3, First: day("2021-12-30"), Last: day("2022-01-27"), FirstEffective: day("2021-12-31"), LastEffective: day("2022-01-28"),
			Newest: fx.MustRate("77.8174"), Nominal: 1, LastOK: noon, Gaps: []Gap{{From: day("2022-01-12"), To: day("2022-01-27")}}},
		fx.CBREUR: {LastOK: noon},
		fx.MOEXUSD1: {Count: 2, First: day("2022-02-08"), Last: day("2022-02-08"), FirstAt: late, LastAt: late.Add(time.Minute),
			Newest: fx.MustRate("75.25"), Nominal: 1},
		fx.PressUSD: {Count: 2, First: day("2022-02-07"), Last: day("2022-02-07"), FirstAt: late.Add(-time.Minute), LastAt: late, Newest: fx.MustRate("75.44"), Nominal: 1},
	} {
		got := coverageOf(t, db, id)
		want.Series, _ = fx.Known(id)
		if !slices.Equal(got.Gaps, want.Gaps) {
			t.Errorf("%s: gaps %v, want %v", id, got.Gaps, want.Gaps)
		}
		got.Gaps, want.Gaps = nil, nil
		if !equalCoverage(got, want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", id, got, want)
		}
	}
	must[runlog.Counts](t)(db.PutFixings(ctx, []fx.Fixing{fixing("2022-01-20", "76")}, collected, noon))
	if got := coverageOf(t, db, fx.CBRUSD); got.Count != 4 || len(got.Gaps) != 2 {
		t.Errorf("after the hole is parted: %+v", got)
	}
}

func coverageOf(t *testing.T, db *DB, id fx.SeriesID) Coverage {
	t.Helper()
	for _, c := range must[[]Coverage](t)(db.Coverage(t.Context())) {
		if c.Series.ID == id {
			return c
		}
	}
	t.Fatalf("%s is not covered", id)
	return Coverage{}
}

func equalCoverage(a, b Coverage) bool {
	return a.Series == b.Series && a.Count == b.Count && a.First == b.First && a.Last == b.Last && a.FirstEffective == b.FirstEffective &&
		a.LastEffective == b.LastEffective && a.FirstAt.Equal(b.FirstAt) && a.LastAt.Equal(b.LastAt) && a.Newest == b.Newest &&
		a.Nominal == b.Nominal && a.LastOK.Equal(b.LastOK)
}

func TestGapIsMoreThanFourteenDays(t *testing.T) {
	t.Parallel()
	first := day("2022-01-01")
	for days, want := range map[int]int{13: 0, 14: 0, 15: 1} {
		if got := gaps([]civil.Date{first, first.AddDays(days)}, func(civil.Date) bool { return false }); len(got) != want {
			t.Errorf("%d days: %v", days, got)
		}
	}
}

// A day without a rate is a gap where the publisher must have given one, a day of minutes where the day's candle says that there was
// trade, and one of days where there are minutes.
func TestADayThatMustHaveFiguresIsAGap(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	of := func(id fx.SeriesID, value string, sets ...string) (rows []fx.Fixing) {
		for _, s := range sets {
			rows = append(rows, fx.Fixing{Series: id, Set: day(s), Effective: day(s).AddDays(fx.CalendarOf(id).Lead), Value: fx.MustRate(value), Nominal: 1})
		}
		return rows
	}
	// Good Friday and Easter Monday of 2024 are 29 March and 1 April; 27 March is a Wednesday
	rows := of(fx.ECBUSD, "1.08", "2024-03-26", "2024-03-28", "2024-04-02", "2024-04-30", "2024-05-02")
	rows = append(rows, of(fx.CBRUSD, "92.5", "2024-02-22", "2024-02-28", "2024-03-01", "2024-03-04", "2024-03-13", "2024-03-14", "2024-03-18")...)
	rows = append(rows, of(fx.CBREUR, "100", "2024-02-22", "2024-02-28", "2024-02-29", "2024-03-04", "2024-03-14", "2024-03-18")...)
	must[runlog.Counts](t)(db.PutFixings(ctx, rows, collected, noon))
	var bars []fx.Candle
	for _, d := range []string{"2024-02-26", "2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-04", "2024-03-05"} {
		midnight := day(d).At(0, 0, fx.CalendarOf(fx.MOEXUSDD).Zone).UTC()
		bar := candle(midnight, "92", "93", "91", "92", "")
		bar.Series = fx.MOEXUSDD
		if d != "2024-03-04" {
			bars = append(bars, bar)
		}
		if d != "2024-02-28" && d != "2024-02-29" {
			bars = append(bars, candle(midnight.Add(10*time.Hour), "92", "93", "91", "92", ""))
		}
	}
	must[runlog.Counts](t)(db.PutCandles(ctx, bars, collected, noon))
	for id, want := range map[fx.SeriesID][]Gap{
		fx.ECBUSD: {{From: day("2024-03-26"), To: day("2024-03-28")}, {From: day("2024-04-02"), To: day("2024-04-30")}},
		// Of neither rate there is 27 February or 15 March, sure working days; the days about 23 February and 8 March may be free, and
		// a day of the other rate is none.
		fx.CBRUSD: {{From: day("2024-02-22"), To: day("2024-02-28")}, {From: day("2024-02-28"), To: day("2024-03-01")}, {From: day("2024-03-14"), To: day("2024-03-18")}},
		fx.CBREUR: {{From: day("2024-02-22"), To: day("2024-02-28")}, {From: day("2024-02-29"), To: day("2024-03-04")}, {From: day("2024-03-04"), To: day("2024-03-14")},
			{From: day("2024-03-14"), To: day("2024-03-18")}},
		fx.MOEXUSD1: {{From: day("2024-02-27"), To: day("2024-03-01")}},
		fx.MOEXUSDD: {{From: day("2024-03-01"), To: day("2024-03-05")}},
	} {
		if got := coverageOf(t, db, id).Gaps; !slices.Equal(got, want) {
			t.Errorf("%s: gaps %v, want %v", id, got, want)
		}
	}
}
