package store

import (
	"errors"
	"testing"
	"time"

	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/runlog"
)

var loadedAt = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

// smallSet is a set of two fixings, two quotes, a break, an actor and four events.
func smallSet(version string) Dataset {
	dayOnly, announced, future, fixed := meeting("day-only"), meeting("announced"), meeting("future"), meeting("fixed")
	dayOnly.Precision, dayOnly.OccurredAt, dayOnly.EndedAt, dayOnly.AnnouncedAt = event.PrecisionDay, day("2022-02-07").UTC(), time.Time{}, time.Time{}
	announced.AnnouncedAt = day("2022-01-20").UTC()
	future.Status, future.AnnouncedAt, future.EndedAt = event.StatusScheduled, time.Time{}, time.Time{}
	future.OccurredAt = loadedAt.AddDate(1, 0, 0)
	fixed.Status, fixed.AnnouncedAt, fixed.EndedAt, fixed.OccurredAt = event.StatusScheduled, day("2022-01-20").UTC(), time.Time{}, future.OccurredAt
	return Dataset{
		Version: version,
		Series:  fx.Catalogue(),
		Fixings: []fx.Fixing{fixing("2022-02-08", "75.6806"), fixing("2022-02-09", "75.3012")},
		Quotes:  []fx.Quote{dayQuote("2022-01-26", fx.QuoteHigh, "80.4125"), quote(noon, "75.44", "Reuters")},
		Breaks:  []fx.Break{{Series: fx.CBRUSD, Date: day("2024-06-13"), What: "Exchange trading stopped", Source: "TASS"}},
		Actors:  []event.Actor{{Code: "RUS", Name: "Russia", Kind: event.ActorCountry}},
		Events:  []event.Event{dayOnly, announced, future, fixed},
	}
}

func load(t *testing.T, db *DB, set Dataset, now time.Time) LoadReport {
	t.Helper()
	return must[LoadReport](t)(db.LoadEmbedded(t.Context(), set, now))
}

func TestUnfilledUntilSomethingIsStoredOrLeftEmpty(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	unfilled := func(db *DB, want bool) {
		t.Helper()
		if got := must[bool](t)(db.Unfilled(ctx)); got != want {
			t.Errorf("unfilled: %t, want %t", got, want)
		}
	}
	chosen, old, filled := openTest(t), openTest(t), openTest(t)
	unfilled(chosen, true)
	if err := errors.Join(chosen.LeaveEmpty(ctx), chosen.LeaveEmpty(ctx)); err != nil {
		t.Fatal(err)
	}
	unfilled(chosen, false)
	load(t, filled, smallSet("2026-11-22"), loadedAt)
	unfilled(filled, false)
	must[runlog.Counts](t)(old.PutFixings(ctx, []fx.Fixing{fixing("2022-02-08", "75.6806")}, collected, noon))
	if _, err := old.write.ExecContext(ctx, "UPDATE meta SET value = 0 WHERE name = 'data_version'"); err != nil {
		t.Fatal(err)
	}
	unfilled(old, false)
}

func TestFirstLoadIsKnownFromPublication(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	got := load(t, db, smallSet("1"), loadedAt)
	want := LoadReport{Loaded: true, First: true, Fixings: runlog.Counts{New: 2}, Quotes: runlog.Counts{New: 2}, Events: runlog.Counts{New: 4}}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	// set on Monday 7 February 2022, public by 18:00 Moscow time, which was UTC+3
	fixings := must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, Range{}))
	if known := fixings[0].KnownFrom.Format(time.RFC3339); known != "2022-02-07T15:00:00Z" {
		t.Errorf("fixing known from %s", known)
	}
	for id, want := range map[string]string{
		"day-only": "2022-02-07T23:59:59Z", "fixed": "2022-01-20T00:00:00Z",
		"announced": "2022-02-07T11:34:00Z", // its row tells the outcome
		"future":    "2026-11-22T09:30:00Z", // nothing is known later than it was stored
	} {
		if e := must[event.Event](t)(db.Event(ctx, id, time.Time{})); e.KnownFrom.Format(time.RFC3339) != want {
			t.Errorf("event %s known from %s, want %s", id, e.KnownFrom, want)
		}
	}
	for asOf, want := range map[string]int{"2022-01-26T23:59:58Z": 0, "2022-01-26T23:59:59Z": 1, "2022-02-08T12:00:00Z": 2} {
		at := must[time.Time](t)(time.Parse(time.RFC3339, asOf))
		if got := must[[]fx.Quote](t)(db.Quotes(ctx, fx.PressUSD, Range{AsOf: at})); len(got) != want {
			t.Errorf("%d quotes as of %s, want %d", len(got), asOf, want)
		}
	}
	if breaks := must[[]fx.Break](t)(db.Breaks(ctx)); len(breaks) != 1 || breaks[0] != smallSet("1").Breaks[0] {
		t.Errorf("breaks %v", breaks)
	}
	actors := must[[]event.Actor](t)(db.Actors(ctx))
	if len(actors) != 2 || actors[1].Name != "Russia" || actors[0] != (event.Actor{Code: "FRA", Name: "FRA"}) {
		t.Errorf("actors %v", actors)
	}
}

func TestLoadingAgainDoesNothing(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	if got := must[string](t)(db.EmbeddedVersion(ctx)); got != "" {
		t.Errorf("a new file says it has set %q", got)
	}
	load(t, db, smallSet("1"), loadedAt)
	load(t, db, smallSet("2"), loadedAt)
	if got := must[string](t)(db.EmbeddedVersion(ctx)); got != "2" {
		t.Errorf("newest set %q, want 2", got)
	}
	before := must[int64](t)(db.Version(ctx))
	for _, version := range []string{"1", "2"} { // an older program on the same file must not turn it back
		if got := load(t, db, smallSet(version), loadedAt.Add(time.Hour)); got != (LoadReport{}) {
			t.Errorf("%+v, want nothing", got)
		}
	}
	if after := must[int64](t)(db.Version(ctx)); after != before {
		t.Errorf("version went from %d to %d", before, after)
	}
}

func TestALaterSetRevisesOnlyEmbeddedRows(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	load(t, db, smallSet("1"), loadedAt)
	edited := smallSet("1").Events[0]
	edited.Title = "As the economist has it"
	putEvents(t, db, loadedAt.Add(time.Minute), edited)
	must[runlog.Counts](t)(db.PutFixings(ctx, []fx.Fixing{fixing("2022-02-08", "75.68"), fixing("2022-02-10", "74.6")}, collected, loadedAt.Add(time.Minute)))

	next := smallSet("2")
	next.Events[0].Title, next.Events[1].Title = "As the new set has it", "As the new set has it"
	next.Fixings = []fx.Fixing{fixing("2022-02-08", "75.9"), fixing("2022-02-09", "75.9"), fixing("2022-02-10", "74.6"), fixing("2022-02-11", "74.9")}
	now := loadedAt.Add(time.Hour)
	got := load(t, db, next, now)
	want := LoadReport{Loaded: true, Fixings: runlog.Counts{New: 1, Same: 1, Revised: 1}, Quotes: runlog.Counts{Same: 2},
		Events: runlog.Counts{Same: 2, Revised: 1}, Kept: 2}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	for i, value := range []string{"75.68", "75.9", "74.6", "74.9"} {
		f := must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, Range{}))[i]
		if f.Value.String() != value {
			t.Errorf("fixing %d is %s, want %s", i, f.Value, value)
		}
		if i == 3 && !f.KnownFrom.Equal(now) {
			t.Errorf("a row of a later set is known from %v, want %v", f.KnownFrom, now)
		}
	}
	if e := must[event.Event](t)(db.Event(ctx, "day-only", time.Time{})); e.Title != edited.Title {
		t.Errorf("the economist's event became %q", e.Title)
	}
}

func TestLoadIntoCollectedDataIsKnownFromNow(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	must[runlog.Counts](t)(db.PutFixings(ctx, []fx.Fixing{fixing("2022-02-08", "75.6806")}, collected, noon))
	if got := load(t, db, smallSet("1"), loadedAt); got.First || got.Fixings != (runlog.Counts{New: 1, Same: 1}) {
		t.Errorf("%+v", got)
	}
	list := must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, Range{}))
	if !list[0].KnownFrom.Equal(noon) || !list[1].KnownFrom.Equal(loadedAt) {
		t.Errorf("known from %v and %v", list[0].KnownFrom, list[1].KnownFrom)
	}
}

func TestABadSetIsRefusedWhole(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	set := smallSet("1")
	set.Events[2].Importance = 0
	if _, err := db.LoadEmbedded(ctx, set, loadedAt); err == nil {
		t.Fatal("loads")
	}
	if got := must[[]fx.Fixing](t)(db.Fixings(ctx, fx.CBRUSD, Range{})); len(got) != 0 {
		t.Errorf("%d fixings stay of a refused set", len(got))
	}
	if got := load(t, db, smallSet("1"), loadedAt); !got.First {
		t.Errorf("%+v: the mended set must load as the first", got)
	}
}
