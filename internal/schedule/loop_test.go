package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"detente/internal/civil"
	"detente/internal/runlog"
)

// world is a source whose runs end as told, by a clock that begins at a day of our choice.
type world struct {
	began time.Time // of the test's own clock
	at    time.Time // of the world's
	state State
	runs  []string
	ends  func(now time.Time) (runlog.Status, civil.Date)
	busy  atomic.Bool
	skip  atomic.Int64 // nanoseconds that the computer slept through
	takes time.Duration
}

func (w *world) now() time.Time { return w.at.Add(time.Since(w.began) + time.Duration(w.skip.Load())) }

func (w *world) job(t *testing.T, source string) Job {
	return Job{Source: source,
		State: func(context.Context) (State, error) { return w.state, nil },
		Run: func(ctx context.Context) error {
			if !w.busy.CompareAndSwap(false, true) {
				t.Error("two runs at once")
			}
			defer w.busy.Store(false)
			started := w.now()
			w.runs = append(w.runs, started.UTC().Format("02 15:04"))
			sleep(ctx, w.takes)
			status, newest := w.ends(started)
			w.state.Last = runlog.Run{Started: started, Finished: w.now(), Status: status}
			w.state.Newest = newest
			if status == runlog.OK {
				w.state.Failures = 0
				return nil
			}
			w.state.Failures++
			return errors.New("no answer")
		}}
}

func run(t *testing.T, w *world, source string, lasts time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w.began = time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), lasts)
		defer cancel()
		none := func(time.Duration) time.Duration { return 0 }
		if err := Run(ctx, []Job{w.job(t, source)}, Options{Now: w.now, Jitter: none, Log: slog.New(slog.DiscardHandler)}); err != nil {
			t.Error(err)
		}
	})
}

func TestADayOfTheBankOfRussia(t *testing.T) {
	t.Parallel()
	// Started at 05:00 UTC on a Wednesday; tomorrow's rate is out at 15:10 in Moscow.
	w := &world{at: instant("2026-09-09T05:00:00Z"), ends: func(now time.Time) (runlog.Status, civil.Date) {
		if now.Before(instant("2026-09-09T12:10:00Z")) {
			return runlog.OK, civil.New(2026, 9, 9)
		}
		return runlog.OK, civil.New(2026, 9, 10)
	}}
	run(t, w, "cbr", 24*time.Hour)
	want := []string{"09 05:00", "09 09:00", "09 09:25", "09 09:50", "09 10:15", "09 10:40", "09 11:05", "09 11:30", "09 11:55", "09 12:20"}
	if !slices.Equal(w.runs, want) {
		t.Errorf("ran at %v, want %v", w.runs, want)
	}
}

func TestFailuresBackOff(t *testing.T) {
	t.Parallel()
	w := &world{at: instant("2026-09-12T20:00:00Z"), ends: func(time.Time) (runlog.Status, civil.Date) { return runlog.Failed, civil.Date{} }}
	run(t, w, "ecb", 7*time.Hour) // a Saturday night: no time of the rule's comes between
	want := []string{"12 20:00", "12 20:05", "12 20:15", "12 20:35", "12 21:15", "12 22:35", "13 00:35", "13 02:35"}
	if !slices.Equal(w.runs, want) {
		t.Errorf("ran at %v, want %v", w.runs, want)
	}
}

type keepsRun struct {
	slog.Handler
	ids []int64
}

func (k *keepsRun) Enabled(context.Context, slog.Level) bool { return true }

func (k *keepsRun) Handle(ctx context.Context, _ slog.Record) error {
	id, _ := runlog.IDOf(ctx)
	k.ids = append(k.ids, id)
	return nil
}

func TestAFailureIsLoggedWithItsRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		kept := &keepsRun{}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		job := Job{Source: "cbr", State: func(context.Context) (State, error) { return State{}, nil },
			Run: func(context.Context) error { return fmt.Errorf("collect: %w", runlog.Of(7, errors.New("no answer"))) }}
		if err := Run(ctx, []Job{job}, Options{Now: time.Now, Jitter: func(time.Duration) time.Duration { return 0 }, Log: slog.New(kept)}); err != nil || !slices.Equal(kept.ids, []int64{7}) {
			t.Errorf("runs %v (%v), want 7", kept.ids, err)
		}
	})
}

func TestLongRunIsNotDoubled(t *testing.T) {
	t.Parallel()
	w := &world{at: instant("2026-09-09T05:00:00Z"), takes: 150 * time.Minute, ends: func(time.Time) (runlog.Status, civil.Date) { return runlog.OK, civil.Date{} }}
	run(t, w, "moex", 9*time.Hour)
	want := []string{"09 05:00", "09 07:31", "09 10:02", "09 12:33"} // at once after each, for hours have gone by; a minute's breath between
	if !slices.Equal(w.runs, want) {
		t.Errorf("ran at %v, want %v", w.runs, want)
	}
}

func TestSourcesRunBesideEachOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ok := func(time.Time) (runlog.Status, civil.Date) { return runlog.OK, civil.New(2026, 9, 10) }
		slow := &world{at: instant("2026-09-09T12:00:00Z"), began: time.Now(), takes: time.Hour, ends: ok}
		quick := &world{at: slow.at, began: time.Now(), ends: ok}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		jobs := []Job{slow.job(t, "moex"), quick.job(t, "cbr")}
		if err := Run(ctx, jobs, Options{Now: slow.now, Log: slog.New(slog.DiscardHandler)}); err != nil {
			t.Error(err)
		}
		if len(slow.runs) != 1 || len(quick.runs) != 1 {
			t.Errorf("ran %v and %v, want once each", slow.runs, quick.runs)
		}
		if took := time.Since(slow.began); took > 11*time.Minute {
			t.Errorf("stopping took %s", took)
		}
	})
}

func TestSuspendedComputer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &world{at: instant("2026-09-09T02:00:00Z"), began: time.Now()}
		w.ends = func(time.Time) (runlog.Status, civil.Date) { return runlog.OK, civil.New(2026, 9, 9) }
		w.state.Last = ran("2026-09-09T01:00:00Z", runlog.OK)
		w.state.Newest = civil.New(2026, 9, 9)
		time.AfterFunc(time.Minute, func() { w.skip.Store(int64(8 * time.Hour)) }) // the lid was closed till 10:01
		ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
		defer cancel()
		none := func(time.Duration) time.Duration { return 0 }
		if err := Run(ctx, []Job{w.job(t, "cbr")}, Options{Now: w.now, Jitter: none, Log: slog.New(slog.DiscardHandler)}); err != nil {
			t.Error(err)
		}
		if !slices.Equal(w.runs, []string{"09 10:05"}) {
			t.Errorf("ran at %v, want within five minutes of waking", w.runs)
		}
	})
}

func TestUnknownSourceStartsNothing(t *testing.T) {
	t.Parallel()
	err := Run(t.Context(), []Job{{Source: "nobody"}}, Options{Now: time.Now})
	if err == nil || !strings.Contains(err.Error(), `"nobody"`) {
		t.Errorf("error %v, want one that names the source", err)
	}
}
