package web_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/export"
)

func TestExportsAreWhatTheCommandWrites(t *testing.T) {
	t.Parallel()
	db := openEmbedded(t)
	server := newServer(t, db)
	filter := event.Filter{From: civil.New(2022, 2, 1), To: civil.New(2022, 2, 28), Categories: []event.Category{event.Sanctions, event.Talks}}
	for _, name := range []string{"rates", "events", "overlay", "tension"} {
		w := get(t, server, "/"+name+".csv?category=talks,sanctions&from=2022-02-01&to=2022-02-28", "Accept", "text/csv")
		var want bytes.Buffer
		if err := export.Write(t.Context(), &want, export.Options{}, name, db, export.Query{Filter: filter}); err != nil {
			t.Fatal(err)
		}
		if w.Code != 200 || !bytes.Equal(w.Body.Bytes(), want.Bytes()) {
			t.Errorf("%s.csv: %d, %d bytes, want %d", name, w.Code, w.Body.Len(), want.Len())
		}
		if h := w.Header().Get("Content-Type"); !strings.HasPrefix(h, "text/csv") {
			t.Errorf("%s.csv is %s", name, h)
		}
		if h := w.Header().Get("Content-Disposition"); !strings.Contains(h, "detente-"+name+"-2022-02-01-2022-02-28.csv") {
			t.Errorf("%s.csv is called %s", name, h)
		}
	}
}

// The Bank of Russia's rates in force from 8 February 2022, as its XML_dynamic gives them.
func TestRatesCSVPrintsAsPublished(t *testing.T) {
	t.Parallel()
	w := get(t, newServer(t, openEmbedded(t)), "/rates.csv?from=2022-02-08&to=2022-02-08")
	if want := "date,usd_rub,eur_rub\r\n2022-02-08,75.6806,86.5181\r\n"; strings.ReplaceAll(w.Body.String(), "\r\n", "\n") != strings.ReplaceAll(want, "\r\n", "\n") {
		t.Errorf("got %q, want %q", w.Body, want)
	}
}

func TestOverlayHasARowAFixing(t *testing.T) {
	t.Parallel()
	rows, err := csv.NewReader(get(t, newServer(t, openEmbedded(t)), "/overlay.csv?from=2021-12-01&to=2022-03-15").Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 68 { // 67 fixings between the two days in cbr_daily.csv, and the header
		t.Errorf("%d rows", len(rows))
	}
}
