package analysis_test

import (
	"testing"

	"detente/data"
	"detente/internal/analysis"
	"detente/internal/event"
	"detente/internal/fx"
)

// embeddedSeries are the series of the embedded files with their values.
func embeddedSeries(t *testing.T) (data.Dataset, map[fx.SeriesID][]fx.Fixing) {
	t.Helper()
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	by := map[fx.SeriesID][]fx.Fixing{}
	for _, f := range set.Fixings {
		by[f.Series] = append(by[f.Series], f)
	}
	return set, by
}

// Whatever the binary knows by itself can be asked about: pairs with the rouble and without, alone and pooled.
func TestEveryEmbeddedSeriesCanBeAskedAbout(t *testing.T) {
	t.Parallel()
	set, by := embeddedSeries(t)
	if len(by) < 4 {
		t.Fatalf("%d embedded series, want those of the Bank of Russia and of the ECB", len(by))
	}
	confirmed := event.Timeline(set.Events).Where(event.Filter{Statuses: []event.Status{event.StatusConfirmed}})
	timeline := confirmed.Where(event.Filter{Categories: []event.Category{event.Sanctions}})
	for id, fixings := range by {
		t.Run(string(id), func(t *testing.T) {
			t.Parallel()
			series, ok := fx.Known(id)
			if !ok {
				t.Fatal("not in the catalogue")
			}
			q := analysis.DefaultStudy(id)
			q.Placebos = 99
			in := analysis.StudyInput{Question: q, Series: series, Fixings: fixings, Timeline: timeline, Known: confirmed, Breaks: set.Breaks}
			if got := study(t, in); got.NUsed < 10 {
				t.Errorf("%d episodes used: %s", got.NUsed, got.Conclusion)
			} else if rouble := id.Pair().Quote() == "RUB"; rouble != (len(got.Regimes) > 1) {
				t.Errorf("%d periods: only what concerns the series cuts its sample", len(got.Regimes))
			}
			ask := tense(in)
			ask.Question.Draws = 99
			correlated(t, ask)
			if got, err := analysis.Records(analysis.FixingRecord(series, fixings, len(fixings)-1)); err != nil || len(got.Statements) == 0 {
				t.Errorf("records: %v, %v", got, err)
			}
		})
	}
}
