package web

import (
	"context"
	"sort"

	"detente/internal/analysis"
	"detente/internal/event"
	"detente/internal/export"
	"detente/internal/fx"
)

// answering is the store for exports, with the figures and results that the pages keep. What it gives is shared: nobody
// changes it.
type answering struct {
	Store
	server *Server
	pause  func() // between two reads of a table; nil waits for nobody
}

// files is what exports read.
func (s *Server) files(pause func()) answering { return answering{s.Store, s, pause} }

// between lets others go first.
func (a answering) between() {
	if a.pause != nil {
		a.pause()
	}
}

// Fixings gives those of the pages' pair from memory, as far as they are of now.
func (a answering) Fixings(ctx context.Context, id fx.SeriesID, r fx.Range) ([]fx.Fixing, error) {
	a.between()
	if (id != fx.CBRUSD && id != fx.CBREUR) || !r.AsOf.IsZero() {
		return a.Store.Fixings(ctx, id, r)
	}
	h, err := a.server.loadFigures(ctx, query{})
	if err != nil {
		return nil, err
	}
	if id == fx.CBREUR {
		return h.EUR.within(r), nil
	}
	return h.USD.within(r), nil
}

// within is the fixings that were set in a range, both ends included.
func (p pair) within(r fx.Range) []fx.Fixing {
	lo, hi := 0, len(p.Sets)
	if !r.From.IsZero() {
		lo = sort.Search(len(p.Sets), func(i int) bool { return !p.Sets[i].Before(r.From) })
	}
	if !r.To.IsZero() {
		hi = sort.Search(len(p.Sets), func(i int) bool { return p.Sets[i].After(r.To) })
	}
	hi = max(lo, hi)
	return p.Fixings[lo:hi:hi]
}

// Events gives from memory what pages show: events of now that are confirmed or scheduled.
func (a answering) Events(ctx context.Context, f event.Filter) (event.Timeline, error) {
	a.between()
	if !f.AsOf.IsZero() || len(f.Statuses) > 0 || f.Validate() != nil {
		return a.Store.Events(ctx, f)
	}
	h, err := a.server.loadFigures(ctx, query{})
	if err != nil {
		return nil, err
	}
	return h.where(f), nil
}

// AnswerStudy gives the answer that the page shows.
func (a answering) AnswerStudy(ctx context.Context, q analysis.StudyQuestion) (analysis.StudyReport, error) {
	return a.server.study(ctx, q)
}

// AnswerCorrelation gives the answer that the page shows.
func (a answering) AnswerCorrelation(ctx context.Context, q analysis.CorrelateQuestion) (analysis.CorrelateReport, error) {
	return a.server.correlation(ctx, q)
}

var _ export.Source = answering{}
