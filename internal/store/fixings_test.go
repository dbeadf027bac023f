package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"detente/internal/fx"
	"detente/internal/runlog"
)

func TestPutFixingsRevises(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	counts, err := db.PutFixings(ctx, []fx.Fixing{fixing("2022-02-08", "75.6806"), fixing("2022-02-09", "75.3012")}, collected, noon)
	if err != nil || counts.New != 2 {
		t.Fatal(counts, err)
	}
	counts, err = db.PutFixings(ctx, []fx.Fixing{fixing("2022-02-08", "75.6807"), fixing("2022-02-09", "75.30120")}, collected, noon.Add(time.Hour))
	if err != nil || counts.Revised != 1 || counts.Same != 1 {
		t.Fatal(counts, err)
	}
	for _, tt := range []struct {
		asOf time.Time
		want string
		n    int
	}{
		{time.Time{}, "75.6807", 2},
		{noon.Add(-time.Second), "", 0},
		{noon, "75.6806", 2},
		{noon.Add(time.Hour - time.Second), "75.6806", 2},
		{noon.Add(time.Hour), "75.6807", 2},
	} {
		got := must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, Range{AsOf: tt.asOf}))
		if len(got) != tt.n || (tt.n > 0 && got[0].Value.String() != tt.want) {
			t.Errorf("as of %v: %v", tt.asOf, got)
		}
	}
}

func TestFixingsBetweenIncludesBothEnds(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	rows := []fx.Fixing{fixing("2022-02-10", "74.6"), fixing("2022-02-08", "75.6806"), fixing("2022-02-09", "75.3012")}
	must[runlog.Counts](t)(db.PutFixings(ctx, rows, collected, noon))
	for _, tt := range []struct {
		r    Range
		want string // effective days
	}{
		{Range{}, "08 09 10"},
		{Range{From: day("2022-02-08")}, "09 10"}, // set on the 8th, in force from the 9th
		{Range{To: day("2022-02-08")}, "08 09"},
		{Range{From: day("2022-02-08"), To: day("2022-02-08")}, "09"},
		{Range{From: day("2022-02-10")}, ""},
	} {
		var got []string
		for _, f := range must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, tt.r)) {
			got = append(got, f.Effective.String()[8:])
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%v: %v, want %s", tt.r, got, tt.want)
		}
	}
}

func TestLastFixing(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	if _, ok, err := db.LastFixing(ctx, fx.CBRUSD, time.Time{}); ok || err != nil {
		t.Fatal("an empty series has a last fixing", err)
	}
	must[runlog.Counts](t)(db.PutFixings(ctx, []fx.Fixing{fixing("2022-02-08", "75.6806")}, collected, noon))
	must[runlog.Counts](t)(db.PutFixings(ctx, []fx.Fixing{fixing("2022-02-09", "75.3012")}, collected, noon.Add(24*time.Hour)))
	for asOf, want := range map[time.Time]string{{}: "75.3012", noon: "75.6806", noon.Add(24 * time.Hour): "75.3012"} {
		got, ok, err := db.LastFixing(ctx, fx.CBRUSD, asOf)
		if err != nil || !ok || got.Value.String() != want {
			t.Errorf("as of %v: %v %v %v, want %s", asOf, got, ok, err, want)
		}
	}
}

func TestPutFixingsRefusesTheWholeBatch(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	good, bad := fixing("2022-02-08", "75.6806"), fixing("2022-02-09", "75.3012")
	other := good
	other.Value = fx.MustRate("75.7")
	zero, candle := bad, bad
	zero.Value.Unscaled, candle.Series = 0, fx.MOEXUSD1
	for name, tt := range map[string]struct {
		second fx.Fixing
		words  string
	}{
		"zero value":        {zero, "row 2 of 2"},
		"contradiction":     {other, "cbr:USDRUB on 2022-02-08 is given twice"},
		"series of candles": {candle, "kind candle"},
	} {
		_, err := db.PutFixings(ctx, []fx.Fixing{good, tt.second}, collected, noon)
		if !errors.Is(err, fx.ErrInvalid) || !strings.Contains(err.Error(), tt.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, Range{})); len(got) != 0 {
		t.Errorf("rows of a refused batch are stored: %v", got)
	}
	if _, err := db.PutFixings(ctx, []fx.Fixing{good}, Origin{}, noon); !errors.Is(err, fx.ErrInvalid) {
		t.Errorf("no author: %v", err)
	}
}

// A batch above the size of one statement, partly stored already, must count each row once.
func TestPutFixingsCountsOverlaps(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	var rows []fx.Fixing
	for i := range 3*bulk + 7 {
		f := fixing("2022-02-08", "75.6806")
		f.Effective, f.Set = f.Effective.AddDays(i), f.Set.AddDays(i)
		rows = append(rows, f)
	}
	must[runlog.Counts](t)(db.PutFixings(ctx, rows[bulk+3:bulk+13], collected, noon))
	rows[bulk+5].Value = fx.MustRate("80")
	got := must[runlog.Counts](t)(db.PutFixings(ctx, append(rows, rows[0]), collected, noon))
	if want := (runlog.Counts{New: 3*bulk - 3, Same: 10, Revised: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, Range{})); len(got) != len(rows) {
		t.Errorf("%d rows, want %d", len(got), len(rows))
	}
}

// What is read as of now is the version stored last, even where the clock was set back meanwhile.
func TestPutFixingsWithTheClockSetBack(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	for i, value := range []string{"75.1", "75.2", "75.3"} {
		must[runlog.Counts](t)(db.PutFixings(ctx, []fx.Fixing{fixing("2022-02-08", value)}, collected, noon.AddDate(0, 0, -i)))
	}
	for asOf, want := range map[time.Time]string{{}: "75.3", noon: "75.1", noon.Add(time.Second): "75.2", noon.Add(2 * time.Second): "75.3"} {
		got := must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, Range{AsOf: asOf}))
		if len(got) != 1 || got[0].Value.String() != want {
			t.Errorf("as of %v: %v, want %s", asOf, got, want)
		}
	}
}

func TestFixingsRealShowsThePriceOfOneUnit(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	f := fixing("2022-02-08", "1568.0600")
	f.Nominal = 100
	must[runlog.Counts](t)(db.PutFixings(ctx, []fx.Fixing{f}, collected, noon))
	var value, rate float64
	var known, author string
	err := db.read.QueryRowContext(ctx, "SELECT value, rate, known_from, author FROM fixings_real").Scan(&value, &rate, &known, &author)
	if err != nil || value != 1568.06 || rate != 15.6806 || known != "2022-02-08 12:00:00" || author != "collect" {
		t.Error(value, rate, known, author, err)
	}
}
