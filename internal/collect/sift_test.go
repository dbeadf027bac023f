package collect

import (
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source"
)

// days are made-up fixings of days that follow each other from 7 February 2022 on; an empty value is no rate.
func days(values ...string) (rows []fx.Fixing) {
	for i, v := range values {
		if day := civil.New(2022, 2, 7).AddDays(i); v != "" {
			rows = append(rows, fx.Fixing{Series: fx.CBRUSD, Effective: day, Set: day.AddDays(-1), Value: fx.MustRate(v), Nominal: 1})
		}
	}
	return rows
}

// sifted says of each row what became of it: kept, or the reason's first words.
func sifted(keep []fx.Fixing, out []runlog.Rejection) (list []string) {
	for _, f := range keep {
		list = append(list, f.Effective.String()[8:]+" kept")
	}
	for _, r := range out {
		list = append(list, r.Row[8:10]+" "+strings.Join(strings.Fields(r.Reason)[:3], " "))
	}
	slices.Sort(list)
	return list
}

func TestEachRateIsComparedWithTheOneBefore(t *testing.T) {
	t.Parallel()
	whole := source.Window{Series: fx.CBRUSD, From: civil.New(2022, 2, 8), To: civil.New(2022, 2, 12)}
	for _, tt := range []struct {
		name         string
		stored, rows []fx.Fixing
		want         []string
	}{
		{"with the stored one before the window", days("75"), days("", "106"), []string{"08 106 is 1.41"}},
		{"which may be as far as the bound", days("75"), days("", "105"), []string{"08 kept"}},
		{"not with a stored one of the window", days("75", "", "150"), days("", "76", "77"), []string{"08 kept", "09 kept"}},
		{"with the one before in the answer", days("75"), days("", "100", "139"), []string{"08 kept", "09 kept"}},
		{"with what is stored where the row is kept out", days("75", "140"), days("", "75000", "141"), []string{"08 75000 lies outside", "09 kept"}},
		{"never where it is stored as it is", days("75", "150"), days("", "150", "106"), []string{"08 kept", "09 106 is 0.707"}},
		{"with the typical rate where nothing is stored", nil, days("", "7.5", "75", "76", "77"), []string{"08 7.5 is 0.1", "09 kept", "10 kept", "11 kept"}},
	} {
		if got := sifted(believeFixings(whole, tt.stored, tt.rows)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Two changed days are corrections, a quarter too; more is a table that slipped.
func TestFewDaysMayBeRevisedAtOnce(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name                            string
		stored, answered, changed, kept int
		nominal                         bool // changes, in place of the value
	}{
		{"both of two", 2, 2, 2, 2, false},
		{"three of twelve", 12, 12, 3, 12, false},
		{"three of eleven", 11, 11, 3, 8, false},
		{"three nominals of eleven", 11, 11, 3, 8, true},
		{"new days are taken", 10, 12, 3, 9, false},
	} {
		flat := slices.Repeat([]string{"75"}, 12)
		stored, rows := days(flat[:tt.stored]...), days(flat[:tt.answered]...)
		for i := range tt.changed {
			if tt.nominal {
				rows[i].Nominal = 10
			} else {
				rows[i].Value = fx.MustRate("76")
			}
		}
		if keep, out := refuseMassRevision(stored, rows); len(keep) != tt.kept || len(keep)+len(out) != tt.answered {
			t.Errorf("%s: %d kept, %d rejected, want %d kept", tt.name, len(keep), len(out), tt.kept)
		}
	}
}

// A publisher that gave yesterday's rate under today's date for days sets all of them right at once; an answer whose dates are shifted,
// as a whole or from a day on, changes nothing.
func TestOldRatesUnderNewDatesAreSetRight(t *testing.T) {
	t.Parallel()
	right := days("71", "72", "73", "74", "75", "76", "77", "78")
	for _, tt := range []struct {
		name         string
		stored, rows []fx.Fixing
		kept         int
	}{
		{"one rate for four days", days("71", "72", "73", "74", "74", "74", "74", "74"), right, 8},
		{"always that of the day before", days("71", "72", "73", "74", "74", "75", "76", "77"), right, 8},
		{"the answer is a day late", right, days("70", "71", "72", "73", "74", "75", "76", "77"), 0},
		{"the answer is a day early", right, days("72", "73", "74", "75", "76", "77", "78", "79"), 0},
		{"a day early from the fifth on", right, days("71", "72", "73", "74", "76", "77", "78", "79"), 4},
		{"a day late from the fifth on", right, days("71", "72", "73", "74", "74", "75", "76", "77"), 4},
		{"other rates", right, days("71", "72", "73", "74", "74.1", "75.1", "76.1", "77.1"), 4},
	} {
		if keep, out := refuseMassRevision(tt.stored, tt.rows); len(keep) != tt.kept || len(keep)+len(out) != len(tt.rows) {
			t.Errorf("%s: %d kept, want %d: %v", tt.name, len(keep), tt.kept, out)
		}
	}
}

func TestStoredDaysThatTheAnswerLacksAreNamed(t *testing.T) {
	t.Parallel()
	w := source.Window{Series: fx.CBRUSD, From: civil.New(2022, 2, 8), To: civil.New(2022, 2, 10)}
	got := sifted(nil, missingFixings(w, days("75", "75", "75", "75", "75"), days("", "75", "", "", "")))
	if want := []string{"09 stored, but missing", "10 stored, but missing"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTypicalIsTheMedianOfTheFirstSeven(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rates []float64
		want  float64
	}{{nil, 0}, {[]float64{5}, 5}, {[]float64{9, 1}, 1}, {[]float64{3, 9, 1}, 3}, {[]float64{7, 6, 5, 4, 3, 2, 1, 90, 90, 90}, 4}} {
		var points []point
		for _, r := range tt.rates {
			points = append(points, point{civil.New(2022, 2, 7), r})
		}
		if got := typical(points); got.rate != tt.want {
			t.Errorf("%v: %v, want %v", tt.rates, got.rate, tt.want)
		}
	}
}

func TestDoubtsOfAFile(t *testing.T) {
	t.Parallel()
	old := days("75", "7500")
	old[0].Effective, old[1].Effective = civil.New(1998, 12, 30), civil.New(1998, 12, 31)
	turn := days("75", "150")
	turn[0].Effective, turn[1].Effective = civil.New(1998, 12, 31), civil.New(1999, 1, 1)
	backwards := days("75", "150", "76")
	slices.Reverse(backwards)
	for _, tt := range []struct {
		name         string
		stored, rows []fx.Fixing
		want         []int
	}{
		{"believable", nil, days("75", "76", "77"), nil},
		{"before 1999", nil, old, nil},
		{"the first day of 1999", nil, turn, []int{1}},
		{"by date, whatever the order", nil, backwards, []int{1}},
		{"against the stored one before", days("75"), days("", "150"), []int{0}},
		{"against the stored one after", days("", "", "75"), days("150"), []int{0}},
		{"against the last stored one before", days("75", "100"), days("", "", "139"), nil},
		{"stored as it is", days("75", "150"), days("", "150"), nil},
		{"stored with another value", days("75", "150"), days("", "151"), []int{0}},
		{"a doubted one is no measure", nil, days("75", "7.5", "75"), []int{1}},
		{"a stored one is", days("75", "150"), days("", "150", "140"), nil},
	} {
		var got []int
		for _, d := range Doubts(tt.stored, tt.rows) {
			got = append(got, d.Index)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestBarsAreSiftedLikeRates(t *testing.T) {
	t.Parallel()
	from := bar(2, "75", "75", "75").Start
	for _, tt := range []struct {
		name         string
		stored, rows []fx.Candle
		kept, out    int
		missing      string
	}{
		{"with the close before the window", []fx.Candle{bar(0, "75", "75", "75")}, []fx.Candle{bar(2, "106", "106", "106")}, 0, 1, ""},
		{"its low too", []fx.Candle{bar(0, "75", "75", "75")}, []fx.Candle{bar(2, "50", "75", "75")}, 0, 1, ""},
		{"stored as it is", []fx.Candle{bar(0, "75", "75", "75"), bar(2, "150", "151", "150")}, []fx.Candle{bar(2, "150", "151", "150"), bar(3, "150", "150", "150")}, 2, 0, ""},
		{"stored otherwise", []fx.Candle{bar(0, "75", "75", "75"), bar(2, "150", "151", "150")}, []fx.Candle{bar(2, "150", "152", "150")}, 0, 1, ""},
		{"a stored one measures where its row is kept out", []fx.Candle{bar(0, "75", "75", "75"), bar(2, "100", "100", "100")}, []fx.Candle{bar(2, "7500", "7500", "7500"), bar(3, "139", "139", "139")}, 1, 1, ""},
		{"with the typical close where nothing is stored", nil, []fx.Candle{bar(2, "7.5", "7.5", "7.5"), bar(3, "75", "75", "75"), bar(4, "75", "75", "75")}, 2, 1, ""},
		{"two are missing", []fx.Candle{bar(0, "75", "75", "75"), bar(2, "75", "75", "75"), bar(3, "75", "76", "75"), bar(4, "75", "75", "75")}, []fx.Candle{bar(2, "75", "75", "75")}, 1, 0,
			"2022-02-07T07:03:00Z open 75 high 76 low 75 close 75: 2 bars"},
	} {
		keep, out := believeCandles(from, tt.stored, tt.rows)
		if len(keep) != tt.kept || len(out) != tt.out {
			t.Errorf("%s: kept %d, out %v, want %d and %d", tt.name, len(keep), out, tt.kept, tt.out)
		}
		lacking := missingCandles(fx.MOEXUSD1, from, tt.stored, tt.rows)
		if tt.missing == "" && len(lacking) > 0 || tt.missing != "" && (len(lacking) != 1 || !strings.HasPrefix(lacking[0].Row+": "+lacking[0].Reason, tt.missing)) {
			t.Errorf("%s: missing %v, want %q", tt.name, lacking, tt.missing)
		}
	}
	for change, other := range map[string]fx.Candle{
		"open":  {Open: fx.MustRate("76"), High: fx.MustRate("75"), Low: fx.MustRate("75"), Close: fx.MustRate("75")},
		"high":  bar(0, "75", "76", "75"),
		"low":   {Open: fx.MustRate("75"), High: fx.MustRate("75"), Low: fx.MustRate("74"), Close: fx.MustRate("75")},
		"close": bar(0, "75", "75", "74"),
	} {
		if sameBar(bar(0, "75", "75", "75"), other) || !sameBar(other, other) {
			t.Errorf("a bar of another %s is the same", change)
		}
	}
}

func TestSpanOfAPlan(t *testing.T) {
	t.Parallel()
	a, b := civil.New(2022, 2, 7), civil.New(2022, 2, 9)
	if later(a, b) != b || later(b, a) != b || later(a, a) != a {
		t.Error("later")
	}
	from, to := extent([]source.Window{{From: b, To: b}, {From: a, To: a}})
	if from != a || to != b {
		t.Errorf("%s to %s", from, to)
	}
}

func TestStatusOfAReport(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		runs []runlog.Status
		want runlog.Status
	}{
		{nil, runlog.OK}, {[]runlog.Status{runlog.OK, runlog.OK}, runlog.OK}, {[]runlog.Status{runlog.Failed, runlog.Failed}, runlog.Failed},
		{[]runlog.Status{runlog.OK, runlog.Failed}, runlog.Partial}, {[]runlog.Status{runlog.Partial}, runlog.Partial},
	} {
		var r Report
		for _, s := range tt.runs {
			r.Runs = append(r.Runs, runlog.Run{Status: s, Counts: runlog.Counts{New: 1}, Started: time.Time{}})
		}
		if got := r.Status(); got != tt.want || r.Counts().New != len(tt.runs) {
			t.Errorf("%v: %s, %+v, want %s", tt.runs, got, r.Counts(), tt.want)
		}
	}
}
