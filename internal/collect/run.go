package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"detente/internal/runlog"
	"detente/internal/source"
)

const (
	maxRejections = 200              // kept in a run's record; Counts.Rejected has them all
	writing       = 30 * time.Second // to record what came, also after a cancellation
)

// Report is what a collection did. A long one is recorded as several runs, each shorter than the lease.
type Report struct {
	Source string
	Runs   []runlog.Run // in order
}

// Counts sums up the runs.
func (r Report) Counts() (sum runlog.Counts) {
	for _, run := range r.Runs {
		sum = sum.Add(run.Counts)
	}
	return sum
}

// Status is ok where every run was, failed where every run failed, else partial. A report without a run is ok: there
// was nothing to ask.
func (r Report) Status() runlog.Status {
	statuses := map[runlog.Status]bool{}
	for _, run := range r.Runs {
		statuses[run.Status] = true
	}
	switch {
	case len(r.Runs) == 0, len(statuses) == 1 && statuses[runlog.OK]:
		return runlog.OK
	case len(statuses) == 1 && statuses[runlog.Failed]:
		return runlog.Failed
	}
	return runlog.Partial
}

// Collect brings a source up to date, or asks the days of ask. It returns ErrBusy where another run of the source is
// going, here or in another process on the same store, and an error where the collection failed or was cancelled; what
// was stored before stays, and the run is recorded. A partial collection is no error: Report says what was kept out.
func (c *Collector) Collect(ctx context.Context, name string, ask Ask) (Report, error) {
	report := Report{Source: name}
	src, err := c.source(name)
	if err != nil {
		return report, err
	}
	held, err := c.claim(name)
	if err != nil {
		return report, err
	}
	defer held.release()
	windows, err := c.plan(ctx, src, ask, c.opts.Now())
	if err != nil {
		return report, fmt.Errorf("collect: %s: plan: %w", name, err)
	}
	p := &pass{Collector: c, src: src, sure: held.sure, total: len(windows)}
	for len(windows) > 0 && err == nil {
		var run runlog.Run
		run, windows, err = p.run(ctx, windows)
		if run.ID != 0 {
			report.Runs, err = append(report.Runs, run), runlog.Of(run.ID, err)
		}
	}
	return report, named(name, err)
}

// named puts the source's name before an error that does not begin with it, as most of a source's own do.
func named(name string, err error) error {
	switch {
	case err == nil:
		return nil
	case strings.HasPrefix(err.Error(), name+": "):
		return fmt.Errorf("collect: %w", err)
	}
	return fmt.Errorf("collect: %s: %w", name, err)
}

// pass is one collection: what its runs share.
type pass struct {
	*Collector
	src         Source
	sure        bool // of the claim
	total, done int
	counts      runlog.Counts
}

// run works through windows until they or half of the lease are used up, and gives those that are left. A window that
// fails ends its series, so that the next collection goes on at the hole and not behind it; a publisher that does not
// answer at all ends the run.
func (p *pass) run(ctx context.Context, windows []source.Window) (runlog.Run, []source.Window, error) {
	run, err := p.begin(ctx, windows)
	if err != nil {
		return run, nil, err
	}
	ctx = runlog.WithID(ctx, run.ID)
	began, good := p.opts.Now(), 0
	var failures []error
	for len(windows) > 0 && ctx.Err() == nil && p.opts.Now().Sub(began) < p.opts.Lease/2 {
		w := windows[0]
		windows = windows[1:]
		did, err := p.window(ctx, w, run.ID)
		run.Counts, run.Rejected = run.Counts.Add(did.Counts), append(run.Rejected, did.Rejected...)
		if err == nil {
			good++
			continue
		}
		failures = append(failures, err)
		windows = slices.DeleteFunc(windows, func(rest source.Window) bool { return did.Silent || rest.Series == w.Series })
	}
	if ctx.Err() != nil {
		failures = append(failures, fmt.Errorf("stopped before the end: %w", context.Cause(ctx)))
		windows = nil
	}
	return p.end(ctx, run, good, windows, failures)
}

// end closes the record of a run, in a context of its own, for the run's may be cancelled.
func (p *pass) end(ctx context.Context, run runlog.Run, good int, rest []source.Window, failures []error) (runlog.Run, []source.Window, error) {
	failure := errors.Join(failures...)
	if run.Finished = p.opts.Now().UTC(); run.Finished.Before(run.Started) {
		run.Finished = run.Started // the clock was set back
	}
	switch {
	case failure != nil && good == 0:
		run.Status, run.Error = runlog.Failed, failure.Error()
	case failure != nil:
		run.Status, run.Error = runlog.Partial, failure.Error()
	case run.Counts.Rejected > 0:
		run.Status, run.Error = runlog.Partial, keptOut(run.Counts.Rejected, run.Rejected[0].Reason)
	default:
		run.Status = runlog.OK
	}
	run.Rejected = run.Rejected[:min(len(run.Rejected), maxRejections)]
	keep, cancel := context.WithTimeout(context.WithoutCancel(ctx), writing)
	defer cancel()
	if err := p.store.FinishRun(keep, run); err != nil {
		return run, nil, errors.Join(failure, err)
	}
	p.opts.Log.InfoContext(ctx, "collected", "source", run.Source, "status", run.Status, "from", run.From, "to", run.To, "new", run.Counts.New, "same", run.Counts.Same,
		"revised", run.Counts.Revised, "rejected", run.Counts.Rejected, "took", run.Duration(), "error", run.Error)
	if ctx.Err() != nil || run.Status == runlog.Failed {
		return run, rest, failure
	}
	return run, rest, nil
}

func keptOut(rows int, first string) string {
	if rows == 1 {
		return "1 row was kept out or missed: " + first
	}
	return fmt.Sprintf("%d rows were kept out or missed; the first: %s", rows, first)
}
