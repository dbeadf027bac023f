package export_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"detente/internal/analysis"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/export"
	"detente/internal/fx"
)

// Counted and averaged in Python from data/rates/cbr.csv and ecb.csv by calendar month of the dates in the files. Each series has a count
// of its own; the ECB's roubles end on 1 March 2022.
func TestEachSeriesHasItsCount(t *testing.T) {
	t.Parallel()
	q := export.Query{Series: []fx.SeriesID{fx.CBRUSD, "ecb:EURRUB"}, Frequency: fx.Monthly,
		Filter: event.Filter{From: civil.New(2022, 1, 1), To: civil.New(2022, 4, 30)}}
	var b bytes.Buffer
	if err := export.Write(t.Context(), &b, export.Options{}, "rates", embeddedStore(t), q); err != nil {
		t.Fatal(err)
	}
	want := "date,cbr_usd_rub,cbr_usd_rub_n,ecb_eur_rub,ecb_eur_rub_n\r\n2022-01-01,76.594747,15,86.555181,21\r\n2022-02-01,77.169374,19,88.890995,20\r\n" +
		"2022-03-01,103.470045,22,117.201000,1\r\n2022-04-01,77.899186,22,,\r\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// A question without a last day goes to the last one stored, day by day and by the month, and measures what it names.
func TestAnOpenRangeGoesToTheLastDay(t *testing.T) {
	t.Parallel()
	db := embeddedStore(t)
	all, err := db.Fixings(t.Context(), fx.CBRUSD, fx.Range{})
	if err != nil {
		t.Fatal(err)
	}
	last := all[len(all)-1].Effective
	for frequency, want := range map[fx.Frequency]string{"": last.String(), fx.Monthly: last.String()[:8] + "01"} {
		var b bytes.Buffer
		q := export.Query{Frequency: frequency, Filter: event.Filter{From: last.AddDays(-40)}}
		if err := export.Write(t.Context(), &b, export.Options{}, "rates", db, q); err != nil {
			t.Fatal(err)
		}
		rows := strings.Split(strings.TrimSpace(b.String()), "\r\n")
		if got, _, _ := strings.Cut(rows[len(rows)-1], ","); got != want {
			t.Errorf("frequency %q ends on %s, want %s", frequency, got, want)
		}
	}
	study := analysis.DefaultStudy(fx.CBRUSD)
	study.Pooled, study.Model, study.Control = fx.CBREUR, analysis.ModelMarket, fx.ECBUSD
	correlation := analysis.DefaultCorrelate(fx.CBREUR)
	for got, want := range map[string]string{fmt.Sprint(export.Query{Study: &study}.Measured()): "[cbr:USDRUB cbr:EURRUB ecb:EURUSD]",
		fmt.Sprint(export.Query{Correlation: &correlation}.Measured()): "[cbr:EURRUB]", fmt.Sprint(export.Query{}.Measured()): "[]"} {
		if got != want {
			t.Errorf("measured %s, want %s", got, want)
		}
	}
}
