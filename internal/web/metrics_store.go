package web

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"detente/internal/fx"
	"detente/internal/runlog"
)

func tally(to chan<- prometheus.Metric, d *prometheus.Desc, v float64, labels ...string) {
	to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, v, labels...)
}

func level(to chan<- prometheus.Metric, d *prometheus.Desc, v float64, labels ...string) {
	to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
}

// runs sends what became of the collections.
func (m *storeMetrics) runs(ctx context.Context, to chan<- prometheus.Metric) error {
	list, err := m.Store.Tallies(ctx)
	if err != nil {
		return err
	}
	rows := map[string]runlog.Counts{}
	for _, t := range list {
		if t.Status != runlog.Running { // how many are going falls again, which a counter must not
			tally(to, runsTotal, float64(t.Runs), t.Source, string(t.Status))
		}
		level(to, runLast, float64(t.Last.Unix()), t.Source, string(t.Status))
		rows[t.Source] = rows[t.Source].Add(t.Counts)
	}
	for source, n := range rows {
		tally(to, runRows, float64(n.New), source, "new")
		tally(to, runRows, float64(n.Same), source, "same")
		tally(to, runRows, float64(n.Revised), source, "revised")
		tally(to, runRows, float64(n.Rejected), source, "rejected")
	}
	return nil
}

// coverage sends how old each series is.
func (m *storeMetrics) coverage(ctx context.Context, to chan<- prometheus.Metric) error {
	list, err := m.Store.Coverage(ctx)
	if err != nil {
		return err
	}
	now := m.Now()
	for _, c := range list {
		id := string(c.Series.ID)
		level(to, seriesRows, float64(c.Count), id)
		if c.Count == 0 {
			continue
		}
		level(to, seriesLast, float64(c.Last.Unix()), id)
		if c.Series.Ends.IsZero() && c.Series.Kind != fx.KindPress {
			level(to, seriesAge, float64(fx.CalendarOf(c.Series.ID).Missed(c.Last, now)), id)
		}
	}
	return nil
}

// size sends how large the store is.
func (m *storeMetrics) size(ctx context.Context, to chan<- prometheus.Metric) error {
	version, err := m.Store.Version(ctx)
	if err != nil {
		return err
	}
	level(to, dataVersion, float64(version))
	if m.Store.Writable() == nil {
		level(to, writable, 1)
	} else {
		level(to, writable, 0)
	}
	rows, err := m.Store.Rows(ctx)
	if err != nil {
		return err
	}
	for table, n := range rows {
		level(to, storeRows, float64(n), table)
	}
	bytes, err := m.Store.Bytes()
	for file, n := range bytes {
		level(to, storeBytes, float64(n), file)
	}
	return err
}
