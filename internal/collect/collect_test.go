package collect_test

import (
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source/cbr"
	"detente/internal/source/sourcetest"
	"detente/internal/store"
)

var now = time.Date(2022, 2, 11, 15, 0, 0, 0, time.UTC) // a Friday evening in Moscow

func at(t time.Time) func() time.Time { return func() time.Time { return t } }

func open(t testing.TB) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "detente.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // the folder goes with it
	return db
}

// fixing is an official rate by its effective date.
func fixing(id fx.SeriesID, effective, value string) fx.Fixing {
	d := civil.MustParse(effective)
	return fx.Fixing{Series: id, Effective: d, Set: fx.CalendarOf(id).SetDate(d), Value: fx.MustRate(value), Nominal: 1}
}

// week is the official rates of a week of February 2022, Saturday among them.
func week() []fx.Fixing {
	var rows []fx.Fixing
	for _, r := range [][3]string{
		{"2022-02-08", "75.6806", "86.5181"}, {"2022-02-09", "75.3113", "85.9377"}, {"2022-02-10", "74.8932", "85.5805"},
		{"2022-02-11", "74.9867", "85.7998"}, {"2022-02-12", "75.7619", "86.4254"},
	} {
		rows = append(rows, fixing(fx.CBRUSD, r[0], r[1]), fixing(fx.CBREUR, r[0], r[2]))
	}
	return rows
}

// bank is a collector of the Bank of Russia's source, which asks an upstream of our own.
func bank(t testing.TB, db *store.DB, h http.Handler, when time.Time) *collect.Collector {
	t.Helper()
	client := fetch.New(fetch.Options{Now: at(when), FirstWait: time.Millisecond, PerSecond: 1e6, Log: quiet()})
	src := cbr.Source{Client: client, Base: sourcetest.Serve(t, h)}
	return collect.New(db, []collect.Source{src}, collect.Options{Now: at(when), Log: quiet()})
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func upstream(rows ...fx.Fixing) http.Handler {
	return sourcetest.NewUpstream(sourcetest.Book{Fixings: rows})
}

var since = collect.Ask{Since: civil.New(2022, 2, 7)}

func collected(t testing.TB, c *collect.Collector, ask collect.Ask) collect.Report {
	t.Helper()
	report, err := c.Collect(t.Context(), "cbr", ask)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func stored(t testing.TB, db *store.DB, id fx.SeriesID) []string {
	t.Helper()
	list, err := db.Fixings(t.Context(), id, fx.Range{})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range list {
		out = append(out, f.Effective.String()+" "+f.Value.String())
	}
	return out
}

var usd = []string{"2022-02-08 75.6806", "2022-02-09 75.3113", "2022-02-10 74.8932", "2022-02-11 74.9867", "2022-02-12 75.7619"}

func TestCollectsTwice(t *testing.T) {
	t.Parallel()
	db := open(t)
	c := bank(t, db, upstream(week()...), now)
	for i, want := range []runlog.Counts{{New: 10}, {Same: 10}} {
		report := collected(t, c, []collect.Ask{since, {}}[i])
		if report.Status() != runlog.OK || report.Counts() != want {
			t.Errorf("collection %d: %s %+v, want %+v: %+v", i+1, report.Status(), report.Counts(), want, report.Runs)
		}
	}
	if got := stored(t, db, fx.CBRUSD); !slices.Equal(got, usd) {
		t.Errorf("stored %v, want %v: Saturday is a date of the bank's", got, usd)
	}
	runs, err := db.Runs(t.Context(), "cbr", 0)
	if err != nil || len(runs) != 2 || runs[0].Status != runlog.OK || runs[0].To != civil.New(2022, 2, 12) || runs[0].From != civil.New(2022, 1, 29) {
		t.Errorf("%v, %+v: want two runs, the second from 14 days before the last rate through tomorrow", err, runs)
	}
}

func TestWrongRatesAreKeptOut(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ day, value, says string }{
		"hundred times":       {"2022-02-10", "7489.3200", "must lie"},
		"without its comma":   {"2022-02-10", "748932", "must lie"},
		"ten times":           {"2022-02-10", "748.9320", "more than a factor of 1.4"},
		"half":                {"2022-02-10", "37.4466", "more than a factor of 1.4"},
		"the first of a week": {"2022-02-08", "756.8060", "more than a factor of 1.4"},
	} {
		for _, filled := range []bool{false, true} {
			db := open(t)
			if filled {
				collected(t, bank(t, db, upstream(week()...), now), since)
			}
			rows := week()
			i := slices.IndexFunc(rows, func(f fx.Fixing) bool { return f.Effective.String() == tt.day })
			rows[i].Value = fx.MustRate(tt.value)
			report := collected(t, bank(t, db, upstream(rows...), now), since)
			if report.Status() != runlog.Partial || report.Counts().Rejected != 1 || !strings.Contains(report.Runs[0].Rejected[0].Reason, tt.says) {
				t.Errorf("%s: %+v: want one rejection with %q", name, report, tt.says)
			}
			want := slices.Clone(usd)
			if !filled {
				want = slices.DeleteFunc(want, func(s string) bool { return strings.HasPrefix(s, tt.day) })
			}
			if got := stored(t, db, fx.CBRUSD); !slices.Equal(got, want) {
				t.Errorf("%s: stored %v, want %v", name, got, want)
			}
		}
	}
}

func TestImportedMoveIsBelieved(t *testing.T) {
	t.Parallel()
	db := open(t)
	rows := week()
	for i := range rows {
		if rows[i].Effective.After(civil.New(2022, 2, 9)) {
			rows[i].Value = fx.MustRate("140.0000")
		}
	}
	c := bank(t, db, upstream(rows...), now)
	collected(t, c, collect.Ask{Since: since.Since, Until: civil.New(2022, 2, 9)})
	if report := collected(t, c, since); report.Counts() != (runlog.Counts{Same: 4, Rejected: 6}) {
		t.Errorf("%+v: want every rate after the jump kept out", report.Counts())
	}
	jump := []fx.Fixing{fixing(fx.CBRUSD, "2022-02-10", "140.0000"), fixing(fx.CBREUR, "2022-02-10", "140.0000")}
	if _, err := db.PutFixings(t.Context(), jump, runlog.Origin{Author: "import"}, now); err != nil {
		t.Fatal(err)
	}
	if report := collected(t, c, since); report.Status() != runlog.OK || report.Counts() != (runlog.Counts{New: 4, Same: 6}) {
		t.Errorf("%+v: want the rest to follow what a person imported", report.Counts())
	}
}

func TestStoredDayThatIsMissingStays(t *testing.T) {
	t.Parallel()
	db := open(t)
	collected(t, bank(t, db, upstream(week()...), now), since)
	without := slices.DeleteFunc(week(), func(f fx.Fixing) bool { return f.Effective == civil.New(2022, 2, 10) })
	report := collected(t, bank(t, db, upstream(without...), now), since)
	if report.Status() != runlog.Partial || report.Counts() != (runlog.Counts{Same: 8, Rejected: 2}) || !strings.Contains(report.Runs[0].Rejected[0].Reason, "missing from the answer") {
		t.Errorf("%+v: want the missing day named for both currencies", report)
	}
	if got := stored(t, db, fx.CBRUSD); !slices.Equal(got, usd) {
		t.Errorf("stored %v, want %v", got, usd)
	}
}

func TestShiftedDatesChangeNothing(t *testing.T) {
	t.Parallel()
	db := open(t)
	collected(t, bank(t, db, upstream(week()...), now), since)
	shifted := week()
	for i := range shifted[:len(shifted)-2] {
		shifted[i].Value = week()[i+2].Value // each day has the next day's rate
	}
	report := collected(t, bank(t, db, upstream(shifted...), now), since)
	if report.Counts() != (runlog.Counts{Same: 2, Rejected: 8}) || !strings.Contains(report.Runs[0].Rejected[0].Reason, "would change 4 of 5 stored days") {
		t.Errorf("%+v: want every change kept out", report)
	}
	if got := stored(t, db, fx.CBRUSD); !slices.Equal(got, usd) {
		t.Errorf("stored %v, want %v", got, usd)
	}
	one := week()
	one[0].Value = fx.MustRate("75.6807")
	if report := collected(t, bank(t, db, upstream(one...), now), since); report.Counts() != (runlog.Counts{Same: 9, Revised: 1}) {
		t.Errorf("%+v: want a single correction taken as a revision", report.Counts())
	}
}

func TestUnknownSource(t *testing.T) {
	t.Parallel()
	_, err := bank(t, open(t), upstream(), now).Collect(t.Context(), "boe", collect.Ask{})
	if err == nil || !strings.Contains(err.Error(), "want one of cbr") {
		t.Errorf("error %v, want one that lists the sources", err)
	}
	wrong := collect.Ask{Since: civil.New(2022, 2, 7), Until: civil.New(2022, 2, 1)}
	if _, err := bank(t, open(t), upstream(), now).Collect(t.Context(), "cbr", wrong); err == nil {
		t.Error("no error for a range that ends before it begins")
	}
}

// A computer whose clock was two years ahead for a while has runs of those years, more of them than are looked through.
func TestAClockThatWasAheadDoesNotSilenceASource(t *testing.T) {
	t.Parallel()
	db := open(t)
	c := bank(t, db, upstream(week()...), now)
	collected(t, c, since)
	for i := range 60 {
		wrong := runlog.Run{Source: "cbr", Started: now.AddDate(2, 0, i), Status: runlog.OK}
		id, err := db.StartRun(t.Context(), wrong)
		if err != nil {
			t.Fatal(err)
		}
		if wrong.ID, wrong.Finished = id, wrong.Started; i%2 == 0 {
			err = db.FinishRun(t.Context(), wrong)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		s, err := c.Standing(t.Context(), "cbr")
		if err != nil || !s.Last.Started.Equal(now) || s.Failures != 0 {
			t.Errorf("%v, %+v: want the run of %s", err, s, now)
		}
		collected(t, c, since)
	}
}

func TestStanding(t *testing.T) {
	t.Parallel()
	db := open(t)
	good := bank(t, db, upstream(week()...), now)
	if s, err := good.Standing(t.Context(), "cbr"); err != nil || !s.Last.Started.IsZero() || !s.Newest.IsZero() {
		t.Errorf("%v, %+v: want nothing yet", err, s)
	}
	collected(t, good, since)
	bad := bank(t, db, http.NotFoundHandler(), now.Add(time.Hour))
	for range 2 {
		if _, err := bad.Collect(t.Context(), "cbr", collect.Ask{}); err == nil {
			t.Error("no error where nothing could be asked")
		}
	}
	s, err := bad.Standing(t.Context(), "cbr")
	if err != nil || s.Failures != 2 || s.Last.Status != runlog.Failed || s.Newest != civil.New(2022, 2, 12) {
		t.Errorf("%v, %+v: want two failures, the rates through Saturday", err, s)
	}
	behind := fixing(fx.CBRUSD, "2022-02-15", "76.0000")
	if _, err := db.PutFixings(t.Context(), []fx.Fixing{behind}, runlog.Origin{Author: "import"}, now); err != nil {
		t.Fatal(err)
	}
	if s, err := good.Standing(t.Context(), "cbr"); err != nil || s.Newest != civil.New(2022, 2, 12) {
		t.Errorf("%v, %+v: want the day through which both currencies are stored", err, s)
	}
}
