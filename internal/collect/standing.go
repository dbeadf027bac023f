package collect

import (
	"context"
	"fmt"
	"slices"

	"detente/internal/civil"
	"detente/internal/runlog"
)

// Standing is where a source stands: what a schedule needs to say when it is due.
type Standing struct {
	Last     runlog.Run // the newest run that the clock has passed; zero where there is none
	Failures int        // runs in a row, the newest first, that did not end ok
	Newest   civil.Date // the day through which every series that goes on is stored: effective days for fixings
}

// Standing returns where a source stands now. A run whose program died is closed as failed first. A run that was recorded
// while the clock was ahead is not looked at: it would have the source asked again only when that time has come.
func (c *Collector) Standing(ctx context.Context, name string) (s Standing, err error) {
	src, err := c.source(name)
	if err != nil {
		return s, err
	}
	runs, err := c.passed(ctx, name)
	if err == nil && len(runs) > 0 && runs[0].Status == runlog.Running {
		if err = c.bury(ctx, name); err == nil {
			runs, err = c.passed(ctx, name)
		}
	}
	if err != nil {
		return s, fmt.Errorf("collect: %s: %w", name, err)
	}
	if len(runs) > 0 {
		s.Last = runs[0]
	}
	for _, r := range runs {
		if r.Status != runlog.Failed && r.Status != runlog.Partial {
			break
		}
		s.Failures++
	}
	if s.Newest, err = c.through(ctx, src); err != nil {
		return s, fmt.Errorf("collect: %s: %w", name, err)
	}
	return s, nil
}

// passed lists the recent runs of a source that did not begin after now, newest first.
func (c *Collector) passed(ctx context.Context, name string) ([]runlog.Run, error) {
	now := c.opts.Now()
	ahead := func(r runlog.Run) bool { return r.Started.After(now) }
	runs, err := c.store.Runs(ctx, name, recent)
	if err == nil && len(runs) > 0 && ahead(runs[0]) { // they may hide every other
		runs, err = c.store.Runs(ctx, name, 0)
	}
	return slices.DeleteFunc(runs, ahead), err
}

// through is the earliest of the newest days of a source's open series; no day where one of them holds nothing.
func (c *Collector) through(ctx context.Context, src Source) (day civil.Date, err error) {
	first := true
	for _, id := range src.Series() {
		span := src.Span(id, c.opts.Now())
		if span.Ended {
			continue
		}
		newest, err := c.newest(ctx, id, span)
		if err != nil {
			return day, err
		}
		if first || newest.Before(day) {
			day, first = newest, false
		}
	}
	return day, nil
}
