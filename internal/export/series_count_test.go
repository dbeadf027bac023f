package export_test

import (
	"bytes"
	"testing"

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
