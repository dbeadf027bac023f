package collect_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source"
)

// script is a source of one or two series that answers as told, a day a window.
type script struct {
	ids  []fx.SeriesID
	read func(ctx context.Context, w source.Window) (source.Answer, error)
}

func (script) Name() string            { return "cbr" }
func (s script) Series() []fx.SeriesID { return s.ids }
func (script) Span(fx.SeriesID, time.Time) source.Span {
	return source.Span{First: civil.New(2022, 2, 8), Floor: civil.New(2022, 2, 8), Last: civil.New(2022, 2, 12), Overlap: 1}
}
func (script) Windows(id fx.SeriesID, from, to civil.Date) []source.Window {
	return source.Split(id, from, to, 1)
}
func (s script) Read(ctx context.Context, w source.Window, _ time.Time) (source.Answer, error) {
	return s.read(ctx, w)
}

// told answers each window with the week's rate of its day.
func told(w source.Window) (a source.Answer) {
	for _, f := range week() {
		if f.Series == w.Series && w.Contains(f.Effective) {
			a.Fixings = append(a.Fixings, f)
		}
	}
	return a
}

func TestCancellationKeepsWhatCame(t *testing.T) {
	t.Parallel()
	db := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	src := script{[]fx.SeriesID{fx.CBRUSD}, func(ctx context.Context, w source.Window) (source.Answer, error) {
		if w.From == civil.New(2022, 2, 10) {
			cancel()
			return source.Answer{}, ctx.Err()
		}
		return told(w), nil
	}}
	c := collect.New(db, []collect.Source{src}, collect.Options{Now: at(now), Log: quiet()})
	if _, err := c.Collect(ctx, "cbr", collect.Ask{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the cancellation", err)
	}
	runs, err := db.Runs(t.Context(), "cbr", 0)
	if err != nil || len(runs) != 1 || runs[0].Status != runlog.Partial || runs[0].Counts.New != 2 {
		t.Errorf("%v, %+v: want a partial run of two rows", err, runs)
	}
}

// What the publisher said in place of rates stands in the stored record of the run.
func TestEmptyAnswerIsQuotedInTheRecord(t *testing.T) {
	t.Parallel()
	db := open(t)
	src := script{[]fx.SeriesID{fx.CBRUSD}, func(_ context.Context, w source.Window) (source.Answer, error) {
		a := source.Answer{Fetches: []runlog.Fetch{{URL: "http://rates.example/", HTTPStatus: 200, Body: []byte("<p>Technical\nworks</p>"), Parser: "x"}}}
		a.RejectEmpty(w, "rate")
		return a, nil
	}}
	c := collect.New(db, []collect.Source{src}, collect.Options{Now: at(now), Log: quiet()})
	report, err := c.Collect(t.Context(), "cbr", collect.Ask{})
	if err != nil && len(report.Runs) == 0 {
		t.Fatal(err)
	}
	runs, err := db.Runs(t.Context(), "cbr", 0)
	if err != nil || len(runs) != 1 || runs[0].Status == runlog.OK || runs[0].Counts.Rejected == 0 || len(runs[0].Rejected) == 0 ||
		!strings.HasSuffix(runs[0].Rejected[0].Reason, "it begins: <p>Technical works</p>") {
		t.Errorf("%v, %+v: want the publisher's words", err, runs)
	}
}

func TestFailureEndsItsSeriesOnly(t *testing.T) {
	t.Parallel()
	db := open(t)
	var asked []string
	src := script{[]fx.SeriesID{fx.CBRUSD, fx.CBREUR}, func(_ context.Context, w source.Window) (source.Answer, error) {
		asked = append(asked, w.String())
		if w.Series == fx.CBRUSD && w.From == civil.New(2022, 2, 10) {
			return source.Answer{Fetches: []runlog.Fetch{{URL: "http://rates.example/", HTTPStatus: 200, Body: []byte("?"), Error: "broken", Parser: "x"}}}, errors.New("broken")
		}
		return told(w), nil
	}}
	var steps []collect.Progress
	c := collect.New(db, []collect.Source{src}, collect.Options{Now: at(now), Log: quiet(), Progress: func(p collect.Progress) { steps = append(steps, p) }})
	report := collected(t, c, collect.Ask{})
	if report.Status() != runlog.Partial || report.Counts().New != 7 || !strings.Contains(report.Runs[0].Error, "broken") || len(asked) != 8 {
		t.Errorf("%+v after %v: want 2 days of the dollar and 5 of the euro", report, asked)
	}
	if f, err := db.Fetch(t.Context(), 1); err != nil || f.Error != "broken" || f.RunID != report.Runs[0].ID {
		t.Errorf("%v, %+v: want the failed fetch recorded", err, f)
	}
	if last := steps[len(steps)-1]; len(steps) != 8 || last.Total != 10 || last.Counts.New != 7 || steps[2].Err == nil {
		t.Errorf("progress %+v", steps)
	}
	collected(t, c, collect.Ask{}) // the next collection begins at the hole, a day of overlap before it
	if asked[8] != "cbr:USDRUB 2022-02-08..2022-02-08" {
		t.Errorf("asked %s next", asked[8])
	}
}

func TestSilentPublisherIsAskedOnce(t *testing.T) {
	t.Parallel()
	asked := 0
	src := script{[]fx.SeriesID{fx.CBRUSD, fx.CBREUR}, func(context.Context, source.Window) (source.Answer, error) {
		asked++
		return source.Answer{Fetches: []runlog.Fetch{{URL: "http://rates.example/", Error: "connection refused"}}}, errors.New("connection refused")
	}}
	c := collect.New(open(t), []collect.Source{src}, collect.Options{Now: at(now), Log: quiet()})
	report, err := c.Collect(t.Context(), "cbr", collect.Ask{})
	if id, ok := runlog.IDOf(runlog.Within(t.Context(), err)); !ok || id != report.Runs[0].ID {
		t.Errorf("the error names run %d: a line of the log could not be found on /sources", id)
	}
	if err == nil || report.Status() != runlog.Failed || asked != 1 {
		t.Errorf("%v, %+v, asked %d times, want a failed run after one", err, report, asked)
	}
}

func TestLongCollectionIsSeveralRuns(t *testing.T) {
	t.Parallel()
	db := open(t)
	clock := now
	src := script{[]fx.SeriesID{fx.CBRUSD}, func(_ context.Context, w source.Window) (source.Answer, error) {
		clock = clock.Add(8 * time.Minute)
		return told(w), nil
	}}
	c := collect.New(db, []collect.Source{src}, collect.Options{Now: func() time.Time { return clock }, Log: quiet()})
	report := collected(t, c, collect.Ask{})
	if len(report.Runs) != 3 || report.Counts().New != 5 || report.Status() != runlog.OK {
		t.Errorf("%d runs, %+v: want three, each well within the lease", len(report.Runs), report.Counts())
	}
	for _, r := range report.Runs {
		if r.Duration() > 20*time.Minute {
			t.Errorf("a run took %s", r.Duration())
		}
	}
}

func TestNeverTwoRunsOfASource(t *testing.T) {
	t.Parallel()
	db := open(t)
	asked, goOn := make(chan bool), make(chan bool)
	slow := bank(t, db, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case asked <- true:
			<-goOn
		default:
		}
		upstream(week()...).ServeHTTP(w, r)
	}), now)
	done := make(chan error)
	go func() {
		_, err := slow.Collect(t.Context(), "cbr", since)
		done <- err
	}()
	<-asked
	for name, c := range map[string]*collect.Collector{"in this process": slow, "in another": bank(t, db, upstream(), now)} {
		if _, err := c.Collect(t.Context(), "cbr", since); !errors.Is(err, collect.ErrBusy) {
			t.Errorf("%s: error %v, want ErrBusy", name, err)
		}
	}
	close(goOn)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if runs, err := db.Runs(t.Context(), "cbr", 0); err != nil || len(runs) != 1 || runs[0].Status != runlog.OK {
		t.Errorf("%v, %+v: want one run", err, runs)
	}
}

func TestRunOfAKilledProgramDoesNotBlock(t *testing.T) {
	t.Parallel()
	db := open(t)
	id, err := db.StartRun(t.Context(), runlog.Run{Source: "cbr", Started: now.Add(-time.Minute)})
	if err != nil {
		t.Fatal(err)
	}
	release, ok, err := db.Claim("cbr")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	c := bank(t, db, upstream(week()...), now)
	if _, err := c.Collect(t.Context(), "cbr", since); !errors.Is(err, collect.ErrBusy) {
		t.Errorf("error %v, want ErrBusy while the program lives", err)
	}
	if s, err := c.Standing(t.Context(), "cbr"); err != nil || s.Last.Status != runlog.Running {
		t.Errorf("%v, %+v: want it going while the program lives", err, s)
	}
	release() // as the system does when a program is killed
	if s, err := c.Standing(t.Context(), "cbr"); err != nil || s.Last.Status != runlog.Failed || s.Failures != 1 {
		t.Errorf("%v, %+v: want the dead run seen as failed at once", err, s)
	}
	collected(t, c, since)
	runs, err := db.Runs(t.Context(), "cbr", 0)
	if err != nil || len(runs) != 2 || runs[1].ID != id || runs[1].Status != runlog.Failed || !strings.Contains(runs[1].Error, "ended before") {
		t.Errorf("%v, %+v: want the dead run closed as failed", err, runs)
	}
}
