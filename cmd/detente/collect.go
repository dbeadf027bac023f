package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/fetch"
	"detente/internal/runlog"
	"detente/internal/schedule"
	"detente/internal/source/cbr"
	"detente/internal/source/ecb"
	"detente/internal/source/feed"
	"detente/internal/source/gdelt"
	"detente/internal/source/moex"
	"detente/internal/store"
)

// sourceFlags say who is asked, and where.
type sourceFlags struct {
	BaseURL map[string]string `name:"base-url" mapsep:"," help:"Another scheme and host for a source, for tests and mirrors." placeholder:"SOURCE=URL,.."`
}

type collectCommand struct {
	Source []string   `help:"Of cbr, ecb, moex, gdelt, feed and feed:NAME; the rates (cbr, ecb, moex) without it, or with --watch all." placeholder:"S,.."`
	Since  civil.Date `help:"First day to ask for; without it, from the last stored day less two weeks." placeholder:"D"`
	Until  civil.Date `help:"Last day to ask for, included." placeholder:"D"`
	Watch  bool       `help:"Go on by the schedule until stopped."`
	sourceFlags
}

// Help shows an example.
func (collectCommand) Help() string {
	return "Every attempt is recorded; a bad answer never replaces a good row.\n\nExample:\n  detente collect\n  detente collect --source moex --since 2022-01-01 --until 2022-03-31"
}

// Run collects once, or by the schedule.
func (c *collectCommand) Run(p *program) error {
	return p.with(func(db *store.DB) error {
		w, err := p.worker(db, c.BaseURL)
		if err != nil {
			return err
		}
		asked := c.Source
		if len(asked) == 0 && !c.Watch {
			asked = []string{"cbr", "ecb", "moex"}
		}
		names, err := w.named(asked)
		if err != nil {
			return err
		}
		if c.Watch && !(c.Since.IsZero() && c.Until.IsZero()) {
			return misuse{errors.New("--watch collects by the schedule: leave out --since and --until, or collect them first without it")}
		}
		if c.Watch {
			return w.watch(p.ctx, names)
		}
		return w.once(names, collect.Ask{Since: c.Since, Until: c.Until})
	})
}

// worker collects into one database.
type worker struct {
	*program
	collector *collect.Collector
	writable  func() error // why nothing can be stored, or nil
	mu        sync.Mutex
	bars      map[string]progress
}

// worker wires the sources; bases replace scheme and host of a source.
func (p *program) worker(db *store.DB, bases map[string]string) (*worker, error) {
	config, err := p.configuration()
	if err != nil {
		return nil, err
	}
	client := fetch.New(fetch.Options{Now: p.now, Log: slog.Default()})
	config.GDELT.Client, config.GDELT.Base, config.GDELT.Stored = client, bases["gdelt"], db
	config.GDELT.Sums, config.GDELT.Patience = &gdelt.Sums{}, &gdelt.Patience{}
	sources := []collect.Source{
		&cbr.Source{Client: client, Base: bases["cbr"]},
		&ecb.Source{Client: client, Base: bases["ecb"]},
		&moex.Source{Client: client, Base: bases["moex"]},
		config.GDELT,
	}
	feeds := feed.NewClient(p.now, slog.Default(), config.Allow)
	for _, f := range config.Feeds {
		sources = append(sources, feed.Source{Client: feeds, Config: f, Memory: db})
	}
	w := &worker{program: p, writable: db.Writable, bars: map[string]progress{}}
	w.collector = collect.New(db, sources, collect.Options{Now: p.now, Log: slog.Default(), Progress: w.show})
	for name, base := range bases {
		if !slices.Contains(w.collector.Names(), name) {
			return nil, misuse{fmt.Errorf("--base-url %s=...: there is no source %q: want one of %s", name, name, strings.Join(w.collector.Names(), ", "))}
		}
		if u, err := url.Parse(base); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return nil, misuse{fmt.Errorf("--base-url %s=%s: want scheme and host, such as http://127.0.0.1:9000", name, base)}
		}
	}
	return w, nil
}

// named checks the names of sources; none means all, and "feed" every feed.
func (w *worker) named(names []string) ([]string, error) {
	known := w.collector.Names()
	if len(names) == 0 {
		return known, nil
	}
	var out []string
	for _, name := range names {
		switch {
		case name == "feed":
			out = append(out, slices.DeleteFunc(slices.Clone(known), func(k string) bool { return !strings.HasPrefix(k, "feed:") })...)
		case slices.Contains(known, name):
			out = append(out, name)
		default:
			return nil, misuse{fmt.Errorf("--source %s: want one of feed, %s", name, strings.Join(known, ", "))}
		}
	}
	return out, nil
}

// once collects each source in turn; one that fails does not keep the next from its turn.
func (w *worker) once(names []string, ask collect.Ask) error {
	if !ask.Since.IsZero() && !ask.Until.IsZero() && ask.Until.Before(ask.Since) {
		return misuse{fmt.Errorf("--until %s is before --since %s", ask.Until, ask.Since)}
	}
	if tomorrow := civil.Of(w.now().UTC()).AddDays(1); ask.Since.After(tomorrow) {
		return misuse{fmt.Errorf("--since %s lies ahead: nothing is published after tomorrow, %s", ask.Since, tomorrow)}
	}
	var failed []error
	for _, name := range names {
		report, err := w.collector.Collect(w.ctx, name, ask)
		w.finish(name)
		failed = append(failed, err)
		if errors.Is(err, context.Canceled) {
			break
		}
		if err == nil || len(report.Runs) > 0 {
			w.tell(report, err)
		}
	}
	return errors.Join(failed...)
}

// tell says what a collection did; one that failed is never called ok, whatever its runs were before.
func (w *worker) tell(report collect.Report, failed error) {
	n, status := report.Counts(), report.Status()
	if failed != nil && status == runlog.OK {
		status = runlog.Partial
	}
	fmt.Fprintf(w.stdout, "%s: %s: %d new, %d the same, %d revised, %d rejected\n", report.Source, status, n.New, n.Same, n.Revised, n.Rejected)
	for _, run := range report.Runs {
		for _, r := range run.Rejected {
			what := slices.DeleteFunc([]string{string(r.Series), r.Row, r.Reason}, func(part string) bool { return part == "" })
			fmt.Fprintf(w.stdout, "  kept out: %s\n", strings.Join(what, ": "))
		}
		if run.Status == runlog.Partial && run.Error != "" {
			fmt.Fprintf(w.stdout, "  %s\n", run.Error)
		}
	}
}

// watch runs the schedule until ctx ends.
func (w *worker) watch(ctx context.Context, names []string) error {
	var jobs []schedule.Job
	for _, name := range names {
		jobs = append(jobs, schedule.Job{Source: name,
			State: func(ctx context.Context) (schedule.State, error) {
				s, err := w.collector.Standing(ctx, name)
				return schedule.State(s), err
			},
			Run: func(ctx context.Context) error {
				_, err := w.collector.Collect(ctx, name, collect.Ask{})
				if errors.Is(err, collect.ErrBusy) {
					slog.Info("left to the run that is going", "source", name)
					return nil
				}
				return err
			}})
	}
	return schedule.Run(ctx, jobs, schedule.Options{Now: w.now, Log: slog.Default()})
}

// nextDue says when the schedule asks a source next.
func (w *worker) nextDue(name string, now time.Time) (time.Time, bool) {
	s, err := w.collector.Standing(w.ctx, name)
	if err != nil {
		return time.Time{}, false
	}
	return schedule.NextDue(name, now, schedule.State(s))
}

// show draws a bar a source; in a pipe it draws nothing.
func (w *worker) show(at collect.Progress) {
	w.mu.Lock()
	defer w.mu.Unlock()
	bar, ok := w.bars[at.Source]
	if !ok {
		bar = w.progress(at.Source, at.Total)
		w.bars[at.Source] = bar
	}
	bar.Add(1)
	if at.Done == at.Total {
		bar.Close()
		delete(w.bars, at.Source)
	}
}

func (w *worker) finish(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if bar, ok := w.bars[name]; ok {
		bar.Close()
		delete(w.bars, name)
	}
}
