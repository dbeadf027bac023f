package collect

import (
	"context"
	"errors"

	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source"
)

// outcome is what became of one window's rows.
type outcome struct {
	Counts   runlog.Counts
	Rejected []runlog.Rejection
	Silent   bool // no request of the window was answered at all
}

// window asks one window and stores what it brought. Everything that came is recorded, also where it is of no use.
func (p *pass) window(ctx context.Context, w source.Window, run int64) (outcome, error) {
	limited, cancel := context.WithTimeout(ctx, p.opts.Lease/3)
	defer cancel()
	answer, failed := p.src.Read(limited, w, p.opts.Now())
	keep, done := context.WithTimeout(context.WithoutCancel(ctx), writing)
	defer done()
	did, err := p.record(keep, w, answer, run, failed)
	p.done++
	p.counts = p.counts.Add(did.Counts)
	p.opts.Progress(Progress{Source: p.src.Name(), Window: w, Done: p.done, Total: p.total, Counts: p.counts, Err: err})
	return did, err
}

// record keeps the answer's fetches and, unless it failed, its believable rows.
func (p *pass) record(ctx context.Context, w source.Window, answer source.Answer, run int64, failed error) (did outcome, err error) {
	origin := runlog.Origin{Author: "collect"}
	did.Silent = len(answer.Fetches) > 0
	for _, f := range answer.Fetches {
		f.RunID = run
		did.Silent = did.Silent && f.HTTPStatus == 0
		id, err := p.store.AddFetch(ctx, f)
		if err != nil {
			return did, errors.Join(failed, err)
		}
		if f.Error == "" {
			origin.FetchID = id
		}
	}
	for _, note := range answer.Notes {
		p.opts.Log.InfoContext(ctx, "note", "source", p.src.Name(), "text", note)
	}
	did.reject(answer.Rejected)
	if failed != nil {
		return did, failed
	}
	return did, p.put(ctx, w, answer, origin, &did)
}

// put stores the rows that can be believed; rows of a window of several pages name the fetch of the last page.
func (p *pass) put(ctx context.Context, w source.Window, answer source.Answer, by runlog.Origin, did *outcome) error {
	now := p.opts.Now()
	switch known, _ := fx.Known(w.Series); {
	case w.Series == "":
		return p.putEvents(ctx, answer, by, did)
	case known.Kind == fx.KindCandle:
		keep, out, err := p.siftCandles(ctx, w, answer.Candles)
		if err != nil {
			return err
		}
		did.reject(out)
		counts, err := p.store.PutCandles(ctx, keep, by, now)
		did.Counts = did.Counts.Add(counts)
		return err
	}
	keep, out, err := p.siftFixings(ctx, w, answer.Fixings)
	if err != nil {
		return err
	}
	did.reject(out)
	counts, err := p.store.PutFixings(ctx, keep, by, now)
	did.Counts = did.Counts.Add(counts)
	return err
}

// putEvents adds drafts and comparison lines. A draft that is stored already belongs to whoever looked at it since.
func (p *pass) putEvents(ctx context.Context, answer source.Answer, by runlog.Origin, did *outcome) error {
	missed, err := p.missedStories(ctx, answer)
	if err != nil {
		return err
	}
	did.reject(missed)
	drafts, err := p.store.AddDrafts(ctx, answer.Events, by, p.opts.Now())
	did.Counts = did.Counts.Add(drafts)
	if err != nil || len(answer.Gauges) == 0 {
		return err
	}
	days, err := p.store.PutGauges(ctx, answer.Gauges, by, p.opts.Now())
	did.Counts = did.Counts.Add(days)
	return err
}

func (o *outcome) reject(rows []runlog.Rejection) {
	o.Rejected = append(o.Rejected, rows...)
	o.Counts.Rejected += len(rows)
}
