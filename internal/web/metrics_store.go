package web

import (
	"context"

	"detente/internal/exposition"
	"detente/internal/fx"
	"detente/internal/runlog"
)

var (
	runsTotal   = exposition.Counter("detente_runs_total", "Collection runs ever recorded, by how they ended.", "source", "status")
	runRows     = exposition.Counter("detente_run_rows_total", "Rows of all answers, by what became of them: new, same, revised, rejected.", "outcome", "source")
	runLast     = exposition.Gauge("detente_run_last_timestamp_seconds", "When the newest run with this status began.", "source", "status")
	seriesAge   = exposition.Gauge("detente_series_missed_working_days", "Working days (Monday to Friday) since the newest set date whose hour of publication has passed; series that their publisher has ended are left out.", "series")
	seriesLast  = exposition.Gauge("detente_series_newest_timestamp_seconds", "Midnight UTC of the newest set date.", "series")
	seriesRows  = exposition.Gauge("detente_series_rows", "Fixings, candles or quotes stored of a series.", "series")
	storeBytes  = exposition.Gauge("detente_store_bytes", "Length of the database's files.", "file")
	storeRows   = exposition.Gauge("detente_store_rows", "Rows of the larger tables.", "table")
	dataVersion = exposition.Gauge("detente_store_data_version", "Grows with every committed change of figures or events.")
	writable    = exposition.Gauge("detente_store_writable", "1 where rows can be stored, 0 where the database was opened for reading alone or its disk refused the last write.")
	storeUp     = exposition.Gauge("detente_store_up", "1 where the store could be read for this scrape, else 0.")
)

// tellRuns tells what became of the collections.
func (s *Server) tellRuns(ctx context.Context, p *exposition.Page) error {
	list, err := s.Store.Tallies(ctx)
	if err != nil {
		return err
	}
	rows := map[string]runlog.Counts{}
	for _, t := range list {
		if t.Status != runlog.Running { // how many are going falls again, which a counter must not
			p.Set(runsTotal, float64(t.Runs), t.Source, string(t.Status))
		}
		p.Set(runLast, float64(t.Last.Unix()), t.Source, string(t.Status))
		rows[t.Source] = rows[t.Source].Add(t.Counts)
	}
	for source, n := range rows {
		p.Set(runRows, float64(n.New), "new", source)
		p.Set(runRows, float64(n.Same), "same", source)
		p.Set(runRows, float64(n.Revised), "revised", source)
		p.Set(runRows, float64(n.Rejected), "rejected", source)
	}
	return nil
}

// tellCoverage tells how old each series is.
func (s *Server) tellCoverage(ctx context.Context, p *exposition.Page) error {
	list, err := s.Store.Coverage(ctx)
	if err != nil {
		return err
	}
	now := s.Now()
	for _, c := range list {
		id := string(c.Series.ID)
		p.Set(seriesRows, float64(c.Count), id)
		if c.Count == 0 {
			continue
		}
		p.Set(seriesLast, float64(c.Last.Unix()), id)
		if c.Series.Ends.IsZero() && c.Series.Kind != fx.KindPress {
			p.Set(seriesAge, float64(fx.CalendarOf(c.Series.ID).Missed(c.Last, now)), id)
		}
	}
	return nil
}

// tellSize tells how large the store is.
func (s *Server) tellSize(ctx context.Context, p *exposition.Page) error {
	version, err := s.Store.Version(ctx)
	if err != nil {
		return err
	}
	p.Set(dataVersion, float64(version))
	if s.Store.Writable() == nil {
		p.Set(writable, 1)
	} else {
		p.Set(writable, 0)
	}
	rows, err := s.Store.Rows(ctx)
	if err != nil {
		return err
	}
	for table, n := range rows {
		p.Set(storeRows, float64(n), table)
	}
	bytes, err := s.Store.Bytes()
	for file, n := range bytes {
		p.Set(storeBytes, float64(n), file)
	}
	return err
}
