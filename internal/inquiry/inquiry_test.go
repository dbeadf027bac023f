package inquiry_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"detente/data"
	"detente/internal/analysis"
	"detente/internal/fx"
	"detente/internal/inquiry"
	"detente/internal/store"
)

func open(t *testing.T) *store.DB {
	t.Helper()
	set, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "d.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := db.LoadEmbedded(t.Context(), store.Dataset(set), time.Date(2026, 9, 12, 9, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	return db
}

func TestStudyReadsWhatIsAsked(t *testing.T) {
	t.Parallel()
	db := open(t)
	q := analysis.DefaultStudy(fx.CBRUSD)
	q.Pooled, q.Model, q.Control = fx.CBREUR, analysis.ModelMarket, fx.ECBUSD
	q.Selection.Categories = []string{"talks"}
	in, err := inquiry.Study(t.Context(), db, q)
	if err != nil {
		t.Fatal(err)
	}
	if len(in.Fixings) == 0 || len(in.Second) == 0 || len(in.Control) == 0 || len(in.Breaks) == 0 || len(in.Timeline) == 0 || len(in.Timeline) >= len(in.Known) {
		t.Errorf("%d fixings, %d of the second, %d of the control, %d breaks, %d of %d events",
			len(in.Fixings), len(in.Second), len(in.Control), len(in.Breaks), len(in.Timeline), len(in.Known))
	}
	report, err := analysis.Study(in)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := report.Table("nope"); !errors.Is(err, analysis.ErrInvalid) {
		t.Errorf("a table that there is not: %v", err)
	}
}

func TestUnknownSeriesNamesTheParameter(t *testing.T) {
	t.Parallel()
	db := open(t)
	for param, change := range map[string]func(*analysis.StudyQuestion){
		"series":  func(q *analysis.StudyQuestion) { q.Series = "abc:USDRUB" },
		"pool":    func(q *analysis.StudyQuestion) { q.Pooled = "abc:EURRUB" },
		"control": func(q *analysis.StudyQuestion) { q.Model, q.Control = analysis.ModelMarket, "abc:EURUSD" },
	} {
		q := analysis.DefaultStudy(fx.CBRUSD)
		change(&q)
		_, err := inquiry.Study(context.Background(), db, q)
		if !errors.Is(err, analysis.ErrInvalid) || !strings.Contains(err.Error(), param+" abc:") || !strings.Contains(err.Error(), "cbr:USDRUB") {
			t.Errorf("%s: %v", param, err)
		}
	}
}
