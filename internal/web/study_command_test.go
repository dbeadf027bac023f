package web_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/export"
	"detente/internal/fx"
	"detente/internal/inquiry"
	"detente/internal/web"
)

// The bytes are those that detente study and detente correlate write, which ask inquiry and analysis the same way.
func TestResultsAreWhatTheCommandWrites(t *testing.T) {
	t.Parallel()
	db := openEmbedded(t)
	server := newServer(t, db)
	study := analysis.DefaultStudy(fx.CBRUSD)
	study.Selection = analysis.SelectionOf(event.Filter{From: civil.New(2014, 1, 1), Categories: []event.Category{event.Sanctions}, Directions: []event.Direction{event.Escalation}})
	study.Window, study.Signed, study.Model, study.Control, study.Seed, study.Placebos = [2]int{-1, 5}, true, analysis.ModelMarket, fx.ECBUSD, 7, 500
	const asked = "category=sanctions&direction=escalation&from=2014-01-01&model=market&placebo=500&seed=7&signed=true&window=-1:5"
	in, err := inquiry.Study(t.Context(), db, study)
	if err != nil {
		t.Fatal(err)
	}
	report, err := analysis.Study(in)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, server, "/study", asked, report, export.StudyQuery(study, "events", export.CSV), []string{"events", "tests", "path", "regimes", "unexplained"})

	correlate := analysis.DefaultCorrelate(fx.CBREUR)
	correlate.Selection = analysis.SelectionOf(event.Filter{From: civil.New(2021, 11, 1), To: civil.New(2022, 2, 23)})
	correlate.Target, correlate.Tension, correlate.MaxLag = analysis.TargetAbsReturn, analysis.TensionStock, 10
	both, err := inquiry.Correlation(t.Context(), db, correlate)
	if err != nil {
		t.Fatal(err)
	}
	correlation, err := analysis.Correlate(both)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, server, "/correlation", "from=2021-11-01&max-lag=10&series=cbr:EURRUB&target=abs-return&tension=stock&to=2022-02-23", correlation, export.CorrelationQuery(correlate, "summary", export.CSV),
		[]string{"summary", "ccf", "rolling", "ols", "granger", "local_projection", "periods", "scatter"})
}

func compare(t *testing.T, server *web.Server, path, asked string, report inquiry.Report, q export.Query, tables []string) {
	t.Helper()
	var want bytes.Buffer
	if err := inquiry.WriteJSON(&want, report); err != nil {
		t.Fatal(err)
	}
	if w := get(t, server, path+".json?"+asked); w.Code != 200 || !bytes.Equal(w.Body.Bytes(), want.Bytes()) || !json.Valid(want.Bytes()) {
		t.Errorf("%s.json: %d, %d bytes, want %d", path, w.Code, w.Body.Len(), want.Len())
	}
	for i, table := range tables {
		want.Reset()
		q.Result = table
		if err := export.Result(&want, export.Options{}, strings.TrimPrefix(path, "/"), q, report); err != nil {
			t.Fatal(err)
		}
		w := get(t, server, path+".csv?"+asked+"&table="+table)
		if w.Code != 200 || !bytes.Equal(w.Body.Bytes(), want.Bytes()) || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") {
			t.Errorf("%s.csv, table %s: %d, %d bytes, want %d", path, table, w.Code, w.Body.Len(), want.Len())
		}
		if i == 0 && !bytes.Equal(get(t, server, path+".csv?"+asked).Body.Bytes(), want.Bytes()) {
			t.Errorf("%s.csv without a table is not %s", path, table)
		}
	}
	if w := get(t, server, path+".csv?table=nope"); w.Code != 400 || !strings.Contains(w.Body.String(), "want one of "+tables[0]) {
		t.Errorf("%s.csv of no table: %d %s", path, w.Code, w.Body)
	}
}
