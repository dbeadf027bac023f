package web

import (
	"context"

	"detente/internal/fx"
	"detente/internal/runlog"
)

// exposeRuns adds what became of the collections.
func (s *Server) exposeRuns(ctx context.Context, e exposition) error {
	list, err := s.Store.Tallies(ctx)
	if err != nil {
		return err
	}
	rows := map[string]runlog.Counts{}
	for _, t := range list {
		e.add(runsTotal, float64(t.Runs), t.Source, string(t.Status))
		e.add(runLast, float64(t.Last.Unix()), t.Source, string(t.Status))
		rows[t.Source] = rows[t.Source].Add(t.Counts)
	}
	for source, n := range rows {
		e.add(runRows, float64(n.New), "new", source)
		e.add(runRows, float64(n.Same), "same", source)
		e.add(runRows, float64(n.Revised), "revised", source)
		e.add(runRows, float64(n.Rejected), "rejected", source)
	}
	return nil
}

// exposeCoverage adds how old each series is.
func (s *Server) exposeCoverage(ctx context.Context, e exposition) error {
	list, err := s.Store.Coverage(ctx)
	if err != nil {
		return err
	}
	now := s.Now()
	for _, c := range list {
		id := string(c.Series.ID)
		e.add(seriesRows, float64(c.Count), id)
		if c.Count == 0 {
			continue
		}
		e.add(seriesLast, float64(c.Last.Unix()), id)
		if c.Series.Ends.IsZero() && c.Series.Kind != fx.KindPress {
			e.add(seriesAge, float64(fx.CalendarOf(c.Series.ID).Missed(c.Last, now)), id)
		}
	}
	return nil
}

// exposeSize adds how large the store is.
func (s *Server) exposeSize(ctx context.Context, e exposition) error {
	version, err := s.Store.Version(ctx)
	if err != nil {
		return err
	}
	e.add(dataVersion, float64(version))
	if s.Store.Writable() == nil {
		e.add(writable, 1)
	} else {
		e.add(writable, 0)
	}
	rows, err := s.Store.Rows(ctx)
	if err != nil {
		return err
	}
	for table, n := range rows {
		e.add(storeRows, float64(n), table)
	}
	bytes, err := s.Store.Bytes()
	for file, n := range bytes {
		e.add(storeBytes, float64(n), file)
	}
	return err
}
