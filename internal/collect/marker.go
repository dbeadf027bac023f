package collect

import (
	"context"
	"fmt"
	"time"

	"detente/internal/civil"
	"detente/internal/runlog"
	"detente/internal/source"
)

// recent is how many runs are looked through for one that is going, and for failures in a row.
const recent = 50

// begin records that a run starts, unless one of the same source is going in another process. Of two that begin in the
// same moment, the one that was recorded first goes on.
func (p *pass) begin(ctx context.Context, windows []source.Window) (runlog.Run, error) {
	run := runlog.Run{Source: p.src.Name(), Started: p.opts.Now().UTC(), Status: runlog.Running}
	run.From, run.To = extent(windows)
	if err := p.yield(ctx, p.src.Name(), 0, p.sure); err != nil {
		return run, err
	}
	id, err := p.store.StartRun(ctx, run)
	if err != nil {
		return run, err
	}
	run.ID = id
	if err := p.yield(ctx, p.src.Name(), id, p.sure); err != nil {
		run.Finished, run.Status, run.Error = p.opts.Now().UTC(), runlog.Failed, err.Error()
		keep, cancel := context.WithTimeout(context.WithoutCancel(ctx), writing)
		defer cancel()
		if failed := p.store.FinishRun(keep, run); failed != nil {
			return run, fmt.Errorf("%w; and %w", err, failed)
		}
		return run, err
	}
	return run, nil
}

// yield returns ErrBusy where an earlier run than mine (any, where mine is zero) is going. A run of a program that died is
// closed as failed and blocks nobody: every one where the caller holds the source for sure, else one that has been going
// for longer than the lease, or that began when the clock was ahead.
func (c *Collector) yield(ctx context.Context, name string, mine int64, sure bool) error {
	runs, err := c.store.Runs(ctx, name, recent)
	if err != nil {
		return err
	}
	for _, r := range runs {
		if r.Status != runlog.Running || (mine != 0 && r.ID >= mine) {
			continue
		}
		if since := c.opts.Now().Sub(r.Started); !sure && since >= 0 && since < c.opts.Lease {
			return fmt.Errorf("%w: run %d, since %s; where that program was killed, it is given up at %s", ErrBusy, r.ID,
				r.Started.UTC().Format(time.RFC3339), r.Started.Add(c.opts.Lease).UTC().Format(time.RFC3339))
		}
		if err := c.store.FinishRun(ctx, gone(r)); err != nil {
			return err
		}
	}
	return nil
}

// extent is the first and the last day of the windows, which may belong to several series.
func extent(windows []source.Window) (from, to civil.Date) {
	for _, w := range windows {
		if from.IsZero() || w.From.Before(from) {
			from = w.From
		}
		to = later(to, w.To)
	}
	return from, to
}
