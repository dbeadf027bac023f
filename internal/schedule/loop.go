package schedule

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"detente/internal/runlog"
)

const (
	// glance is the longest sleep: a timer does not run while a computer is suspended, so the wall clock is looked at again.
	glance = 5 * time.Minute
	// breath is the pause after a collection; times lie further apart, and a collection that records nothing cannot spin.
	breath = time.Minute
)

// Job is a source in the loop.
type Job struct {
	Source string
	State  func(ctx context.Context) (State, error) // where the source stands now
	Run    func(ctx context.Context) error          // one collection; its error is logged, the state says the rest
}

// Options of the loop. Now is required; every other zero field has the default named beside it.
type Options struct {
	Now    func() time.Time
	Log    *slog.Logger                            // slog.Default()
	Jitter func(limit time.Duration) time.Duration // uniform in [0, limit)
}

// maxJitter spreads the requests of many installations over the minutes after a full time.
const maxJitter = 3 * time.Minute

// Run asks every source when it is due until ctx is cancelled, and then returns nil once the running collections have
// ended. Sources run beside each other, one source never twice at once. A source that is behind is asked at once; one
// whose collection fails is asked again after a growing pause. A job without a rule is an error and nothing is started.
func Run(ctx context.Context, jobs []Job, o Options) error {
	o.Log = cmp.Or(o.Log, slog.Default())
	if o.Jitter == nil {
		o.Jitter = func(limit time.Duration) time.Duration { return rand.N(limit) }
	}
	for _, j := range jobs {
		if _, ok := RuleOf(j.Source); !ok {
			return fmt.Errorf("schedule: %q has no rule that says when it is due", j.Source)
		}
	}
	var all sync.WaitGroup
	for _, j := range jobs {
		all.Go(func() { loop(ctx, j, o) })
	}
	all.Wait()
	return nil
}

func loop(ctx context.Context, j Job, o Options) {
	for ctx.Err() == nil {
		pause := breath
		if err := turn(ctx, j, o); err != nil && ctx.Err() == nil {
			o.Log.ErrorContext(runlog.Within(ctx, err), "collection failed", "source", j.Source, "error", err)
			pause = firstRetry
		}
		sleep(ctx, pause)
	}
}

// turn waits until the source is due and collects once. An error is the collection's, or that of its state.
func turn(ctx context.Context, j Job, o Options) error {
	jitter := time.Duration(-1)
	for ctx.Err() == nil {
		state, err := j.State(ctx)
		if err != nil {
			return err
		}
		rule, _ := RuleOf(j.Source)
		now := o.Now()
		due := rule.NextDue(now, state)
		if jitter < 0 && due.After(now) {
			jitter = o.Jitter(maxJitter)
		}
		wait := due.Add(max(jitter, 0)).Sub(now)
		if wait <= 0 {
			return j.Run(ctx)
		}
		sleep(ctx, min(wait, glance))
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
