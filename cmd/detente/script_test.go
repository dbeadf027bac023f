package main

import (
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"detente/data"
	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/source/sourcetest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"detente": main})
}

// TestCommands runs the program as a user would, one script a story. $UPSTREAM answers as the publishers do.
func TestCommands(t *testing.T) {
	t.Parallel()
	upstream := sourcetest.Serve(t, sourcetest.NewUpstream(book(t)))
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(env *testscript.Env) error {
		env.Setenv("UPSTREAM", upstream)
		return nil
	}})
}

// book is the embedded fixings of the last weeks and one new fixing of each series on every day since, Sundays and
// Mondays aside, through tomorrow.
func book(t *testing.T) sourcetest.Book {
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	var out sourcetest.Book
	last := map[fx.SeriesID]civil.Date{}
	for _, f := range set.Fixings {
		out.Fixings = append(out.Fixings, f)
		last[f.Series] = f.Effective
	}
	for _, id := range []fx.SeriesID{fx.CBRUSD, fx.CBREUR, fx.ECBUSD} {
		calendar := fx.CalendarOf(id)
		end := civil.Of(time.Now()).AddDays(calendar.Lead)
		for d := last[id].AddDays(1); !d.After(end); d = d.AddDays(1) {
			if set := calendar.SetDate(d).Weekday(); set == time.Saturday || set == time.Sunday {
				continue
			}
			out.Fixings = append(out.Fixings, fx.Fixing{Series: id, Effective: d, Set: calendar.SetDate(d), Value: newRate(id), Nominal: 1})
		}
	}
	return out
}

func newRate(id fx.SeriesID) fx.Rate {
	return map[fx.SeriesID]fx.Rate{fx.CBRUSD: fx.MustRate("85.1111"), fx.CBREUR: fx.MustRate("99.2222"), fx.ECBUSD: fx.MustRate("1.1700")}[id]
}
